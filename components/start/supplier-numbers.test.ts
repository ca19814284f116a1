import { expect, test } from 'vitest';
import { readNumbers } from './supplier-numbers.ts';

test('numbers are read however they are kept apart, each once', () => {
  expect(readNumbers(' 47186, 55123;47186\n99999 ')).toEqual({
    numbers: [47186, 55123, 99999],
    strays: [],
  });
});

test('what is no number is named, not dropped', () => {
  expect(readNumbers('47186 n°55123 0 -3 1.5')).toEqual({
    numbers: [47186],
    strays: ['n°55123', '0', '-3', '1.5'],
  });
  expect(readNumbers('')).toEqual({ numbers: [], strays: [] });
});
