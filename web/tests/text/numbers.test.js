import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOf, countText, sizeText } from '../../admin/text/numbers.js';

test('counts have commas and their noun agrees', () => {
  assert.equal(countText(14_237), '14,237');
  assert.equal(countOf(0, 'row'), '0 rows');
  assert.equal(countOf(1, 'row'), '1 row');
  assert.equal(countOf(1_000_000, 'event'), '1,000,000 events');
});

for (const [bytes, expected] of [
  [0, '0 bytes'], [1, '1 byte'], [999, '999 bytes'], [1000, '1.0 KB'], [1_536_000, '1.5 MB'], [9_949, '9.9 KB'], [9_950, '10 KB'],
  [10_000, '10 KB'], [999_499, '999 KB'], [999_500, '1.0 MB'], [999_999, '1.0 MB'], [5e9, '5.0 GB'], [2e12, '2.0 TB'], [3e15, '3000 TB'],
]) {
  test(`${bytes} bytes are shown as ${expected}`, () => assert.equal(sizeText(bytes), expected));
}
