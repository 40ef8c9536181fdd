import { isDay } from '../app/range-fields.js';

/**
 * @typedef {import('../api/metrics.js').Interval} Interval
 *
 * A window: its name in {@link windows}, or UTC days from one to another, both included.
 * @typedef {{window: string, from?: string, to?: string}} Period
 */

const day = 86_400_000;

/** The window that a page shows without being asked for another. */
export const usualWindow = '90d';

/** @type {[name: string, label: string][]} */
export const windows = [
  ['7d', 'Last 7 days'], ['30d', 'Last 30 days'], ['90d', 'Last 90 days'], ['this-month', 'This month'], ['last-month', 'Last month'],
  ['this-quarter', 'This quarter'], ['last-quarter', 'Last quarter'], ['this-year', 'This year'], ['dates', 'Between dates'],
];

/**
 * The UTC days of a period for the API: `since` included, `until` not. Windows that are not over end with today; dates that are missing
 * stand for as much as the other date allows.
 * @param {Period} period
 * @param {number} [now] Milliseconds since 1970.
 */
export function daysOf({ window, from, to }, now = Date.now()) {
  const today = new Date(now);
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
  const quarter = month - month % 3;
  const tomorrow = Date.UTC(year, month, today.getUTCDate() + 1);
  /** @type {Record<string, [since: number, until: number]>} */
  const spans = {
    'this-month': [Date.UTC(year, month), tomorrow],
    'last-month': [Date.UTC(year, month - 1), Date.UTC(year, month)],
    'this-quarter': [Date.UTC(year, quarter), tomorrow],
    'last-quarter': [Date.UTC(year, quarter - 3), Date.UTC(year, quarter)],
    'this-year': [Date.UTC(year, 0), tomorrow],
  };
  if (window === 'dates') {
    const until = isDay(to) ? Date.parse(to) + day : tomorrow;
    return { since: isDay(from) ? from : dayOf(until - 90 * day), until: dayOf(until) };
  }

  const [since, until] = spans[window] ?? [tomorrow - Number.parseInt(window, 10) * day, tomorrow];
  return { since: dayOf(since), until: dayOf(until) };
}

/**
 * The interval that shows a span in some ten to fifty steps.
 * @param {{since: string, until: string}} span
 * @returns {Interval}
 */
export function usualInterval({ since, until }) {
  const days = (Date.parse(until) - Date.parse(since)) / day;
  return days <= 35 ? 'day' : days <= 200 ? 'week' : 'month';
}

/**
 * The days of the periods of a response, both included: a period ends where the next one begins.
 * @param {string[]} periods
 * @param {string} until
 */
export function spansOf(periods, until) {
  return periods.map((from, index) => ({ from, to: dayOf(Date.parse(periods[index + 1] ?? until) - day) }));
}

/**
 * The last day of a span whose end is given exclusively.
 * @param {string} until
 */
export function lastDayOf(until) {
  return dayOf(Date.parse(until) - day);
}

/** @param {number} time */
function dayOf(time) {
  return new Date(time).toISOString().slice(0, 10);
}
