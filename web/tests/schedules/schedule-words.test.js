import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentWords, resultWord, windowWords, zonedText } from '../../admin/schedules/schedule-words.js';

for (const [instant, timeZone, expected] of [
  ['2026-11-30T01:00:00Z', 'Europe/Berlin', 'Mon, 30 Nov 2026, 02:00'],
  ['2026-07-06T00:00:00Z', 'Europe/Berlin', 'Mon, 6 Jul 2026, 02:00'],
  // The clock goes from 02:00 to 03:00: a run at 02:00 does not come; the next instant is 03:00.
  ['2026-03-29T01:00:00Z', 'Europe/Berlin', 'Sun, 29 Mar 2026, 03:00'],
  ['2026-01-01T00:00:00Z', 'UTC', 'Thu, 1 Jan 2026, 00:00'],
  ['2026-01-01T00:00:00Z', 'Pacific/Honolulu', 'Wed, 31 Dec 2025, 14:00'],
  ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', 'Thu, 1 Jan 2026, 05:45'],
]) {
  test(`${instant} in ${timeZone} is ${expected}`, () => assert.equal(zonedText(instant, timeZone), expected));
}

test('a zone that the browser does not know yet is left out', () => {
  assert.equal(zonedText('2026-01-01T00:00:00Z', 'Europe/Atlantis'), '');
  assert.equal(zonedText('2026-01-01T00:00:00Z', '<script>'), '');
});

test('what a schedule exports is said with all that narrows it', () => {
  const schedule = { report: 'audit-logs', format: 'CSV' };
  assert.equal(contentWords(schedule), 'Audit logs, CSV');
  assert.equal(contentWords({ ...schedule, compression: 'none', columns: [], filters: {} }), 'Audit logs, CSV');
  const filters = { outcome: ['Failed', 'Started'], user: ['ada'] };
  assert.equal(contentWords({ ...schedule, compression: 'gzip', columns: ['outcome', 'userId'], filters }),
    'Audit logs, CSV, gzip; 2 columns; outcome: Failed or Started; user: ada');
});

test('the window of a file is said with its lag', () => {
  assert.equal(windowWords({ over: 'changedAt', lagMinutes: 5 }), 'new and changed rows, up to 5 minutes before the run');
  assert.equal(windowWords({ over: 'eventTime', lagMinutes: 1 }), 'new rows, up to 1 minute before the run');
  assert.equal(resultWord('SKIPPED'), 'Skipped');
  assert.equal(resultWord('valueOf'), 'valueOf');
});
