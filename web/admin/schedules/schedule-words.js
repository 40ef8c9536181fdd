import { exportTitle } from '../exports/export-words.js';
import { countOf } from '../text/numbers.js';

const states = { SUCCESSFUL: 'Delivered', FAILED: 'Failed', SKIPPED: 'Skipped' };

/** What the windows of a schedule run over, by its name in the API. */
export const overWords = {
  changedAt: 'What was written or changed since the last file',
  eventTime: 'What happened since the last file',
};

export function resultWord(state) {
  return states[state] ?? state;
}

/** What a schedule exports: `Audit logs, CSV, gzip; outcome: Failed`. */
export function contentWords(schedule) {
  const filters = Object.entries(schedule.filters ?? {}).map(([name, values]) => `${name}: ${values.join(' or ')}`);
  const columns = schedule.columns?.length > 0 ? [countOf(schedule.columns.length, 'column')] : [];
  const plain = [exportTitle(schedule), ...(schedule.compression === 'gzip' ? ['gzip'] : [])].join(', ');
  return [plain, ...columns, ...filters].join('; ');
}

/** Which rows a file holds: `changed rows, up to 5 minutes before the run`. */
export function windowWords({ over, lagMinutes }) {
  return `${over === 'eventTime' ? 'new' : 'new and changed'} rows, up to ${countOf(lagMinutes, 'minute')} before the run`;
}

const zoned = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' };

/** An instant in a schedule's own zone: `Mon, 30 Nov 2026, 02:00`. */
export function zonedText(instant, timeZone) {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...zoned, timeZone }).format(new Date(instant));
  } catch (error) {
    // The server's list of zones can be newer than the browser's.
    if (error instanceof RangeError) return '';
    throw error;
  }
}
