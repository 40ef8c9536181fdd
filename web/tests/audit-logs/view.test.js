import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columns, readHidden, shownColumns } from '../../admin/audit-logs/columns.js';
import { queryOf, readView, writeView } from '../../admin/audit-logs/view.js';

const plain = { range: {}, filters: {}, hidden: [], time: 'relative' };

test('an address gives back the view that wrote it', () => {
  for (const view of [
    plain,
    { range: { last: '7d' }, filters: { user: 'ada@example.com', outcome: 'Failed' }, hidden: ['target', 'time'], time: 'utc' },
    { range: { from: '2026-01-02', to: '2026-01-18' }, filters: { text: 'a&b=c#d+e %20?ü😀\u202E<script>' }, hidden: [], time: 'local' },
    { range: { from: '2026-01-02' }, filters: { action: 'a.b', actionType: 'Create', target: 'x,y' }, hidden: ['user'], time: 'utc' },
  ]) {
    assert.deepEqual(readView(writeView(view)), view);
    assert.equal(writeView(readView(writeView(view))), writeView(view));
  }
});

test('the plain view needs no query', () => assert.equal(writeView(plain), ''));

test('what an address holds and the page does not understand is left out', () => {
  assert.deepEqual(readView('?last=forever&from=2026-02-30&to=tomorrow&time=martian&hide=__proto__,constructor&colour=red&user='), plain);
  assert.deepEqual(readView('?user=a&user=b').filters, { user: 'a' });
  assert.deepEqual(readView('?last=7d&from=2026-01-01').range, { last: '7d' });
  assert.deepEqual(readView('?%E0%A4%A').filters, {});
});

test('at least one column is shown, whatever an address hides', () => {
  const all = columns.map(column => column.name);
  assert.deepEqual(readHidden(all.join(',')), []);
  assert.deepEqual(readHidden([...all, 'user', 'nothing'].join(',')), []);
  assert.deepEqual(readHidden(`${all.slice(1).join(',')},${all[1]}`), all.slice(1));
  assert.deepEqual(readHidden(null), []);
});

test('shown columns are in the order of the table, and wider for exact times', () => {
  const names = shownColumns({ hidden: ['description', 'user'], time: 'relative' }).map(column => column.name);
  assert.deepEqual(names, columns.map(column => column.name).filter(name => name !== 'description' && name !== 'user'));
  const timeWidth = time => shownColumns({ hidden: [], time }).find(column => column.name === 'time').width;
  assert.equal(timeWidth('utc'), timeWidth('local'));
  assert.notEqual(timeWidth('utc'), timeWidth('relative'));
});

test('the API is asked for instants that stay the same while the table is scrolled', () => {
  const now = Date.parse('2026-03-01T00:00:00Z');
  assert.deepEqual(queryOf(readView('?last=30d&user=ada'), now), { filters: { user: 'ada' }, since: '2026-01-30T00:00:00.000Z' });
});
