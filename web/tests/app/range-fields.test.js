import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantsOf, isDay, isLastDays } from '../../admin/app/range-fields.js';

const now = Date.parse('2026-03-01T12:34:56.789Z');

test('the last days count back from now, to the millisecond', () => {
  assert.deepEqual(instantsOf({ last: '7d' }, now), { since: '2026-02-22T12:34:56.789Z' });
  assert.deepEqual(instantsOf({ last: '365d' }, now), { since: '2025-03-01T12:34:56.789Z' });
});

test('days are whole UTC days, the last one included', () => {
  assert.deepEqual(instantsOf({ from: '2026-02-28', to: '2026-02-28' }, now),
    { since: '2026-02-28T00:00:00.000Z', until: '2026-03-01T00:00:00.000Z' });
  assert.deepEqual(instantsOf({ from: '2024-02-29' }, now), { since: '2024-02-29T00:00:00.000Z', until: undefined });
  assert.deepEqual(instantsOf({ to: '2025-12-31' }, now), { since: undefined, until: '2026-01-01T00:00:00.000Z' });
});

test('a day whose local clock is turned is 24 hours of UTC', () => {
  const { since, until } = instantsOf({ from: '2026-03-29', to: '2026-03-29' }, now);
  assert.equal(Date.parse(until) - Date.parse(since), 86_400_000);
});

test('no range, or one that is none, asks for all time', () => {
  const ranges = [{}, { last: '' }, { last: 'd' }, { last: '-7d' }, { last: '7days' }, { last: '12345d' }, { from: '2026-02-29', to: 'x' }];
  for (const range of ranges) {
    assert.deepEqual(Object.values(instantsOf(range, now)).filter(Boolean), [], JSON.stringify(range));
  }
});

test('a day is one of the calendar', () => {
  for (const day of ['2026-01-01', '2024-02-29', '1970-01-01', '9999-12-31']) assert.ok(isDay(day), day);
  for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '26-01-01', '2026-1-1', '2026-01-01T00:00', '٢٠٢٦-٠١-٠١']) {
    assert.ok(!isDay(text), text);
  }

  for (const text of ['', null, undefined]) assert.ok(!isDay(text), String(text));

  assert.ok(isLastDays('30d'));
  assert.ok(!isLastDays('30d\n'));
});
