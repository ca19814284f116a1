import { describe, expect, test } from 'vitest';
import { fromEpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import {
  accommodationOf,
  changeBetween,
  changeOf,
  dateIn,
  groundOf,
  patchesOf,
  refusedOf,
  rowsOf,
} from '#tests/support/core/plans.ts';
import { horizonOf, planChanges } from './plan.ts';

const closed = { open: false } as const;
const price = { priceCents: 90_00 } as const;

describe('a plan is refused', () => {
  test.each([
    [
      'unknown accommodation',
      changeOf(0, 1, closed, { accommodationId: 2 }),
      'accommodationId',
      'unknown_accommodation',
    ],
    [
      'unknown rate type',
      changeOf(0, 1, closed, { rateTypeId: 99 }),
      'rateTypeId',
      'unknown_rate_type',
    ],
    [
      'rate type not linked',
      changeOf(0, 1, closed, { rateTypeId: 12 }),
      'rateTypeId',
      'rate_type_not_linked',
    ],
    ['past night', changeOf(-1, 1, closed), 'from', 'past_night'],
    [
      'past night that the weekdays leave out',
      changeOf(-1, 1, closed, { weekdays: [6] }),
      'from',
      'past_night',
    ],
    ['night beyond the horizon', changeOf(0, 1096, closed), 'to', 'beyond_horizon'],
    ['more units than there are', changeOf(0, 1, { units: 4 }), 'set.units', 'above_unit_count'],
  ] as const)('%s', (_, change, path, code) => {
    const plan = planChanges([changeOf(0, 0, closed), change], groundOf());
    expect(refusedOf(plan)).toEqual([`changes.1.${path}: ${code}`]);
  });

  test('for every field of every entry at once', () => {
    const plan = planChanges(
      [
        changeOf(-1, 1096, { units: 4 }),
        changeOf(0, 0, closed),
        changeOf(-1, 0, closed, { rateTypeId: 12 }),
      ],
      groundOf(),
    );
    expect(refusedOf(plan)).toEqual([
      'changes.0.from: past_night',
      'changes.0.to: beyond_horizon',
      'changes.0.set.units: above_unit_count',
      'changes.2.rateTypeId: rate_type_not_linked',
      'changes.2.from: past_night',
    ]);
  });

  test('and says how many units there are', () => {
    const plan = planChanges([changeOf(0, 0, { units: 4 })], groundOf());
    expect(plan).toMatchObject({ ok: false, fields: [{ params: { max: 3 } }] });
  });

  test('for a price whose number of guests nobody knows', () => {
    const accommodations = new Map([[1, accommodationOf(3, [[10, undefined]])]]);
    const context = groundOf({ accommodations });
    const one = changeOf(0, 0, price, { rateTypeId: 10 });
    expect(refusedOf(planChanges([one], context))).toEqual([
      'changes.0.set.priceCents: no_reference_occupancy',
    ]);
    const named = changeOf(0, 0, { prices: [{ guests: 4, priceCents: 1 }] }, { rateTypeId: 10 });
    expect(refusedOf(planChanges([named], context))).toEqual([]);
  });

  test('for a restriction of an accommodation that no rate type sells', () => {
    const context = groundOf({ accommodations: new Map([[1, accommodationOf(3, [])]]) });
    expect(refusedOf(planChanges([changeOf(0, 0, closed)], context))).toEqual([
      'changes.0.set: price_required',
    ]);
    expect(refusedOf(planChanges([changeOf(0, 0, { units: 1 })], context))).toEqual([]);
  });

  test('for more than 200,000 cells, counted after later entries have won', () => {
    const links = Array.from({ length: 37 }, (_, i) => [10 + i, 2] as const);
    const context = groundOf({ accommodations: new Map([[1, accommodationOf(null, links)]]) });
    const set = { ...closed, minStay: 1, maxStay: 2, arrivalAllowed: true, departureAllowed: true };
    const all = changeOf(0, 1095, set);
    const plan = planChanges([all], context);
    expect(plan).toEqual({
      ok: false,
      fields: [{ path: 'changes', code: 'too_many', params: { max: 200_000 } }],
    });
    const most = changeOf(0, 1080, set);
    expect(planChanges([most, most, most], context)).toMatchObject({
      ok: true,
      cells: 37 * 1081 * 5,
    });
  });
});

test('tonight and the last night of the horizon may be set', () => {
  expect(Object.keys(patchesOf([changeOf(0, 0, closed)], 10))).toEqual([dateIn(0)]);
  expect(Object.keys(patchesOf([changeOf(1095, 1095, closed)], 10))).toEqual([dateIn(1095)]);
});

test('any number of units may be typed where the count is unknown', () => {
  const context = groundOf({ accommodations: new Map([[1, accommodationOf(null, [])]]) });
  expect(rowsOf([changeOf(0, 0, { units: 999 })], context)).toHaveLength(1);
});

test.each([
  ['2026-11-21', '2029-11-21'],
  ['2028-02-29', '2031-02-28'],
  ['2029-02-28', '2032-02-28'],
  ['2026-12-31', '2029-12-31'],
])('from %s on, nights up to %s may be set', (today, last) => {
  expect(fromEpochDay(horizonOf(toEpochDay(today)))).toBe(last);
});

test('a night beyond the horizon of a leap day is refused', () => {
  const today = toEpochDay('2028-02-29');
  const context = groundOf({ today, horizon: horizonOf(today) });
  const until = (to: string) => planChanges([changeBetween('2028-02-29', to, closed)], context);
  expect(refusedOf(until('2031-02-28'))).toEqual([]);
  expect(refusedOf(until('2031-03-01'))).toEqual(['changes.0.to: beyond_horizon']);
});

describe('what is wanted of a night', () => {
  test('later entries win, field by field', () => {
    const patches = patchesOf(
      [
        changeOf(0, 4, { minStay: 3, open: false }, { rateTypeId: 10 }),
        changeOf(2, 6, { minStay: 2 }, { rateTypeId: 10 }),
        changeOf(4, 4, { open: true }, { rateTypeId: 10 }),
      ],
      10,
    );
    const [first, second] = [
      { minStay: 3, open: false },
      { minStay: 2, open: false },
    ];
    expect(Object.values(patches)).toEqual([
      ...[first, first, second, second, { minStay: 2, open: true }, { minStay: 2 }, { minStay: 2 }],
    ]);
  });

  test('later entries win, occupancy by occupancy', () => {
    const prices = (...list: [number, number | null][]) => ({
      prices: list.map(([guests, priceCents]) => ({ guests, priceCents })),
    });
    const patches = patchesOf(
      [
        changeOf(0, 0, prices([4, 400], [1, 100]), { rateTypeId: 10 }),
        changeOf(0, 0, { priceCents: 200 }, { rateTypeId: 10 }),
        changeOf(0, 0, prices([4, null]), { rateTypeId: 10 }),
      ],
      10,
    );
    expect(patches[dateIn(0)]).toEqual(prices([1, 100], [2, 200], [4, null]));
  });

  test('weekdays are those of the night itself', () => {
    // 2026-11-21 is a Saturday.
    const weekend = changeOf(0, 9, closed, { weekdays: [5, 6] });
    expect(Object.keys(patchesOf([weekend], 10))).toEqual([
      ...['2026-11-21', '2026-11-27', '2026-11-28'],
    ]);
    const monday = changeOf(0, 9, closed, { weekdays: [1, 1] });
    expect(Object.keys(patchesOf([monday], 10))).toEqual(['2026-11-23', '2026-11-30']);
  });

  test('a restriction without a rate type applies to every linked one, units to the stock', () => {
    const changes = [changeOf(0, 0, { units: 0, open: false })];
    expect(rowsOf(changes).map((row) => row.rateTypeId)).toEqual([null, 10, 11]);
    expect(patchesOf(changes, null)).toEqual({ [dateIn(0)]: { units: 0 } });
    expect(patchesOf(changes, 11)).toEqual({ [dateIn(0)]: { open: false } });
  });

  test('two rate types of a night are two changes', () => {
    const changes = [
      changeOf(0, 0, { priceCents: 1 }, { rateTypeId: 10 }),
      changeOf(0, 0, { priceCents: 2 }, { rateTypeId: 11 }),
    ];
    expect(patchesOf(changes, 10)[dateIn(0)]?.prices).toEqual([{ guests: 2, priceCents: 1 }]);
    expect(patchesOf(changes, 11)[dateIn(0)]?.prices).toEqual([{ guests: 2, priceCents: 2 }]);
  });

  test('a field given as undefined is not wanted', () => {
    const changes = [changeOf(0, 0, { minStay: undefined, open: true })];
    expect(Object.keys(patchesOf(changes, 10)[dateIn(0)] ?? {})).toEqual(['open']);
  });
});
