import { describe, expect, test } from 'vitest';
import { DEFAULTS, nightOf } from '#tests/support/core/plans.ts';
import { agreeOn, cellCount, mergeNight, overlay, type Patch, satisfies } from './patch.ts';

const two = <T extends number | null>(priceCents: T) => ({ guests: 2, priceCents });

test('cells of a patch are its fields, and its prices one by one', () => {
  expect(cellCount({})).toBe(0);
  expect(cellCount({ open: false, minStay: 2 })).toBe(2);
  expect(cellCount({ open: false, prices: [two(1), { guests: 4, priceCents: null }] })).toBe(3);
});

test('a later patch wins by field and by occupancy, and changes neither patch', () => {
  const earlier: Patch = {
    open: false,
    minStay: 2,
    prices: [two(1), { guests: 4, priceCents: 4 }],
  };
  const later: Patch = { open: true, prices: [two(null), { guests: null, priceCents: 9 }] };
  const copies = structuredClone([earlier, later]);
  expect(overlay(earlier, later)).toEqual({
    open: true,
    minStay: 2,
    prices: [{ guests: null, priceCents: 9 }, two(null), { guests: 4, priceCents: 4 }],
  });
  expect(overlay(undefined, later)).toEqual(later);
  expect(overlay({ units: 1 }, { units: 0 })).toEqual({ units: 0 });
  expect([earlier, later]).toEqual(copies);
});

describe('the whole night to send', () => {
  test('carries unknown fields of the night and of its prices through', () => {
    const night = nightOf({
      extra: { promo: { code: 'ETE' } },
      prices: [
        { guests: 1, priceCents: 80_00, extra: { ref: 'a' } },
        { guests: 2, priceCents: 100_00, extra: { ref: 'b' } },
      ],
    });
    const merged = mergeNight(
      night,
      { prices: [two(90_00), { guests: 4, priceCents: 1 }] },
      DEFAULTS,
    );
    expect(merged).toEqual({
      ...night,
      prices: [
        night.prices[0],
        { ...night.prices[1], priceCents: 90_00 },
        { guests: 4, priceCents: 1 },
      ],
    });
  });

  test('removes an occupancy that is wanted without a price', () => {
    const night = nightOf({ prices: [two(100_00), { guests: 4, priceCents: 150_00 }] });
    const prices = [two(null), { guests: 6, priceCents: null }];
    expect(mergeNight(night, { prices }, DEFAULTS).prices).toEqual([
      { guests: 4, priceCents: 150_00 },
    ]);
  });

  test('sets or removes every element of an occupancy that upstream lists twice', () => {
    const night = nightOf({
      prices: [
        { guests: 2, priceCents: 100_00, extra: { ref: 'a' } },
        { guests: 2, priceCents: 110_00, extra: { ref: 'b' } },
        { guests: 4, priceCents: 150_00 },
      ],
    });
    const set = mergeNight(night, { prices: [two(90_00)] }, DEFAULTS);
    expect(set.prices.map(({ priceCents }) => priceCents)).toEqual([90_00, 90_00, 150_00]);
    const removed = mergeNight(night, { prices: [two(null)] }, DEFAULTS);
    expect(removed.prices).toEqual([{ guests: 4, priceCents: 150_00 }]);
    expect(satisfies(set, { prices: [two(90_00)] })).toBe(true);
    expect(satisfies(night, { prices: [two(100_00)] })).toBe(false);
  });

  test('of a night without a rate takes the defaults, and a max stay of at least the min stay', () => {
    expect(mergeNight(undefined, { prices: [two(1)], minStay: 40 }, DEFAULTS)).toEqual({
      open: true,
      minStay: 40,
      maxStay: 40,
      arrivalAllowed: true,
      departureAllowed: true,
      prices: [two(1)],
    });
    const shut = { ...DEFAULTS, arrivalAllowed: false, departureAllowed: false };
    expect(mergeNight(undefined, { prices: [two(1)], departureAllowed: true }, shut)).toMatchObject(
      { arrivalAllowed: false, departureAllowed: true },
    );
  });

  test('never sends null as min or max stay, whatever the default min stay is', () => {
    const night = nightOf({ minStay: null, maxStay: null });
    const merged = mergeNight(night, { open: false }, { ...DEFAULTS, minStay: 3, maxStay: 7 });
    expect(merged).toMatchObject({ minStay: 1, maxStay: 7 });
  });

  test('keeps false where false is held or wanted', () => {
    const shut = nightOf({ open: false, arrivalAllowed: false, departureAllowed: false });
    expect(mergeNight(shut, { minStay: 3 }, DEFAULTS)).toEqual({ ...shut, minStay: 3 });
    const wanted = { open: false, arrivalAllowed: false, departureAllowed: false };
    expect(mergeNight(nightOf(), wanted, DEFAULTS)).toMatchObject(wanted);
    const open = { arrivalAllowed: true, departureAllowed: true };
    expect(mergeNight(nightOf(), {}, { ...DEFAULTS, ...wanted })).toMatchObject(open);
  });
});

