import { expect, test } from 'vitest';
import { fc } from '#tests/support/core/properties.ts';
import { centsOf, splitEvenly } from './money.ts';

test.each([0, 1, -1, 8950, Number.MAX_SAFE_INTEGER])('%d is an amount in cents', (value) => {
  expect(centsOf(value)).toBe(value);
});

test.each([
  ...[89.5, 0.1 + 0.2, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1],
])('%d is no amount in cents', (value) => {
  expect(() => centsOf(value)).toThrow(RangeError);
});

test('the price of a week is split so that the nights add up to the cent', () => {
  expect(splitEvenly(centsOf(100_000), 7)).toEqual([
    ...[14_286, 14_286, 14_286, 14_286, 14_286, 14_285, 14_285],
  ]);
});

test('any split adds up, differs by at most one cent, the larger shares first', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.integer({ min: 1, max: 400 }),
      (total, parts) => {
        const shares = splitEvenly(centsOf(total), parts);
        expect(shares).toHaveLength(parts);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
        expect([...shares].sort((a, b) => b - a)).toEqual(shares);
        expect((shares[0] ?? 0) - (shares.at(-1) ?? 0)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test.each([0, -1, 1.5, Number.NaN])('a total is not split into %d parts', (parts) => {
  expect(() => splitEvenly(centsOf(100), parts)).toThrow(RangeError);
});
