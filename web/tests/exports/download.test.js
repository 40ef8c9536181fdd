import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { curlLine, webAddress } from '../../admin/exports/download.js';

/** What a POSIX shell makes of a line: the arguments with which it would start curl. */
function argumentsOf(line) {
  return execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }\n${line}`], { encoding: 'utf8' }).split('\n').slice(0, -1);
}

for (const url of [
  'https://example.com/file.csv?sig=a%2Bb&se=2026', "https://example.com/'; touch /tmp/taken; '", 'https://example.com/$(id)`id`$HOME',
  'https://example.com/a b\\"c"!*?[x]{y,z}~#|&;<>', "''''", 'https://example.com/ü😀',
]) {
  test(`the curl line passes ${url} on as one argument`, { skip: process.platform === 'win32' }, () => {
    assert.deepEqual(argumentsOf(curlLine(url)), ['--fail', '--location', '--remote-name', '--remote-header-name', url]);
  });
}

test('only web addresses are opened', () => {
  assert.equal(webAddress('https://example.com/a?b=c'), 'https://example.com/a?b=c');
  assert.equal(webAddress('http://127.0.0.1:10000/x'), 'http://127.0.0.1:10000/x');
  const others = ['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', 'file:///x', 'blob:https://x/y', '/admin', 'http://'];
  for (const url of others) assert.throws(() => webAddress(url), /no web address/, url);
});

test('a file that is gone is said to be gone', () => {
  for (const url of [null, undefined, '']) assert.throws(() => webAddress(url), /no longer there/);
});
