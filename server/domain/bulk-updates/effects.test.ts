import { describe, expect, test } from 'vitest';
import type { RateNight } from '#server/domain/rates/night.ts';
import {
  accommodationOf,
  changeOf,
  dateIn,
  groundOf,
  type MirrorDays,
  mirrorOf,
  nightOf,
  rowsOf,
} from '#tests/support/core/plans.ts';
import { planDrift, planEffects } from './effects.ts';
import type { Change } from './schema.ts';

const DAYS = Array.from({ length: 40 }, (_, day) => day);
const context = { ...groundOf(), minStayReading: 'every_night' as const };

const nightsOf = (over: Readonly<Record<number, Partial<RateNight>>> = {}) =>
  DAYS.map((day) => [day, nightOf({ minStay: 1, maxStay: 3, ...over[day] })] as const);

const stockOf = (over: Readonly<Record<number, number>> = {}) =>
  DAYS.map((day) => [day, over[day] ?? 1] as const);

function effectsOf(changes: readonly Change[], over: Partial<MirrorDays> = {}) {
  const mirror = mirrorOf({ stock: stockOf(), rates: { '1:10': nightsOf() }, ...over });
  return planEffects(rowsOf(changes, context), mirror, context);
}

const typed = (from: number, to: number, set: Change['set']) =>
  changeOf(from, to, set, { rateTypeId: 10 });

describe('nights and euros', () => {
  test('are those that differ, at the reference occupancy, times the units left', () => {
    const { effects } = effectsOf(
      [typed(5, 8, { priceCents: 120_00 }), typed(20, 20, { priceCents: 90_00 })],
      {
        stock: stockOf({ 6: 3, 7: 0 }),
      },
    );
    expect(effects).toMatchObject({
      ...{ nights: 5, gainCents: 20_00 * (1 + 3 + 0 + 1), lossCents: 10_00 },
      money: [
        { accommodationId: 1, rateTypeId: 10, nights: 5, gainCents: 100_00, lossCents: 10_00 },
      ],
    });
  });

  test('count the units that the change itself leaves', () => {
    const changes = [typed(5, 5, { priceCents: 120_00 }), changeOf(5, 5, { units: 2 })];
    expect(effectsOf(changes).effects).toMatchObject({ nights: 1, gainCents: 40_00 });
  });

  test('are told by rate type, and a night once for all of them', () => {
    const rates = { '1:10': nightsOf(), '1:11': nightsOf() };
    const other = changeOf(5, 6, { priceCents: 130_00 }, { rateTypeId: 11 });
    const { effects } = effectsOf([typed(5, 5, { priceCents: 120_00 }), other], { rates });
    expect(effects).toMatchObject({ nights: 2, gainCents: 80_00 });
    expect(effects.money.map(({ rateTypeId, gainCents }) => [rateTypeId, gainCents])).toEqual([
      [10, 20_00],
      [11, 60_00],
    ]);
  });

  test('hold no other occupancy’s price, no new night and nothing that stays as it is', () => {
    const changes = [
      typed(5, 5, { prices: [{ guests: 1, priceCents: 50_00 }] }),
      typed(50, 50, { priceCents: 120_00 }),
      typed(6, 6, { priceCents: 100_00 }),
    ];
    expect(effectsOf(changes).effects).toMatchObject({ nights: 2, gainCents: 0, money: [] });
  });
});

describe('stays', () => {
  test('are told with their rate type, counted over all', () => {
    const { effects } = effectsOf([changeOf(10, 10, { open: false })]);
    expect(effects.stays).toEqual({
      ...{ bookable: 0, unbookable: 6, repriced: 0, omitted: 0 },
      changes: [
        {
          ...{ accommodationId: 1, rateTypeId: 10, effect: 'unbookable', stays: 6 },
          ...{ from: dateIn(8), to: dateIn(10), minNights: 1, maxNights: 3 },
        },
      ],
    });
  });

  test('are lost under every linked type when the stock ends', () => {
    const rates = { '1:10': nightsOf(), '1:11': nightsOf() };
    const { effects } = effectsOf([changeOf(10, 10, { units: 0 })], { rates });
    expect(effects.stays).toMatchObject({ unbookable: 12 });
  });
});

