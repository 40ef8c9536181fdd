import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PagedRows } from '../../admin/table/paged-rows.js';

const settled = () => new Promise(resolve => setImmediate(resolve));

/** A log of so many rows, which answers as the API does; `fault` may throw in place of an answer. */
class Log {
  asked = [];
  fault = () => {};

  constructor(count) {
    this.count = count;
  }

  /** At most so many rows an answer. */
  most = Infinity;

  load = async ({ first, after }, signal) => {
    this.asked.push(after);
    await settled();
    signal.throwIfAborted();
    this.fault(after);
    const start = Number(after ?? 0);
    const end = Math.min(this.count, start + Math.min(first, this.most));
    const rows = Array.from({ length: end - start }, (_, index) => start + index);
    return { rows, cursor: end < this.count ? String(end) : null, hasMore: end < this.count, searchedBackTo: null };
  };
}

/** Rows as a table has them: whenever something changes, it wants what is in sight. */
function tableOf(log) {
  const table = { sight: [0, 20], changes: 0, rows: null };
  table.rows = new PagedRows(log.load, () => {
    table.changes += 1;
    setImmediate(() => table.rows.want(...table.sight));
  });
  table.scrollTo = async first => {
    table.sight = [first, first + 20];
    table.rows.want(...table.sight);
    for (let turn = 0; turn < 50; turn++) await settled();
  };
  return table;
}

test('every row is there once and in its place, however the reader scrolls', async () => {
  const log = new Log(1234);
  const { rows, scrollTo } = tableOf(log);
  await rows.loadFirst();
  assert.equal(rows.length, 200);
  for (let first = 0; first < 1234; first += 90) await scrollTo(first);
  assert.equal(rows.length, 1234);
  assert.equal(rows.hasMore, false);
  for (let index = 0; index < 1234; index++) assert.equal(rows.at(index), index);
  assert.equal(rows.at(1234), undefined);
  assert.equal(rows.at(-1), undefined);
  assert.equal(new Set(log.asked).size, log.asked.length);
});

test('memory is bounded, and rows that were let go come back the same', async () => {
  const { rows, scrollTo } = tableOf(new Log(10_000));
  await rows.loadFirst();
  let held = 0;
  for (let first = 0; first < 10_000; first += 150) {
    await scrollTo(first);
    held = Math.max(held, rows.heldCount);
  }

  assert.equal(rows.length, 10_000);
  assert.ok(held <= 4000 + 200, String(held));
  assert.equal(rows.at(0), undefined);
  await scrollTo(0);
  for (let index = 0; index < 20; index++) assert.equal(rows.at(index), index);
  await scrollTo(9_970);
  assert.equal(rows.at(9_999), 9_999);
  assert.ok(rows.heldCount <= 4000);
});

test('a page that comes back in several answers is put together', async () => {
  const log = new Log(6000);
  const { rows, scrollTo } = tableOf(log);
  await rows.loadFirst();
  for (let first = 0; first < 6000; first += 150) await scrollTo(first);
  assert.equal(rows.at(0), undefined);
  log.most = 7;
  await scrollTo(0);
  for (let index = 0; index < 200; index++) assert.equal(rows.at(index), index);
});

test('a search that finds nothing pauses after ten answers and goes on when it is told', async () => {
  let answers = 0;
  const rows = new PagedRows(async () => {
    answers += 1;
    const found = answers === 15 ? ['found'] : [];
    return { rows: found, cursor: String(answers), hasMore: answers < 20, searchedBackTo: `2026-01-${30 - answers}` };
  }, () => {});
  await rows.loadFirst();
  assert.deepEqual([answers, rows.isPaused, rows.length, rows.searchedBackTo], [10, true, 0, '2026-01-20']);
  rows.want(0, 0);
  await settled();
  assert.equal(answers, 10);
  rows.goOn();
  await settled();
  assert.deepEqual([answers, rows.isPaused, rows.at(0)], [15, false, 'found']);
});

test('a failure stops the asking until the reader tries again; no row is lost or doubled', async () => {
  const log = new Log(450);
  const { rows, scrollTo } = tableOf(log);
  await rows.loadFirst();
  log.fault = () => { throw new Error('The API does not answer.'); };
  await scrollTo(180);
  assert.equal(rows.problem.message, 'The API does not answer.');
  assert.equal(log.asked.length, 2);
  log.fault = () => {};
  await scrollTo(190);
  assert.equal(log.asked.length, 2);
  rows.goOn();
  await scrollTo(180);
  await scrollTo(430);
  assert.equal(rows.problem, null);
  assert.deepEqual(Array.from({ length: rows.length }, (_, index) => rows.at(index)), Array.from({ length: 450 }, (_, index) => index));
});

test('a failed reload of old rows is tried again, and adds nothing at the end', async () => {
  const log = new Log(5000);
  const { rows, scrollTo } = tableOf(log);
  await rows.loadFirst();
  for (let first = 0; first < 5000; first += 150) await scrollTo(first);
  assert.equal(rows.hasMore, false);
  log.fault = after => { if (after === undefined) throw new Error('Gone for a moment.'); };
  await scrollTo(0);
  assert.equal(rows.problem.message, 'Gone for a moment.');
  assert.equal(rows.at(0), undefined);
  log.fault = () => {};
  rows.goOn();
  await scrollTo(0);
  assert.deepEqual([rows.at(0), rows.at(20), rows.length, rows.problem], [0, 20, 5000, null]);
});

test('a failed first page is asked for again', async () => {
  const log = new Log(3);
  log.fault = () => { throw 'not even an error'; };
  const rows = new PagedRows(log.load, () => {});
  await rows.loadFirst();
  assert.equal(rows.problem.message, 'not even an error');
  log.fault = () => {};
  rows.goOn();
  await settled();
  await settled();
  assert.deepEqual([rows.length, rows.hasMore], [3, false]);
});

test('after a stop nothing changes any more, even when an answer was on its way', async () => {
  let changes = 0;
  let give;
  const rows = new PagedRows(() => new Promise(resolve => { give = resolve; }), () => { changes += 1; });
  const first = rows.loadFirst();
  const before = changes;
  rows.stop();
  give({ rows: [1], cursor: null, hasMore: false, searchedBackTo: null });
  await first;
  assert.deepEqual([changes, rows.length, rows.problem], [before, 0, null]);
});
