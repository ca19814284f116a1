import { describe, expect, test } from 'vitest';
import { type RateNight, sameNight } from '#server/domain/rates/night.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import { nightOf } from '#tests/support/core/plans.ts';
import { fc } from '#tests/support/core/properties.ts';
import { compareStays, type StayEffect } from './compare.ts';
import { isBookable, LONGEST_STAY, stayNights } from './rules.ts';

const LENGTH = 30;
const SPAN = { from: 0, to: LENGTH - 1 };
const STOCK = DayRuns.from([{ from: 0, to: LENGTH - 1, value: 1 }]);

const price = (priceCents: number) => ({ prices: [{ guests: 2, priceCents }] });

function ground(over: Readonly<Record<number, Partial<RateNight>>> = {}) {
  const nights = Array.from({ length: LENGTH }, (_, day): [number, RateNight] => [
    day,
    nightOf({ minStay: 1, maxStay: 3, ...over[day] }),
  ]);
  return stayNights(DayRuns.fromDays(nights, sameNight), STOCK, SPAN, 2);
}

describe('what becomes of stays', () => {
  test('nothing, where nothing differs', () => {
    expect(compareStays(ground(), ground(), 'every_night', 0)).toEqual([]);
  });

  test('a night that closes takes every stay over it', () => {
    expect(compareStays(ground(), ground({ 10: { open: false } }), 'every_night', 0)).toEqual([
      { effect: 'unbookable', from: 8, to: 10, minNights: 1, maxNights: 3, stays: 6 },
    ]);
    expect(compareStays(ground({ 10: { open: false } }), ground(), 'every_night', 9)).toEqual([
      { effect: 'bookable', from: 9, to: 10, minNights: 1, maxNights: 3, stays: 5 },
    ]);
  });

  test('a longer min stay takes the short ones', () => {
    expect(compareStays(ground(), ground({ 10: { minStay: 3 } }), 'every_night', 0)).toEqual([
      { effect: 'unbookable', from: 9, to: 10, minNights: 1, maxNights: 2, stays: 3 },
    ]);
    expect(compareStays(ground(), ground({ 10: { minStay: 3 } }), 'arrival_night', 0)).toEqual([
      { effect: 'unbookable', from: 10, to: 10, minNights: 1, maxNights: 2, stays: 2 },
    ]);
  });

  test('a departure day that is refused takes the stays that end on it', () => {
    const after = ground({ 10: { departureAllowed: false } });
    expect(compareStays(ground(), after, 'every_night', 0)).toEqual([
      { effect: 'unbookable', from: 7, to: 9, minNights: 1, maxNights: 3, stays: 3 },
    ]);
  });

  test('another price reprices the stays whose whole price differs', () => {
    expect(compareStays(ground(), ground({ 10: price(120_00) }), 'every_night', 0)).toEqual([
      { effect: 'repriced', from: 8, to: 10, minNights: 1, maxNights: 3, stays: 6 },
    ]);
    const evensOut = ground({ 10: price(120_00), 11: price(80_00) });
    const changes = compareStays(ground(), evensOut, 'every_night', 10);
    expect(changes).toEqual([
      { effect: 'repriced', from: 10, to: 11, minNights: 1, maxNights: 3, stays: 4 },
    ]);
  });
});

test('every stay is counted once, as asking the rule for each of them tells', () => {
  const night = fc.record({
    ...{ open: fc.boolean(), arrivalAllowed: fc.boolean(), departureAllowed: fc.boolean() },
    ...{ minStay: fc.constantFrom(1, 2, 4), maxStay: fc.constantFrom(1, 3, 9) },
    prices: fc.constantFrom(price(1).prices, price(2).prices, price(3).prices),
  });
  const over = fc.dictionary(fc.integer({ min: 0, max: LENGTH - 1 }).map(String), night, {
    maxKeys: 12,
  });
  const reading = fc.constantFrom('every_night' as const, 'arrival_night' as const);
  fc.assert(
    fc.property(over, over, reading, fc.nat(5), (one, two, how, today) => {
      const [before, after] = [ground(one), ground(two)];
      const expected: Record<StayEffect, number> = { bookable: 0, unbookable: 0, repriced: 0 };
      for (let arrival = today; arrival < LENGTH; arrival++)
        for (let stay = 1; stay <= LONGEST_STAY; stay++) {
          const was = isBookable(before, arrival, stay, how);
          const is = isBookable(after, arrival, stay, how);
          const total = (of: typeof before) =>
            of.prices.slice(arrival, arrival + stay).reduce((sum, cents) => sum + cents, 0);
          if (was !== is) expected[is ? 'bookable' : 'unbookable'] += 1;
          else if (was && total(before) !== total(after)) expected.repriced += 1;
        }
      const found: Record<StayEffect, number> = { bookable: 0, unbookable: 0, repriced: 0 };
      for (const { effect, stays } of compareStays(before, after, how, today))
        found[effect] += stays;
      expect(found).toEqual(expected);
    }),
  );
});
