import { exportTitle } from '../exports/export-words.js';
import { countOf } from '../text/numbers.js';

/** @typedef {import('../api/schedules.js').Schedule} Schedule */

const states = new Map([['SUCCESSFUL', 'Delivered'], ['FAILED', 'Failed'], ['SKIPPED', 'Skipped']]);

/** What the windows of a schedule run over, by its name in the API. */
export const overWords = {
  changedAt: 'What was written or changed since the last file',
  eventTime: 'What happened since the last file',
};

/** @param {string} state */
export function resultWord(state) {
  return states.get(state) ?? state;
}

/**
 * What a schedule exports: `Audit logs, CSV, gzip; outcome: Failed`.
 * @param {Pick<Schedule, 'report'|'format'|'compression'|'columns'|'filters'>} schedule
 */
export function contentWords(schedule) {
  const filters = Object.entries(schedule.filters ?? {}).map(([name, values]) => `${name}: ${values.join(' or ')}`);
  const columns = schedule.columns?.length ? [countOf(schedule.columns.length, 'column')] : [];
  const plain = [exportTitle(schedule), ...(schedule.compression === 'gzip' ? ['gzip'] : [])].join(', ');
  return [plain, ...columns, ...filters].join('; ');
}

/**
 * Which rows a file holds: `new and changed rows, up to 5 minutes before the run`.
 * @param {Pick<Schedule, 'over'|'lagMinutes'>} schedule
 */
export function windowWords({ over, lagMinutes }) {
  return `${over === 'eventTime' ? 'new' : 'new and changed'} rows, up to ${countOf(lagMinutes, 'minute')} before the run`;
}

/** @type {Intl.DateTimeFormatOptions} */
const zoned = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' };

/**
 * An instant in a schedule's own zone: `Mon, 30 Nov 2026, 02:00`.
 * @param {string} instant
 * @param {string} timeZone
 */
export function zonedText(instant, timeZone) {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...zoned, timeZone }).format(new Date(instant));
  } catch (error) {
    // The server's list of zones can be newer than the browser's.
    if (error instanceof RangeError) return '';
    throw error;
  }
}
