import { countOf } from '../text/numbers.js';
import { dayText } from '../text/times.js';

/** @typedef {import('../api/exports.js').Job} Job */

const states = new Map([
  ['QUEUED', 'Queued'], ['IN_PROGRESS', 'In progress'], ['SUCCESSFUL', 'Ready'], ['FAILED', 'Failed'], ['CANCELED', 'Cancelled'],
  ['EXPIRED', 'Expired'],
]);
const formats = new Map([['JSONL', 'JSON Lines']]);

/** @param {string} state */
export function stateWord(state) {
  return states.get(state) ?? state;
}

/**
 * A report's title, which follows from its name: `recipe-runs` is `Recipe runs`.
 * @param {string} name
 */
export function reportWord(name) {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
}

/** @param {string} name */
export function formatWord(name) {
  return formats.get(name) ?? name;
}

/**
 * `Audit logs, CEF`.
 * @param {Pick<Job, 'report'|'format'>} job
 */
export function exportTitle(job) {
  return `${reportWord(job.report)}, ${formatWord(job.format)}`;
}

/**
 * How far an export is: `1,200 rows, 43 %`.
 * @param {Pick<Job, 'state'|'rows'|'percent'>} job
 */
export function progressText({ state, rows, percent }) {
  if (state === 'QUEUED') return 'Waiting to start';
  return percent === null ? countOf(rows, 'row') : `${countOf(rows, 'row')}, ${Math.round(percent)} %`;
}

/**
 * The days that an export covers, both included: `2026-01-02 to 2026-01-18`. The instant `until` itself is not covered.
 * @param {Pick<Job, 'since'|'until'>} job
 */
export function rangeText({ since, until }) {
  const from = since && new Date(since).getUTCFullYear() > 1970 ? dayText(since) : null;
  const to = until ? dayText(Date.parse(until) - 1) : null;
  if (to === null) return from === null ? 'all time' : `since ${from}`;
  return from === null ? `up to ${to}` : `${from} to ${to}`;
}
