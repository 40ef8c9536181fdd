import { dateText, shortDateText } from '../text/times.js';
import { spansOf } from './periods.js';
import { rowsAddress } from './view.js';

/**
 * @typedef {import('../api/metrics.js').MeasureName} MeasureName
 * @typedef {import('../api/metrics.js').Measures} Measures
 * @typedef {import('../api/metrics.js').Metrics} Metrics
 * @typedef {import('./chart-config.js').ChartData} ChartData
 *
 * A chart over time of one or two measures, or of the states that a measure's map counts. `report` holds the rows behind it.
 * @typedef {{name: string, title: string, kind: ChartData['kind'], measures: MeasureName[], unit: string, report: string,
 *   states?: 'commitsByState'|'failuresByState'}} Trend
 */

/** @type {Trend[]} */
export const trends = [
  { name: 'recipe-runs', title: 'Recipe runs', kind: 'bars', measures: ['recipeRuns'], unit: 'Runs', report: 'recipe-runs' },
  { name: 'recipes-and-users', title: 'Recipes and users', kind: 'lines', measures: ['recipes', 'users'], unit: 'Different ones',
    report: 'recipe-runs' },
  { name: 'hours-saved', title: 'Hours saved', kind: 'bars', measures: ['hoursSaved'], unit: 'Hours', report: 'recipe-runs' },
  { name: 'commits-by-state', title: 'Commits by state', kind: 'areas', measures: ['commits'], states: 'commitsByState', unit: 'Commits',
    report: 'usage' },
  { name: 'repositories-changed', title: 'Repositories changed', kind: 'bars', measures: ['repositoriesChanged'], unit: 'Repositories',
    report: 'recipe-runs' },
  { name: 'failures-by-state', title: 'Failures by state', kind: 'areas', measures: ['failures'], states: 'failuresByState',
    unit: 'Run results', report: 'recipe-runs' },
];

/** What comes first in a stack; states that are not named here follow by the alphabet. */
const order = ['COMPLETED', 'MERGED', 'NO_CHANGES', 'FAILED', 'ERROR'];
const axisNames = { day: 'Day', week: 'Week from', month: 'Month' };
const monthName = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/**
 * A trend's chart.
 * @param {Trend} trend
 * @param {Metrics} metrics
 * @param {Parameters<typeof rowsAddress>[2]} filters What the rows behind a point are filtered by.
 * @returns {ChartData}
 */
export function trendData({ title, kind, measures, unit, report, states }, metrics, filters) {
  const spans = spansOf(metrics.periods, metrics.until);
  return {
    title, kind, unit,
    axis: axisNames[metrics.interval],
    labels: spans.map(({ from }) => periodText(from, metrics)),
    links: spans.map(span => rowsAddress(report, span, filters)),
    series: states ? stateSeries(metrics.series, states)
      : measures.map(name => ({ name: titleOf(name, metrics), values: metrics.series.map(step => step[name] ?? null) })),
  };
}

/**
 * A series for each state that occurs.
 * @param {Measures[]} steps
 * @param {'commitsByState'|'failuresByState'} map
 */
function stateSeries(steps, map) {
  const rank = (/** @type {string} */ state) => (order.includes(state) ? order.indexOf(state) : order.length);
  const states = [...new Set(steps.flatMap(step => Object.keys(step[map] ?? {})))];
  states.sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  return states.map(state => ({ name: stateText(state), values: steps.map(step => step[map]?.[state] ?? 0) }));
}

/**
 * `NO_CHANGES` → `No changes`.
 * @param {string} state
 */
function stateText(state) {
  const words = state.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * A measure as the API calls it.
 * @param {MeasureName} name
 * @param {Metrics} metrics
 */
export function titleOf(name, { measures }) {
  return measures.find(measure => measure.name === name)?.title ?? name;
}

/**
 * How measures are counted, as the API says.
 * @param {MeasureName[]} names
 * @param {Metrics} metrics
 */
export function definitionsOf(names, { measures }) {
  return measures.filter(({ name }) => names.some(wanted => wanted === name));
}

/**
 * @param {string} from
 * @param {Metrics} metrics
 */
function periodText(from, { interval, periods }) {
  if (interval === 'month') return monthName.format(new Date(from));
  return periods[0]?.slice(0, 4) === periods.at(-1)?.slice(0, 4) ? shortDateText(from) : dateText(from);
}
