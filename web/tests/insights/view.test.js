import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysOf, spansOf, usualInterval } from '../../admin/insights/periods.js';
import { queryOf, readView, rowsAddress, writeView } from '../../admin/insights/view.js';

const plain = { period: { window: '90d' }, interval: '', filters: {}, sorts: {} };
const now = Date.parse('2026-05-20T23:30:00Z');

test('an address gives back the view that wrote it', () => {
  for (const view of [
    plain,
    { period: { window: 'last-quarter' }, interval: 'week', filters: { organization: 'R&D "Blue"' }, sorts: { people: 'hoursSaved' } },
    { period: { window: 'dates', from: '2026-01-02', to: '2026-01-18' }, interval: '', filters: { recipe: '*.security.*' }, sorts: {} },
    { period: { window: 'dates', to: '2026-01-18' }, interval: 'month', filters: { user: '<script>\u202E=1+1&a=b#c' }, sorts: {} },
  ]) {
    assert.deepEqual(readView(writeView(view)), view);
    assert.equal(writeView(readView(writeView(view))), writeView(view));
  }

  assert.equal(writeView(plain), '');
});

test('what an address holds and the page does not understand is left out', () => {
  assert.deepEqual(readView('?range=for-ever&by=year&from=2026-02-30&recipesBy=__proto__&organization=%20&colour=red'), plain);
  assert.deepEqual(readView('?range=dates'), plain);
});

test('windows that are not over end with today, the others with their own last day', () => {
  const expected = {
    '7d': ['2026-05-14', '2026-05-21'], '90d': ['2026-02-20', '2026-05-21'], 'this-month': ['2026-05-01', '2026-05-21'],
    'last-month': ['2026-04-01', '2026-05-01'], 'this-quarter': ['2026-04-01', '2026-05-21'], 'last-quarter': ['2026-01-01', '2026-04-01'],
    'this-year': ['2026-01-01', '2026-05-21'],
  };
  for (const [window, [since, until]] of Object.entries(expected)) assert.deepEqual(daysOf({ window }, now), { since, until });
  assert.deepEqual(daysOf({ window: 'last-quarter' }, Date.parse('2026-01-01T00:00:00Z')), { since: '2025-10-01', until: '2026-01-01' });
  assert.deepEqual(daysOf({ window: 'last-month' }, Date.parse('2026-01-31T12:00:00Z')), { since: '2025-12-01', until: '2026-01-01' });
  assert.deepEqual(daysOf({ window: 'dates', from: '2026-01-02', to: '2026-01-18' }, now), { since: '2026-01-02', until: '2026-01-19' });
  assert.deepEqual(daysOf({ window: 'dates', from: '2026-05-01' }, now), { since: '2026-05-01', until: '2026-05-21' });
});

test('a step suits the window unless the view names one', () => {
  assert.equal(usualInterval({ since: '2026-05-01', until: '2026-06-01' }), 'day');
  assert.equal(queryOf(readView(''), now).interval, 'week');
  assert.equal(queryOf(readView('?by=month'), now).interval, 'month');
  assert.equal(usualInterval({ since: '2025-05-01', until: '2026-05-01' }), 'month');
});

test('periods end where the next one begins', () => {
  assert.deepEqual(spansOf(['2026-02-27', '2026-03-02'], '2026-03-04'),
    [{ from: '2026-02-27', to: '2026-03-01' }, { from: '2026-03-02', to: '2026-03-03' }]);
});

test('the rows behind a number are asked for by what the reports can filter by', () => {
  const span = { from: '2026-01-01', to: '2026-03-31' };
  assert.equal(rowsAddress('usage', span, { organization: 'R&D', recipe: ['a', 'b'] }),
    '/admin/reports?report=usage&from=2026-01-01&to=2026-03-31&organization=R%26D&recipe=a&recipe=b');
  assert.equal(rowsAddress('usage', span, { recipe: '*.security.*' }), null);
  assert.equal(rowsAddress('usage', span, { organization: null }), null);
});
