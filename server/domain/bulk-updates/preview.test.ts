import { describe, expect, test } from 'vitest';
import {
  changeOf,
  DEFAULTS,
  dateIn,
  groundOf,
  mirrorOf,
  nightOf,
  previewOf,
} from '#tests/support/core/plans.ts';

const violated = (...args: Parameters<typeof previewOf>) =>
  previewOf(...args).violations.map(({ path, code }) => `${path}: ${code}`);

const type10 = { rateTypeId: 10 };
const row10 = { accommodationId: 1, rateTypeId: 10 };
const both = (night = nightOf()) =>
  mirrorOf({ rates: { '1:10': [[0, night]], '1:11': [[0, night]] } });

describe('stock', () => {
  const mirror = mirrorOf({
    stock: [
      [0, 2],
      [1, 1],
      [3, 1],
    ],
  });

  test('only nights that change appear, with what they hold; equal neighbours are one period', () => {
    const { cells, periods } = previewOf([changeOf(0, 4, { units: 1 })], mirror);
    expect(cells.map(({ date, before, after }) => [date, before, after])).toEqual([
      [dateIn(0), 2, 1],
      [dateIn(2), null, 1],
      [dateIn(4), null, 1],
    ]);
    expect(periods).toEqual(
      [0, 2, 4].map((day) => ({
        accommodationId: 1,
        rateTypeId: null,
        from: dateIn(day),
        to: dateIn(day),
        values: { units: 1 },
      })),
    );
    expect(previewOf([changeOf(0, 4, { units: 0 })], mirror).periods).toHaveLength(1);
  });
});

describe('rates', () => {
  test('one field leaves every other one of the night as upstream has it', () => {
    const night = nightOf({
      open: false,
      minStay: 10_000,
      maxStay: 3,
      arrivalAllowed: false,
      departureAllowed: false,
      prices: [
        { guests: null, priceCents: 50_00 },
        { guests: 2, priceCents: 100_00 },
        { guests: 4, priceCents: 150_00 },
      ],
    });
    const preview = previewOf([changeOf(0, 0, { priceCents: 89_50 }, type10)], both(night));
    expect(preview.violations).toEqual([]);
    expect(preview.cells).toEqual([
      { ...row10, date: dateIn(0), field: 'priceCents', guests: 2, before: 100_00, after: 89_50 },
    ]);
    expect(preview.periods).toEqual([
      {
        ...row10,
        from: dateIn(0),
        to: dateIn(0),
        values: {
          ...night,
          prices: [night.prices[0], { guests: 2, priceCents: 89_50 }, night.prices[2]],
        },
      },
    ]);
  });

  test('a price of another occupancy says whose it is', () => {
    const prices = [
      { guests: 4, priceCents: 150_00 },
      { guests: 1, priceCents: null },
    ];
    const { cells } = previewOf([changeOf(0, 0, { prices }, type10)], both());
    expect(cells.map(({ field, guests, before, after }) => [field, guests, before, after])).toEqual(
      [['prices', 4, null, 150_00]],
    );
  });

  test('what a night already holds sends nothing', () => {
    const { open, minStay, maxStay, arrivalAllowed } = { ...nightOf(), minStay: 2, maxStay: 14 };
    const same = { open, minStay, maxStay, arrivalAllowed, priceCents: 100_00 };
    expect(previewOf([changeOf(0, 0, same, type10)], both())).toEqual({
      cells: [],
      periods: [],
      warnings: [],
      violations: [],
    });
  });

  test('a new night takes the change, then the defaults, and is marked', () => {
    const context = groundOf({ defaults: { ...DEFAULTS, minStay: 3, maxStay: 7 } });
    const set = { priceCents: 90_00, arrivalAllowed: false };
    const preview = previewOf([changeOf(0, 1, set, type10)], mirrorOf({}), context);
    expect(preview.violations).toEqual([]);
    expect(preview.warnings).toEqual([
      { code: 'new_night', ...row10, from: dateIn(0), to: dateIn(1) },
    ]);
    const values = {
      open: true,
      minStay: 3,
      maxStay: 7,
      arrivalAllowed: false,
      departureAllowed: true,
      prices: [{ guests: 2, priceCents: 90_00 }],
    };
    expect(preview.periods).toEqual([{ ...row10, from: dateIn(0), to: dateIn(1), values }]);
    const first = preview.cells.filter(({ date }) => date === dateIn(0));
    expect(first.every(({ isNew, before }) => isNew && before === null)).toBe(true);
    expect(first.map(({ field, after }) => [field, after])).toEqual([
      ['open', true],
      ['minStay', 3],
      ['maxStay', 7],
      ['arrivalAllowed', false],
      ['departureAllowed', true],
      ['priceCents', 90_00],
    ]);
  });

  test('null as min or max stay is filled in only where the period is rewritten', () => {
    const night = nightOf({ minStay: null, maxStay: null });
    const mirror = mirrorOf({
      rates: {
        '1:10': [
          [0, night],
          [1, { ...night, open: false }],
        ],
      },
    });
    const { periods, warnings } = previewOf([changeOf(0, 1, { open: false }, type10)], mirror);
    expect(warnings).toEqual([{ code: 'min_stay_null', ...row10, from: dateIn(0), to: dateIn(0) }]);
    expect(
      periods.map(({ from, to, values }) => [from, to, values.minStay, values.maxStay]),
    ).toEqual([[dateIn(0), dateIn(0), 1, 30]]);
    const typed = { minStay: 2, maxStay: 3 };
    expect(previewOf([changeOf(0, 1, typed, type10)], mirror).warnings).toEqual([]);
  });
});

