import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportTitle, progressText, rangeText, stateWord } from '../../admin/exports/export-words.js';

for (const [since, until, expected] of [
  [null, null, 'all time'],
  ['1970-01-01T00:00:00Z', null, 'all time'],
  ['2026-01-02T00:00:00Z', null, 'since 2026-01-02'],
  // The instant at which a range ends is not in it: a range of days ends at the midnight after its last day.
  ['2026-01-02T00:00:00Z', '2026-01-19T00:00:00Z', '2026-01-02 to 2026-01-18'],
  ['2026-01-02T00:00:00Z', '2026-01-19T00:00:00.001Z', '2026-01-02 to 2026-01-19'],
  ['1970-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'up to 2025-12-31'],
  ['2026-01-02T23:00:00-05:00', '2026-01-03T12:00:00Z', '2026-01-03 to 2026-01-03'],
]) {
  test(`an export from ${since} until ${until} covers ${expected}`, () => assert.equal(rangeText({ since, until }), expected));
}

test('progress is said in rows and per cent, as far as it is known', () => {
  assert.equal(progressText({ state: 'QUEUED', rows: 0, percent: null }), 'Waiting to start');
  assert.equal(progressText({ state: 'IN_PROGRESS', rows: 1200, percent: 42.6 }), '1,200 rows, 43 %');
  assert.equal(progressText({ state: 'IN_PROGRESS', rows: 1, percent: 0 }), '1 row, 0 %');
  assert.equal(progressText({ state: 'IN_PROGRESS', rows: 7, percent: null }), '7 rows');
});

test('what the pages do not know yet is shown under the name of the API', () => {
  assert.equal(exportTitle({ report: 'audit-logs', format: 'JSONL' }), 'Audit logs, JSON Lines');
  assert.equal(exportTitle({ report: 'logins', format: 'PARQUET' }), 'Logins, PARQUET');
  assert.equal(exportTitle({ report: 'constructor', format: '__proto__' }), 'Constructor, __proto__');
  assert.equal(stateWord('CANCELED'), 'Cancelled');
  assert.equal(stateWord('toString'), 'toString');
});
