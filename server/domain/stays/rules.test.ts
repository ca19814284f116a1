import { describe, expect, test } from 'vitest';
import { type RateNight, sameNight } from '#server/domain/rates/night.ts';
import type { MinStayReading } from '#server/domain/settings/schema.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import { nightOf } from '#tests/support/core/plans.ts';
import { fc } from '#tests/support/core/properties.ts';
import { coveredNights, isBookable, LONGEST_STAY, priceForGuests, stayNights } from './rules.ts';

const SPAN = { from: 0, to: 40 };
const READINGS = ['every_night', 'arrival_night'] as const;

const runs = (nights: readonly (readonly [number, RateNight])[]) =>
  DayRuns.fromDays(nights, sameNight);

/** Forty nights alike, with others laid over; every night has one unit left. */
function ground(over: Readonly<Record<number, Partial<RateNight>>>, sold: readonly number[] = []) {
  const nights = Array.from({ length: 41 }, (_, day): [number, RateNight] => [
    day,
    nightOf({ minStay: 1, maxStay: 30, ...over[day] }),
  ]);
  const stock = DayRuns.fromDays<number>(nights.map(([day]) => [day, sold.includes(day) ? 0 : 1]));
  return stayNights(runs(nights), stock, SPAN, 2);
}

describe('a stay is bookable', () => {
  test('when every night can be sold', () => {
    const nights = ground({ 4: { open: false }, 8: { prices: [] } }, [12]);
    expect(isBookable(nights, 1, 3, 'every_night')).toBe(true);
    for (const [arrival, stay] of [
      [4, 1],
      [3, 2],
      [8, 1],
      [12, 1],
      [11, 3],
    ] as const)
      expect(isBookable(nights, arrival, stay, 'every_night')).toBe(false);
    expect(isBookable(nights, 3, 1, 'every_night')).toBe(true);
    expect(isBookable(nights, 3, 0, 'every_night')).toBe(false);
  });

  test('when the stock is known, and there is a rate', () => {
    const stock = DayRuns.from([{ from: 0, to: 5, value: 1 }]);
    const rates = runs([3, 4, 5, 6].map((day) => [day, nightOf({ minStay: 1 })] as const));
    const nights = stayNights(rates, stock, SPAN, 2);
    expect(isBookable(nights, 3, 3, 'every_night')).toBe(true);
    expect(isBookable(nights, 5, 2, 'every_night')).toBe(false);
    expect(isBookable(nights, 2, 2, 'every_night')).toBe(false);
  });

  test('when one may arrive on its first day and leave on its last', () => {
    const nights = ground({ 5: { arrivalAllowed: false, departureAllowed: false } });
    expect(isBookable(nights, 5, 2, 'every_night')).toBe(false);
    expect(isBookable(nights, 3, 2, 'every_night')).toBe(false);
    expect(isBookable(nights, 4, 2, 'every_night')).toBe(true);
  });

  test('also where the departure day has no record of its own', () => {
    expect(isBookable(ground({}), 38, 3, 'every_night')).toBe(true);
  });

  test('when it is as long as every night, or the first, asks for', () => {
    const nights = ground({ 6: { minStay: 5 } });
    expect(isBookable(nights, 5, 3, 'every_night')).toBe(false);
    expect(isBookable(nights, 5, 3, 'arrival_night')).toBe(true);
    expect(isBookable(nights, 6, 3, 'arrival_night')).toBe(false);
    expect(isBookable(nights, 4, 5, 'every_night')).toBe(true);
  });

  test('when it is no longer than its first night allows', () => {
    const nights = ground({ 2: { maxStay: 3 }, 3: { maxStay: 1 }, 20: { maxStay: null } });
    expect(isBookable(nights, 2, 3, 'every_night')).toBe(true);
    expect(isBookable(nights, 2, 4, 'every_night')).toBe(false);
    expect(isBookable(nights, 20, 21, 'every_night')).toBe(true);
  });
});

test('a price for some guests is that of the smallest occupancy that holds them', () => {
  const prices = [
    { guests: null, priceCents: 1 },
    { guests: 2, priceCents: 2 },
    { guests: 4, priceCents: 4 },
  ];
  const night = nightOf({ prices });
  expect([1, 2, 3, 4, 5, null].map((guests) => priceForGuests(night, guests))).toEqual([
    ...[2, 2, 4, 4, 1, 1],
  ]);
  expect(priceForGuests(nightOf(), 3)).toBeNull();
  expect(priceForGuests(nightOf(), null)).toBeNull();
});

describe('nights that some bookable stay covers', () => {
  const gaps = (nights: Parameters<typeof coveredNights>[0], reading: MinStayReading, today = 0) =>
    [...coveredNights(nights, reading, today)].flatMap((covered, day) =>
      covered === 0 && nights.sellable[day] === 1 ? [day] : [],
    );

  test('are not those of a gap shorter than the min stay', () => {
    const short = { 10: { minStay: 3 }, 11: { minStay: 3 } };
    expect(gaps(ground(short, [9, 12]), 'every_night')).toEqual([10, 11]);
    expect(gaps(ground(short, [9, 13]), 'every_night')).toEqual([]);
  });

  test('are not those that only a past arrival would reach', () => {
    const nights = ground({ 5: { arrivalAllowed: false } }, [6]);
    expect(gaps(nights, 'every_night', 0)).toEqual([]);
    expect(gaps(nights, 'every_night', 5)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test.each(READINGS)('are those of all bookable stays together (%s)', (reading) => {
    const night = fc.record({
      ...{ open: fc.boolean(), arrivalAllowed: fc.boolean(), departureAllowed: fc.boolean() },
      ...{ minStay: fc.constantFrom(null, 1, 2, 4), maxStay: fc.constantFrom(null, 1, 3, 9) },
    });
    fc.assert(
      fc.property(fc.array(night, { minLength: 1, maxLength: 14 }), (list) => {
        const rates = runs(list.map((over, day) => [day, nightOf(over)] as const));
        const stock = DayRuns.from([{ from: 0, to: list.length - 1, value: 1 }]);
        const nights = stayNights(rates, stock, { from: 0, to: list.length - 1 }, 2);
        const expected = new Uint8Array(list.length);
        for (let arrival = 0; arrival < list.length; arrival++)
          for (let stay = 1; stay <= LONGEST_STAY; stay++)
            if (isBookable(nights, arrival, stay, reading))
              expected.fill(1, arrival, arrival + stay);
        expect(coveredNights(nights, reading, 0)).toEqual(expected);
      }),
    );
  });
});
