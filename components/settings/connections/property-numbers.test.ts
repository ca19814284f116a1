import { expect, test } from 'vitest';
import { isKeyLike, parseNumbers } from './property-numbers.ts';

test.each([
  ['61001', [61_001]],
  [' 61001, 61002;61003\n61001 ', [61_001, 61_002, 61_003]],
  ['', null],
  ['61001 abc', null],
  ['0', null],
  ['-5', null],
  ['6.5', null],
])('reads the numbers of %j as %j', (text, numbers) => {
  expect(parseNumbers(text)).toEqual(numbers);
});

test('a key has visible characters only', () => {
  expect(isKeyLike(' abcd-1234 ')).toBe(true);
  expect(['short', 'with a space', 'clé-secrète-1'].map(isKeyLike)).toEqual([false, false, false]);
});
