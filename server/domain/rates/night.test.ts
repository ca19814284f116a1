import { expect, test } from 'vitest';
import { nightOf } from '#tests/support/core/plans.ts';
import { fc } from '#tests/support/core/properties.ts';
import { inGuestOrder, largestGuests, priceFor, type RateNight, sameNight } from './night.ts';

const prices = (...guests: (number | null)[]) =>
  guests.map((one) => ({ guests: one, priceCents: 100 * ((one ?? 0) + 1) }));

test.each([
  ['open', { open: false }],
  ['min stay', { minStay: 3 }],
  ['min stay null', { minStay: null }],
  ['max stay', { maxStay: 3 }],
  ['arrival', { arrivalAllowed: false }],
  ['departure', { departureAllowed: false }],
  ['a price', { prices: [{ guests: 2, priceCents: 1 }] }],
  ['the number of guests', { prices: [{ guests: null, priceCents: 100_00 }] }],
  ['one price more', { prices: [...nightOf().prices, { guests: 4, priceCents: 1 }] }],
  ['no price', { prices: [] }],
  ['an unknown field', { extra: { promo: 1 } }],
  ['an unknown field of a price', { prices: [{ guests: 2, priceCents: 100_00, extra: { a: 1 } }] }],
] as [string, Partial<RateNight>][])('nights differ by %s', (_, over) => {
  expect(sameNight(nightOf(), nightOf(over))).toBe(false);
  expect(sameNight(nightOf(over), nightOf())).toBe(false);
  expect(sameNight(nightOf(over), structuredClone(nightOf(over)))).toBe(true);
});

test('unknown fields are the same in any order, at any depth, and none is the same as empty', () => {
  const one = nightOf({ extra: { a: 1, b: { c: [1, { d: 2, e: null }], f: 'x' } } });
  const other = nightOf({ extra: { b: { f: 'x', c: [1, { e: null, d: 2 }] }, a: 1 } });
  expect(sameNight(one, other)).toBe(true);
  expect(sameNight(one, nightOf({ extra: { ...one.extra, a: '1' } }))).toBe(false);
  const swapped = nightOf({ extra: { a: 1, b: { c: [{ d: 2, e: null }, 1], f: 'x' } } });
  expect(sameNight(one, swapped)).toBe(false);
  expect(sameNight(nightOf(), nightOf({ extra: {} }))).toBe(true);
});

test('prices stand in order of guests, the one without a number first', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.option(fc.integer({ min: 1, max: 99 }))), (guests) => {
      const given = prices(...guests);
      const ordered = inGuestOrder(given).map((price) => price.guests ?? 0);
      expect(ordered).toEqual([...ordered].sort((a, b) => a - b));
      expect(given).toEqual(prices(...guests));
    }),
  );
});

test.each([
  [[], undefined],
  [[[]], undefined],
  [[[null]], null],
  [[[null, 2], [1]], 2],
  [[[1], [2, 6], [4]], 6],
  [[[2], [null]], 2],
] as [(number | null)[][], number | null | undefined][])(
  'of %j the largest is %j',
  (nights, most) => {
    expect(largestGuests(nights.map((guests) => nightOf({ prices: prices(...guests) })))).toBe(
      most,
    );
  },
);

test('the price of an occupancy is that of exactly this one', () => {
  const night = nightOf({ prices: prices(null, 2, 4) });
  expect([null, 2, 3, 4].map((guests) => priceFor(night, guests))).toEqual([100, 300, null, 500]);
});
