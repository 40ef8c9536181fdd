import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvText } from '../../admin/text/csv.js';

const cell = text => csvText([[text]]).slice(1, -2);

test('cells are separated and quoted as RFC 4180 wants it', () => {
  assert.equal(csvText([['a', 'b "c"'], [1, null]]), '\ufeffa,"b ""c"""\r\n1,\r\n');
  assert.equal(cell('Research, Europe'), '"Research, Europe"');
});

test('no text is a formula, wherever a spreadsheet might begin a cell', () => {
  assert.equal(cell('=HYPERLINK("http://x")'), '"\'=HYPERLINK(""http://x"")"');
  for (const sign of '=+-@\uff1d\uff0b\u2212') assert.equal(cell(`${sign}1`), `'${sign}1`);
  assert.equal(cell(' \u200b"=1'), '"\' \u200b""=1"');
  assert.equal(cell('a;=1|+2\t-3'), '"a;\'=1|\'+2\t\'-3"');
  assert.equal(cell('a\r\n=1'), '"a\r\n\'=1"');
  assert.equal(cell('\t=1'), '"\'\t\'=1"');
  assert.equal(cell('a-b@c'), 'a-b@c');
});

test('numbers stay numbers', () => assert.equal(cell(-5), '-5'));

test('a long text takes no more time for each character than a short one', () => {
  assert.equal(cell('\t'.repeat(200_000)).length, 200_003);
  assert.equal(cell(';\u200b'.repeat(100_000)).length, 200_002);
});
