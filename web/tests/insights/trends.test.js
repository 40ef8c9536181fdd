import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trendData, trends } from '../../admin/insights/trends.js';

const metrics = {
  since: '2026-02-27', until: '2026-03-04', interval: 'week', periods: ['2026-02-27', '2026-03-02'],
  measures: [{ name: 'recipes', title: 'Recipes', definition: '' }],
  series: [
    { recipes: 3, users: 1, commitsByState: { FAILED: 1, COMPLETED: 2 } },
    { recipes: 4, users: 2, commitsByState: { NO_CHANGES: 5 } },
  ],
};
const trend = name => trends.find(one => one.name === name);

test('each state that occurs is a series, completed ones first', () => {
  const { series, labels, axis } = trendData(trend('commits-by-state'), metrics, {});
  assert.deepEqual(series, [
    { name: 'Completed', values: [2, 0] }, { name: 'No changes', values: [0, 5] }, { name: 'Failed', values: [1, 0] },
  ]);
  assert.deepEqual([labels, axis], [['27 Feb', '2 Mar'], 'Week from']);
});

test('a point leads to its rows, with the filters of the page', () => {
  const { series, links } = trendData(trend('recipes-and-users'), metrics, { user: ['ada'] });
  assert.deepEqual(series, [{ name: 'Recipes', values: [3, 4] }, { name: 'users', values: [1, 2] }]);
  assert.equal(links[1], '/admin/reports?report=recipe-runs&from=2026-03-02&to=2026-03-03&user=ada');
});
