import { expect, test } from 'vitest';
import { secretIn } from './link-secret.ts';

test('the secret of a link is found in its fragment, or else in its query', () => {
  expect(secretIn({ hash: '#abc-_1', search: '' })).toBe('abc-_1');
  expect(secretIn({ hash: '#token=abc', search: '' })).toBe('abc');
  expect(secretIn({ hash: '', search: '?token=abc' })).toBe('abc');
  expect(secretIn({ hash: '#one', search: '?token=two' })).toBe('one');
});

test('a link without a secret has none', () => {
  for (const search of ['', '?token=', '?to=/']) expect(secretIn({ hash: '', search })).toBeNull();
  expect(secretIn({ hash: '#', search: '' })).toBeNull();
});
