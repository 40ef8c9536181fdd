import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageOf } from '../../admin/app/pages.js';

for (const [path, title] of [
  ['/admin', 'Insights'], ['/admin/', 'Insights'], ['/admin/insights', 'Insights'],
  ['/admin/reports', 'Reports'], ['/admin/audit-logs', 'Audit logs'],
  ['/admin/audit-logs///', 'Audit logs'], ['/admin/schedules', 'Schedules'], ['/admin/nothing', 'Not found'],
  ['/admin/reports/x', 'Not found'],
  ['/ADMIN/REPORTS', 'Not found'], ['/admin/constructor', 'Not found'], ['/', 'Not found'],
]) {
  test(`${path} is the page ${title}`, () => assert.equal(pageOf(path).title, title));
}

test('every page, the unknown one too, loads a function that shows it', async () => {
  for (const path of ['/admin/reports', '/admin/audit-logs', '/admin/schedules', '/nothing']) {
    assert.equal(typeof (await pageOf(path).load()).show, 'function', path);
  }
});
