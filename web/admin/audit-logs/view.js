import { instantsOf, isDay } from '../app/range-fields.js';
import { columns } from './columns.js';

/** The filters, by their names in the API; joined by AND. */
export const filterNames = ['user', 'target', 'action', 'actionType', 'outcome', 'text'];

const timeStyles = ['relative', 'utc', 'local'];

/**
 * Everything that decides what the page shows. It stands in the address, so that a link reproduces it.
 * @typedef {{range: import('../app/range-fields.js').Range, filters: Record<string, string>, hidden: string[], time: string}} View
 */

/** @returns {View} What an address asks for; what it does not understand is left out. */
export function readView(search) {
  const parameters = new URLSearchParams(search);
  const filters = {};
  for (const name of filterNames) if (parameters.get(name)) filters[name] = parameters.get(name);
  const days = { from: parameters.get('from'), to: parameters.get('to') };
  const range = /^\d{1,4}d$/.test(parameters.get('last') ?? '')
    ? { last: parameters.get('last') }
    : Object.fromEntries(Object.entries(days).filter(([, day]) => isDay(day)));
  return {
    range,
    filters,
    hidden: (parameters.get('hide') ?? '').split(',').filter(name => columns.some(column => column.name === name)),
    time: timeStyles.includes(parameters.get('time')) ? parameters.get('time') : 'relative',
  };
}

/** The address's query for a view: `?action=create.token&last=7d`, or nothing for the plain view. */
export function writeView({ range, filters, hidden, time }) {
  const parameters = new URLSearchParams();
  for (const name of filterNames) if (filters[name]) parameters.set(name, filters[name]);
  for (const name of ['last', 'from', 'to']) if (range[name]) parameters.set(name, range[name]);
  if (hidden.length > 0) parameters.set('hide', hidden.join(','));
  if (time !== 'relative') parameters.set('time', time);
  const text = parameters.toString();
  return text === '' ? location.pathname : `?${text}`;
}

/** What the API is asked for: the filters and the range as instants, fixed now so that all pages of the answer belong together. */
export function queryOf(view, now = Date.now()) {
  return { ...view.filters, ...instantsOf(view.range, now) };
}
