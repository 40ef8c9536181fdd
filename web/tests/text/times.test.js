import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { dateText, dayText, relativeText, shortDateText, utcText } from '../../admin/text/times.js';

const now = Date.parse('2026-03-29T01:30:00Z');
const zone = process.env.TZ;
after(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

for (const [instant, expected] of [
  ['2026-03-29T01:30:00Z', 'just now'], ['2026-03-29T01:29:01Z', 'just now'], ['2026-03-29T01:30:59Z', 'in a moment'],
  ['2026-03-29T01:29:00Z', '1 minute ago'], ['2026-03-29T01:31:00Z', 'in 1 minute'], ['2026-03-29T00:30:01Z', '59 minutes ago'],
  ['2026-03-28T22:30:00Z', '3 hours ago'], ['2026-03-28T01:30:00Z', '1 day ago'], ['2026-03-22T01:30:01Z', '6 days ago'],
  ['2026-03-15T01:30:00Z', '2 weeks ago'], ['2026-01-29T01:30:00Z', '1 month ago'], ['2024-03-29T01:30:00Z', '1 year ago'],
  ['2016-01-01T00:00:00Z', '10 years ago'], ['2026-04-05T01:30:00Z', 'in 1 week'],
]) {
  test(`${instant} is ${expected}`, () => assert.equal(relativeText(instant, now), expected));
}

// 23:00 of the day before yesterday is 47 hours ago: "yesterday" would be wrong.
test('a time two calendar days back is not called yesterday', () => {
  assert.equal(relativeText('2026-03-27T02:30:00Z', now), '1 day ago');
});

test('exact times and days are UTC, whatever offset they come with', () => {
  assert.equal(utcText('2026-01-28T08:46:57.012Z'), '2026-01-28 08:46:57.012 UTC');
  assert.equal(utcText('2026-01-28T23:30:00-05:00'), '2026-01-29 04:30:00.000 UTC');
  assert.equal(dayText('2026-01-28T23:30:00-05:00'), '2026-01-29');
  assert.equal(dateText('2026-01-28T23:30:00-05:00'), '29 Jan 2026');
  assert.equal(shortDateText('2026-12-31T23:59:59.999Z'), '31 Dec');
});

for (const [timeZone, instant, expected] of [
  ['Asia/Tokyo', '2026-01-28T20:00:00Z', '29 Jan 2026, 05:00:00'],
  ['America/St_Johns', '2026-01-28T02:00:00Z', '27 Jan 2026, 22:30:00'],
  ['Pacific/Kiritimati', '2025-12-31T10:00:00Z', '1 Jan 2026, 00:00:00'],
  // The hour that does not exist, and the one that comes twice.
  ['Europe/Berlin', '2026-03-29T01:00:00Z', '29 Mar 2026, 03:00:00'],
  ['Europe/Berlin', '2026-10-25T00:30:00Z', '25 Oct 2026, 02:30:00'],
  ['Europe/Berlin', '2026-10-25T01:30:00Z', '25 Oct 2026, 02:30:00'],
]) {
  test(`a reader in ${timeZone} sees ${instant} as ${expected}, and the same UTC day`, async () => {
    process.env.TZ = timeZone;
    // The module takes the reader's zone when it is loaded.
    const times = await import(`../../admin/text/times.js?zone=${timeZone}`);
    assert.equal(times.localText(instant), expected);
    assert.equal(times.dayText(instant), instant.slice(0, 10));
    assert.equal(times.utcText(instant), `${instant.slice(0, 10)} ${instant.slice(11, 19)}.000 UTC`);
  });
}
