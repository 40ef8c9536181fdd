import { instantsOf, isDay, isLastDays } from '../app/range-fields.js';
import { readHidden } from './columns.js';

/** @typedef {import('../text/times.js').TimeStyle} TimeStyle */

/** The filters, by their names in the API; joined by AND. */
export const filterNames = ['user', 'target', 'action', 'actionType', 'outcome', 'text'];

/**
 * Everything that decides what the page shows. It stands in the address, so that a link reproduces it.
 * @typedef {{range: import('../app/range-fields.js').Range, filters: Record<string, string>, hidden: string[], time: TimeStyle}} View
 */

/**
 * What the query of an address asks for; what it does not understand is left out.
 * @param {string} search
 * @returns {View}
 */
export function readView(search) {
  const parameters = new URLSearchParams(search);
  /** @type {Record<string, string>} */
  const filters = {};
  for (const name of filterNames) {
    const value = parameters.get(name);
    if (value) filters[name] = value;
  }

  return { range: readRange(parameters), filters, hidden: readHidden(parameters.get('hide')), time: timeStyleOf(parameters.get('time')) };
}

/**
 * The query of the address of a view: `?action=create.token&last=7d`; empty for the plain view.
 * @param {View} view
 */
export function writeView({ range, filters, hidden, time }) {
  const parameters = new URLSearchParams();
  for (const name of filterNames) if (filters[name]) parameters.set(name, filters[name]);
  if (range.last) parameters.set('last', range.last);
  if (range.from) parameters.set('from', range.from);
  if (range.to) parameters.set('to', range.to);
  if (hidden.length > 0) parameters.set('hide', hidden.join(','));
  if (time !== 'relative') parameters.set('time', time);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/**
 * What the API is asked for: the filters and the range as instants, fixed now so that all pages of the list belong together.
 * @param {Pick<View, 'filters'|'range'>} view
 * @param {number} [now] Milliseconds since 1970.
 */
export function queryOf(view, now = Date.now()) {
  return { filters: view.filters, ...instantsOf(view.range, now) };
}

/**
 * How a view shows times; relative unless it names another style.
 * @param {string|null} text
 * @returns {TimeStyle}
 */
export function timeStyleOf(text) {
  return text === 'utc' || text === 'local' ? text : 'relative';
}

/**
 * The last so many days, or else days from one to another.
 * @param {URLSearchParams} parameters
 */
function readRange(parameters) {
  const [last, from, to] = [parameters.get('last'), parameters.get('from'), parameters.get('to')];
  if (isLastDays(last)) return { last };
  return { ...isDay(from) ? { from } : {}, ...isDay(to) ? { to } : {} };
}
