import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusText } from '../../admin/audit-logs/table-status.js';

const rows = { length: 0, hasMore: false, isPaused: false, problem: null, searchedBackTo: null };
for (const [state, expected] of [
  [{}, 'No events match.'],
  [{ length: 1 }, '1 event.'],
  [{ length: 12_345 }, '12,345 events.'],
  [{ length: 200, hasMore: true }, '200 events so far; scroll for more.'],
  [{ hasMore: true }, 'Searching…'],
  [{ hasMore: true, searchedBackTo: '2026-01-02T23:59:59Z' }, 'Searching, searched back to 2026-01-02…'],
  [{ hasMore: true, isPaused: true, searchedBackTo: '2026-01-02T03:04:05Z' }, 'Nothing found yet, searched back to 2026-01-02.'],
  [{ length: 3, hasMore: true, isPaused: true, searchedBackTo: '2026-01-02T03:04:05Z' }, '3 events, searched back to 2026-01-02.'],
  [{ length: 3, hasMore: true, problem: new Error('The API does not answer.') }, 'The API does not answer.'],
]) {
  test(`the status of ${JSON.stringify(state)} is "${expected}"`, () => assert.equal(statusText({ ...rows, ...state }), expected));
}
