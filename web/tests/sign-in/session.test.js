import assert from 'node:assert/strict';
import { test } from 'node:test';
import { returnAddress } from '../../admin/sign-in/session.js';

test('a sign-in comes back to the view that was open', () => {
  assert.equal(returnAddress({ returnTo: '/admin/audit-logs?user=a&last=7d' }), '/admin/audit-logs?user=a&last=7d');
});

for (const returnTo of [
  'https://evil.example/admin/', '//evil.example/admin/', '/\\evil.example', 'javascript:alert(1)', '/development/sign-in', '/admin', '',
  '/admin/signed-in?code=used', null, undefined, 7, {}, ['/admin/x'],
]) {
  test(`it never goes to ${JSON.stringify(returnTo)}`, () => assert.equal(returnAddress({ returnTo }), '/admin/insights'));
}

test('a sign-in without a state comes back to the reports', () => {
  for (const state of [undefined, null, 'x', 5, {}]) assert.equal(returnAddress(state), '/admin/insights');
});