describe('refused for a night', () => {
  test('that has no rate: a restriction of a named type, naming the entry that named it', () => {
    const named = changeOf(0, 0, { open: false }, type10);
    expect(violated([named], mirrorOf({}))).toEqual(['changes.0.set: price_required']);
    const forAll = changeOf(0, 0, { minStay: 2 });
    const mirror = mirrorOf({ rates: { '1:11': [[0, nightOf()]] } });
    expect(violated([named, forAll], mirror)).toEqual(['changes.0.set: price_required']);
  });

  test('that has no rate: a price that is only removed', () => {
    const removed = changeOf(0, 0, { prices: [{ guests: 2, priceCents: null }] }, type10);
    expect(violated([removed], mirrorOf({}))).toEqual(['changes.0.set: price_required']);
  });

  test('whose last price would go', () => {
    const removed = changeOf(0, 0, { prices: [{ guests: 2, priceCents: null }] }, type10);
    expect(violated([removed], both())).toEqual(['changes.0.set.prices: last_price']);
    const later = changeOf(0, 0, { open: false }, type10);
    expect(violated([removed, later], both())).toEqual(['changes.0.set.prices: last_price']);
    const other = changeOf(0, 0, { prices: [{ guests: 4, priceCents: 1 }] }, type10);
    expect(violated([removed, other], both())).toEqual([]);
  });

  test('whose min stay would exceed its max stay, naming the entry and the field', () => {
    const min = changeOf(0, 0, { minStay: 15 }, type10);
    const max = changeOf(0, 0, { maxStay: 1 }, type10);
    const priced = changeOf(0, 0, { priceCents: 1 }, type10);
    expect(violated([min], both())).toEqual(['changes.0.set.minStay: min_above_max']);
    expect(violated([max], both())).toEqual(['changes.0.set.maxStay: min_above_max']);
    expect(violated([priced, min, priced], both())).toEqual([
      'changes.1.set.minStay: min_above_max',
    ]);
    expect(violated([min, changeOf(0, 0, { maxStay: 15 }, type10)], both())).toEqual([]);
    expect(previewOf([min], both()).violations[0]?.params).toEqual({ min: 15, max: 14 });
  });

  test('whose min stay would exceed its max stay, though upstream has no price for it', () => {
    const unpriced = both(nightOf({ prices: [] }));
    const min = changeOf(0, 0, { minStay: 15 }, type10);
    expect(violated([min], unpriced)).toEqual(['changes.0.set.minStay: min_above_max']);
    expect(violated([changeOf(0, 0, { open: false }, type10)], unpriced)).toEqual([]);
  });

  test('is not sent, while others are', () => {
    const mirror = mirrorOf({
      rates: {
        '1:10': [
          [0, nightOf()],
          [1, nightOf({ maxStay: 30 })],
        ],
      },
    });
    const { cells, periods, violations } = previewOf(
      [changeOf(0, 1, { minStay: 15 }, type10)],
      mirror,
    );
    expect(violations).toHaveLength(1);
    expect(cells.map(({ date }) => date)).toEqual([dateIn(1)]);
    expect(periods.map(({ from }) => from)).toEqual([dateIn(1)]);
  });
});

describe('a restriction for every linked type', () => {
  const all = changeOf(0, 1, { open: false });
  const one = mirrorOf({ rates: { '1:10': [[0, nightOf()]] } });

  test('skips nights and types without a rate', () => {
    const { cells, violations, warnings } = previewOf([all], one);
    expect(cells.map(({ rateTypeId, date, field }) => [rateTypeId, date, field])).toEqual([
      [10, dateIn(0), 'open'],
    ]);
    expect([violations, warnings]).toEqual([[], []]);
  });

  test('is refused where no type has a rate on any of its nights', () => {
    expect(violated([all], mirrorOf({}))).toEqual(['changes.0.set: price_required']);
    const before = changeOf(0, 1, { minStay: 3 });
    const later = changeOf(1, 1, { open: false });
    expect(violated([before, later], one)).toEqual(['changes.1.set: price_required']);
  });

  test('is not refused where the nights with a rate have other edits too', () => {
    const priced = changeOf(0, 0, { priceCents: 90_00 }, type10);
    expect(violated([all, priced], one)).toEqual([]);
    expect(violated([priced, all], one)).toEqual([]);
    expect(violated([all, changeOf(0, 0, { open: true }, type10)], one)).toEqual([]);
  });

  test('holds for a new night that another entry prices', () => {
    const priced = changeOf(0, 0, { priceCents: 90_00 }, type10);
    for (const changes of [
      [all, priced],
      [priced, all],
    ]) {
      const { periods, violations } = previewOf(changes, mirrorOf({}));
      expect(violations).toEqual([]);
      expect(periods.map(({ values }) => values.open)).toEqual([false]);
    }
  });
});
