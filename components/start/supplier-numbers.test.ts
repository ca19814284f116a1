import { expect, test } from 'vitest';
import { readNumbers } from './supplier-numbers.ts';

test('numbers are read however they are kept apart, each once', () => {
  expect(readNumbers(' 61001, 62002;61001\n63003 ')).toEqual({
    numbers: [61001, 62002, 63003],
    strays: [],
  });
});

test('what is no number is named, not dropped', () => {
  expect(readNumbers('61001 n°62002 0 -3 1.5')).toEqual({
    numbers: [61001],
    strays: ['n°62002', '0', '-3', '1.5'],
  });
  expect(readNumbers('')).toEqual({ numbers: [], strays: [] });
});