describe('a gap that no stay fits', () => {
  test('is told when the change makes it, and not when it was there', () => {
    const stock = stockOf({ 9: 0, 12: 0 });
    const longer = [changeOf(8, 20, { minStay: 3, maxStay: 5 })];
    const gap = { code: 'unsellable_gap', accommodationId: 1, rateTypeId: null };
    const told = [{ ...gap, from: dateIn(10), to: dateIn(11) }];
    expect(effectsOf(longer, { stock }).warnings).toEqual(told);
    const was = { '1:10': nightsOf({ 10: { minStay: 3 }, 11: { minStay: 3 } }) };
    expect(effectsOf(longer, { stock, rates: was }).warnings).toEqual([]);
  });

  test('is none while another type sells it, or more than one unit is left', () => {
    const stock = stockOf({ 9: 0, 12: 0 });
    const rates = { '1:10': nightsOf(), '1:11': nightsOf() };
    expect(effectsOf([typed(8, 20, { minStay: 3 })], { stock, rates }).warnings).toEqual([]);
    const two = stockOf({ 9: 0, 10: 2, 11: 2, 12: 0 });
    expect(effectsOf([changeOf(8, 20, { minStay: 3 })], { stock: two }).warnings).toEqual([]);
  });

  test('is one where a sale next to it leaves too little', () => {
    const rates = { '1:10': nightsOf({ 10: { minStay: 2 }, 11: { minStay: 2 } }) };
    const { warnings } = effectsOf([changeOf(11, 11, { units: 0 })], {
      stock: stockOf({ 9: 0 }),
      rates,
    });
    expect(warnings).toMatchObject([{ from: dateIn(10), to: dateIn(10) }]);
  });
});

test('an accommodation without the linked type’s reference has no euros, and still stays', () => {
  const unknown = {
    ...context,
    accommodations: new Map([[1, accommodationOf(1, [[10, undefined]])]]),
  };
  const mirror = mirrorOf({ stock: stockOf(), rates: { '1:10': nightsOf() } });
  const prices = [{ guests: 2, priceCents: 120_00 }];
  const { effects } = planEffects(rowsOf([typed(5, 5, { prices })], unknown), mirror, unknown);
  expect(effects).toMatchObject({ nights: 1, money: [], stays: { unbookable: 0 } });
});

describe('what changed since the owner looked', () => {
  const driftOf = (changes: readonly Change[], based: MirrorDays, now: MirrorDays) =>
    planDrift(rowsOf(changes, context), mirrorOf(based), mirrorOf(now));

  test('is told where the change sets the same field', () => {
    const based = { rates: { '1:10': nightsOf() } };
    const now = { rates: { '1:10': nightsOf({ 5: { minStay: 2 }, 6: { open: false } }) } };
    const row = { accommodationId: 1, rateTypeId: 10 };
    expect(driftOf([typed(4, 8, { minStay: 3 })], based, now)).toMatchObject([
      { ...row, from: dateIn(5), to: dateIn(5), before: { minStay: 1 }, now: { minStay: 2 } },
    ]);
    expect(driftOf([typed(4, 8, { priceCents: 1_00 })], based, now)).toEqual([]);
    expect(driftOf([typed(7, 8, { minStay: 3 })], based, now)).toEqual([]);
  });

  test('is always told of the stock', () => {
    const now = { stock: stockOf({ 5: 0 }) };
    expect(driftOf([changeOf(4, 8, { units: 1 })], { stock: stockOf() }, now)).toEqual([
      {
        ...{ accommodationId: 1, rateTypeId: null, from: dateIn(5), to: dateIn(5) },
        ...{ before: { units: 1 }, now: { units: 0 } },
      },
    ]);
    expect(driftOf([changeOf(5, 5, { units: 1 })], {}, now)).toMatchObject([{ before: null }]);
  });
});