describe('what a night holds', () => {
  const CASES: [string, Patch, boolean][] = [
    ['nothing wanted', {}, true],
    ['equal fields', { open: true, minStay: 2, maxStay: 14 }, true],
    ['another min stay', { minStay: 3 }, false],
    ['closed', { open: false }, false],
    ['an equal price', { prices: [two(100_00)] }, true],
    ['another price', { prices: [two(99_99)] }, false],
    ['a price of nobody removed', { prices: [{ guests: 4, priceCents: null }] }, true],
    ['a price removed', { prices: [two(null)] }, false],
    ['one of two prices', { prices: [two(100_00), { guests: 4, priceCents: 1 }] }, false],
  ];

  test.each(CASES)('satisfies or not: %s', (_, patch, held) => {
    expect(satisfies(nightOf(), patch)).toBe(held);
  });

  test('is nothing where there is no night', () => {
    expect(satisfies(undefined, {})).toBe(false);
  });

  test('is the same on the wanted fields only', () => {
    const moved = nightOf({
      minStay: 5,
      prices: [two(100_00), { guests: 4, priceCents: 1 }] as const,
    });
    expect(agreeOn({ open: true }, nightOf(), moved)).toBe(true);
    expect(agreeOn({ minStay: 9 }, nightOf(), moved)).toBe(false);
    expect(agreeOn({ prices: [two(9)] }, nightOf(), moved)).toBe(true);
    expect(agreeOn({ prices: [{ guests: 4, priceCents: 9 }] }, nightOf(), moved)).toBe(false);
    expect(agreeOn({ prices: [{ guests: 4, priceCents: 9 }] }, moved, nightOf())).toBe(false);
    const open = nightOf({ minStay: null });
    expect(agreeOn({ minStay: 9 }, open, nightOf({ minStay: null, open: false }))).toBe(true);
    expect(agreeOn({ minStay: 9 }, open, nightOf({ minStay: 1 }))).toBe(false);
  });

  test('is the same where both list an occupancy twice alike', () => {
    const prices = [two(100_00), two(110_00)];
    expect(agreeOn({ prices: [two(9)] }, nightOf({ prices }), nightOf({ prices }))).toBe(true);
    const moved = nightOf({ prices: [two(100_00), two(120_00)] });
    expect(agreeOn({ prices: [two(9)] }, nightOf({ prices }), moved)).toBe(false);
  });

  test('a night agrees with no night only where both are none', () => {
    expect(agreeOn({ open: true }, undefined, undefined)).toBe(true);
    expect(agreeOn({ open: true }, nightOf(), undefined)).toBe(false);
    expect(agreeOn({ open: true }, undefined, nightOf())).toBe(false);
  });
});
