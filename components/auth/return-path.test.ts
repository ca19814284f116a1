import { expect, test } from 'vitest';
import { expiredPath, returnPathOf, signInPath } from './return-path.ts';

test('a path of this site is followed, with its query', () => {
  expect(returnPathOf('/s/7/calendar?from=2026-11-01')).toBe('/s/7/calendar?from=2026-11-01');
});

test('nothing leads to another site', () => {
  for (const wanted of [
    null,
    '',
    'https://x.test/',
    '//x.test',
    '/\\x.test',
    '/\t/x.test',
    'javascript:alert(1)',
    '/..//x.test',
  ])
    expect(returnPathOf(wanted)).toMatch(/^\/(?!\/)/);
});

test('the way to sign in remembers where one wanted to go', () => {
  expect(signInPath('/')).toBe('/sign-in');
  expect(expiredPath('/s/7/calendar')).toBe('/sign-in?to=%2Fs%2F7%2Fcalendar&expired=1');
  expect(signInPath('/s/7/calendar?a=1')).toBe('/sign-in?to=%2Fs%2F7%2Fcalendar%3Fa%3D1');
});
