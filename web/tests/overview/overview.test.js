import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spanText, withoutEmptyBeginning } from '../../admin/overview/overview.js';

/** Weeks from Monday 2025-12-01 on, with so many runs each. */
const weeksOf = (...counts) => counts.map((runs, index) => {
  const week = new Date(Date.UTC(2025, 11, 1 + 7 * index)).toISOString().slice(0, 10);
  return { week, runs, failedRuns: 0, commits: 0, minutesSaved: 0, failures: 0 };
});

test('weeks before anything happened are left out, but eight are always shown', () => {
  const empty = Array.from({ length: 10 }, () => 0);
  assert.equal(withoutEmptyBeginning(weeksOf(...empty, 5, 0, 0, 0, 0, 0, 0, 0, 0, 1)).length, 10);
  assert.equal(withoutEmptyBeginning(weeksOf(...empty, 5)).length, 8);
  assert.equal(withoutEmptyBeginning(weeksOf(0, 0, 3)).length, 3);
  assert.equal(withoutEmptyBeginning(weeksOf(1, ...empty)).length, 11);
  assert.equal(withoutEmptyBeginning(weeksOf(...empty, 0)).length, 11);
});

test('a week with failures only has not been empty', () => {
  const weeks = weeksOf(...Array.from({ length: 12 }, () => 0));
  weeks[2].failures = 1;
  assert.equal(withoutEmptyBeginning(weeks).length, 10);
});

test('the span goes from the first Monday to the last Sunday, over a year’s end', () => {
  assert.equal(spanText(weeksOf(1, 1, 1, 1, 1)), '1 Dec 2025 to 4 Jan 2026');
});
