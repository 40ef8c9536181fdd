import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commonCrons, cronWords } from '../../admin/schedules/cron-words.js';

for (const [cron, expected] of [
  ['* * * * *', 'every minute'], ['*/1 * * * *', 'every minute'], ['*/15 * * * *', 'every 15 minutes'], ['0 * * * *', 'every hour'],
  ['05 * * * *', 'every hour at minute 5'], ['0 */6 * * *', 'every 6 hours'], ['30 */12 * * *', 'every 12 hours at minute 30'],
  ['0 */1 * * *', 'every hour'], ['0 2 * * *', 'every day at 02:00'], ['30 6 * * 1-5', 'Monday to Friday at 06:30'],
  ['0 2 * * 1', 'every Monday at 02:00'], ['0 2 * * 0', 'every Sunday at 02:00'], ['0 2 * * 7', 'every Sunday at 02:00'],
  ['0 2 * * 0,7', 'every Sunday at 02:00'], ['59 23 * * 1,3,5', 'every Monday, Wednesday and Friday at 23:59'],
  ['0 2 * * 6-7', 'Saturday to Sunday at 02:00'], ['0 2 1 * *', 'on day 1 of each month at 02:00'], 
  ['0 0 31 * *', 'on day 31 of each month at 00:00'],
  ['  0\t2   * *  * ', 'every day at 02:00'],
]) {
  test(`${JSON.stringify(cron)} is ${expected}`, () => assert.equal(cronWords(cron), expected));
}

for (const cron of [
  '', '0 2 * *', '0 2 * * * *', '60 2 * * *', '0 24 * * *', '0 2 0 * *', '0 2 32 * *', '0 2 * 1 *', '0 2 1 * 1', '0 2 * * 8', '0 2 * * 0-7',
  '0 2 * * 1-1', '*/7 * * * *', '*/0 * * * *', '0 */5 * * *', '*/15 2 * * *', '* 2 * * *', '1,2 2 * * *', '0 2 * * MON', '@daily',
  '0 2 L * *', '<script> 2 * * *', '-1 2 * * *', '１ 2 * * *',
]) {
  test(`${JSON.stringify(cron)} is no plain kind and stays as it is`, () => assert.equal(cronWords(cron), cron));
}

test('the ready-made times say what their expressions mean', () => {
  for (const [cron, label] of commonCrons) {
    const words = cronWords(cron).replace('on day 1 of', 'on the first of');
    assert.equal(label.toLowerCase(), words.toLowerCase());
  }
});
