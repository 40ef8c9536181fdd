import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWish } from '../../admin/reports/report-wish.js';

test('an address asks for a report with range and filters', () => {
  assert.deepEqual(readWish('?report=usage&from=2026-01-01&to=2026-03-31&organization=R%26D&recipe=a&recipe=b&user='), {
    report: 'usage', range: { from: '2026-01-01', to: '2026-03-31' }, filters: { organization: ['R&D'], recipe: ['a', 'b'] },
  });
});

test('an address without a wish asks for nothing', () =>
  assert.deepEqual(readWish('?from=2026-02-30'), { report: null, range: {}, filters: {} }));
