import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeText } from '../../admin/insights/kpis.js';

test('a number stands beside that of as many days before', () => {
  assert.equal(changeText(112, 100, 'recipeRuns', 90), '▲ 12 % against 100 in the 90 days before');
  assert.equal(changeText(1000, 1002, 'commits', 1), '▼ 0.2 % against 1,002 in the 1 day before');
  assert.equal(changeText(7, 7, 'users', 30), 'Unchanged: 7 in the 30 days before');
  assert.equal(changeText(7, 0, 'users', 30), 'None in the 30 days before');
  assert.equal(changeText(0, 5, 'failures', 30), '▼ 100 % against 5 in the 30 days before');
});

test('a rate changes by points', () => {
  assert.equal(changeText(0.8, 0.75, 'completionRate', 7), '▲ 5 points against 75 % in the 7 days before');
  assert.equal(changeText(undefined, 0.75, 'completionRate', 7), '75 % in the 7 days before');
  assert.equal(changeText(0.5, undefined, 'completionRate', 7), 'None in the 7 days before');
});
