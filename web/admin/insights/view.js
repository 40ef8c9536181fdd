import { isDay } from '../app/range-fields.js';
import { daysOf, lastDayOf, usualInterval, usualWindow, windows } from './periods.js';

/**
 * @typedef {import('../api/metrics.js').Dimension} Dimension
 * @typedef {import('../api/metrics.js').Interval} Interval
 * @typedef {import('../api/metrics.js').MeasureName} MeasureName
 *
 * Everything that decides what the page shows. It stands in the address, so that a link reproduces it. `sorts`: by which measure a ranking
 * is ordered, where it is not the usual one.
 * @typedef {{period: import('./periods.js').Period, interval: Interval|'', filters: Partial<Record<Dimension, string>>,
 *   sorts: Partial<Record<string, MeasureName>>}} View
 */

/** @type {Dimension[]} */
export const dimensions = ['organization', 'recipe', 'user'];

/** The measures that a ranking can be ordered by. @type {MeasureName[]} */
export const sortable = ['recipeRuns', 'recipes', 'users', 'repositoriesChanged', 'hoursSaved', 'commits', 'completionRate', 'failures',
  'repositoriesCommitted', 'recipesWithCommits'];

/** The rankings of the page by their names in the address. */
export const rankingNames = ['organizations', 'recipes', 'committed', 'people'];

/** @type {Interval[]} */
const intervals = ['day', 'week', 'month'];

/**
 * What the query of an address asks for; what it does not understand is left out.
 * @param {string} search
 * @returns {View}
 */
export function readView(search) {
  const parameters = new URLSearchParams(search);
  /** @type {View} */
  const view = { period: readPeriod(parameters), interval: '', filters: {}, sorts: {} };
  view.interval = intervals.find(name => name === parameters.get('by')) ?? '';
  for (const name of dimensions) {
    const value = parameters.get(name)?.trim();
    if (value) view.filters[name] = value;
  }

  for (const ranking of rankingNames) {
    const measure = sortable.find(name => name === parameters.get(`${ranking}By`));
    if (measure) view.sorts[ranking] = measure;
  }

  return view;
}

/**
 * The query of the address of a view: `?range=last-quarter&organization=Platform`; empty for the plain view.
 * @param {View} view
 */
export function writeView({ period, interval, filters, sorts }) {
  const parameters = new URLSearchParams();
  if (period.window === 'dates') {
    if (period.from) parameters.set('from', period.from);
    if (period.to) parameters.set('to', period.to);
  } else if (period.window !== usualWindow) parameters.set('range', period.window);
  if (interval) parameters.set('by', interval);
  for (const name of dimensions) if (filters[name]) parameters.set(name, filters[name]);
  for (const ranking of rankingNames) if (sorts[ranking]) parameters.set(`${ranking}By`, sorts[ranking]);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/**
 * What the API is asked for.
 * @param {View} view
 * @param {number} [now] Milliseconds since 1970.
 */
export function queryOf({ period, interval, filters }, now = Date.now()) {
  const days = daysOf(period, now);
  return { ...days, interval: interval || usualInterval(days), ...filters };
}

/**
 * The address of the rows that a number counts: the page Reports with report, range and filters filled in; null where no filter of the
 * report says the same.
 * @param {string} report
 * @param {{from: string, to: string}} span Both days included.
 * @param {Partial<Record<Dimension, string|string[]|null>>} filters
 */
export function rowsAddress(report, { from, to }, filters) {
  const parameters = new URLSearchParams({ report, from, to });
  for (const name of dimensions) {
    const value = filters[name];
    if (value === null) return null;
    for (const one of [value ?? []].flat()) {
      if (one === '' || (name === 'recipe' && one.includes('*'))) return null;
      parameters.append(name, one);
    }
  }

  return `/admin/reports?${parameters}`;
}

/**
 * The whole span of a query, both days included.
 * @param {{since: string, until: string}} query
 */
export function spanOf({ since, until }) {
  return { from: since, to: lastDayOf(until) };
}

/** @param {URLSearchParams} parameters */
function readPeriod(parameters) {
  const [range, from, to] = [parameters.get('range'), parameters.get('from'), parameters.get('to')];
  const named = windows.find(([name]) => name === range && name !== 'dates');
  if (named) return { window: named[0] };
  if (isDay(from) || isDay(to)) return { window: 'dates', ...isDay(from) ? { from } : {}, ...isDay(to) ? { to } : {} };
  return { window: usualWindow };
}
