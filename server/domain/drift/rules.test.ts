import { describe, expect, test } from 'vitest';
import { DayRuns } from '#server/kernel/day-runs.ts';
import { nightOf, TODAY } from '#tests/support/core/plans.ts';
import { fc } from '#tests/support/core/properties.ts';
import {
  foldRates,
  judgeStock,
  type Night,
  NO_DRIFT,
  type OpenDrift,
  type SeenChange,
  type StockGround,
  sameHeld,
  wholeOf,
} from './rules.ts';

const euros = (price: number, minStay = 2) =>
  nightOf({ minStay, prices: [{ guests: 2, priceCents: price * 100 }] });

const priced = (price: number) => ({ prices: [{ guests: 2, priceCents: price * 100 }] });

/** A change of the nights `from`..`to`, by their distance from today. */
const seen = (
  [from, to]: readonly [number, number],
  before: Night,
  after: Night,
  by: 'us' | 'them' = 'them',
  seenAt = 1,
): SeenChange => ({
  ...{ from: TODAY + from, to: TODAY + to, before, after, seenAt },
  isOurs: () => by === 'us',
});
const fold = (...changes: SeenChange[]) =>
  foldRates(NO_DRIFT, changes, TODAY).runs.map(({ from, to, value }) => ({
    ...{ from: from - TODAY, to: to - TODAY, ...value },
  }));

describe('rates', () => {
  test('what upstream changes alone is drift from what we knew, until it goes back', () => {
    const away = seen([3, 5], euros(90), euros(80));
    expect(fold(away)).toEqual([
      { from: 3, to: 5, ours: priced(90), theirs: priced(80), foundAt: 1 },
    ]);
    expect(fold(away, seen([4, 4], euros(80), euros(90))).map(({ from }) => from)).toEqual([3, 5]);
  });

  test('it stays the difference from what we knew, however often it moves', () => {
    const changes = [
      seen([3, 3], euros(90), euros(80)),
      seen([3, 3], euros(80), euros(70), 'them', 2),
    ];
    expect(fold(...changes)).toEqual([
      { from: 3, to: 3, ours: priced(90), theirs: priced(70), foundAt: 1 },
    ]);
  });

  test('nights that differ in the same way are one, whatever else they hold', () => {
    const away = [80, 90, 100].map((price, i) => seen([i, i], euros(price, 2), euros(price, 7)));
    expect(fold(...away)).toMatchObject([{ from: 0, to: 2, theirs: { minStay: 7 } }]);
  });

  test('what we send is ours, and only that', () => {
    const away = seen([3, 3], euros(90, 2), euros(90, 5));
    expect(fold(away, seen([3, 3], euros(90, 5), euros(95, 5), 'us'))).toMatchObject([
      { ours: { minStay: 2 }, theirs: { minStay: 5 } },
    ]);
    expect(fold(away, seen([3, 3], euros(90, 5), euros(90, 2), 'us'))).toEqual([]);
    expect(fold(seen([3, 3], euros(90), euros(95), 'us'))).toEqual([]);
  });

  test('a night that came or went upstream is drift, a past one is not', () => {
    expect(fold(seen([3, 3], null, euros(80)))).toMatchObject([{ ours: null }]);
    expect(fold(seen([3, 3], euros(80), null))).toMatchObject([{ theirs: null }]);
    expect(fold(seen([-3, 0], euros(80), euros(90)))).toMatchObject([{ from: 0, to: 0 }]);
  });

  test('however the changes are cut into looks, the drift is the same', () => {
    const price = fc.integer({ min: 1, max: 3 });
    const step = fc.tuple(price, price, fc.constantFrom('us' as const, 'them' as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.nat(8), (steps, cut) => {
        let held = euros(1, 1);
        const changes = steps.flatMap(([cents, stay, by], i) => {
          const before = held;
          held = euros(cents, stay);
          return sameHeld(before, held) ? [] : [seen([2, 2], before, held, by, i)];
        });
        const first = foldRates(NO_DRIFT, changes.slice(0, cut), TODAY);
        const both = foldRates(first, changes.slice(cut), TODAY);
        const whole = foldRates(NO_DRIFT, changes, TODAY);
        expect(both.runs.map(({ value: { ours } }) => ours)).toEqual(
          whole.runs.map(({ value: { ours } }) => ours),
        );
        const [drift] = whole.runs;
        if (drift) {
          const { ours, theirs } = drift.value;
          expect(wholeOf(theirs, ours, held)).toEqual(held);
          expect(sameHeld(ours, theirs)).toBe(false);
        }
        if (changes.every(({ isOurs }) => isOurs(0))) expect(drift).toBeUndefined();
      }),
    );
  });
});

describe('stock', () => {
  const on = <T>(value: T) => DayRuns.fromDays([[TODAY + 3, value]]);
  const judge = (
    [units, taken]: readonly [number | null, number],
    [unitsNow, takenNow]: readonly [number | null, number],
    over: Partial<StockGround> = {},
  ) => {
    const { basis, open } = judgeStock({
      ...{ basis: on({ units, taken }), open: NO_DRIFT, pushed: new Map(), today: TODAY },
      units: unitsNow === null ? DayRuns.empty<number>() : on(unitsNow),
      ...{ taken: on(takenNow), seenAt: () => 7, isExplained: () => true },
      ...over,
    });
    return { basis: basis.at(TODAY + 3), drift: open.at(TODAY + 3) };
  };

  test.each([
    ['nothing moved', [2, 1], [2, 1]],
    ['a stay came', [2, 1], [1, 2]],
    ['a stay went', [1, 2], [2, 1]],
    ['two came at once', [2, 0], [0, 2]],
    ['one more came than there was', [0, 2], [0, 3]],
  ] as const)('%s: no drift, judged anew from now', (_, before, now) => {
    expect(judge(before, now)).toEqual({
      basis: { units: now[0], taken: now[1] },
      drift: undefined,
    });
  });

  test.each([
    ['units went without a stay', [2, 1], [1, 1], 2],
    ['a stay came and two units went', [3, 0], [1, 1], 2],
    ['a stay went and units went too', [2, 1], [1, 0], 3],
    ['no longer any stock', [2, 1], [null, 1], 2],
    ['stock where none was known', [null, 0], [2, 0], null],
  ] as const)('%s: drift', (_, before, now, ours) => {
    const { drift, basis } = judge(before, now);
    expect(drift).toEqual({ ours, theirs: now[0], foundAt: 7 });
    expect(basis).toEqual({ units: before[0], taken: before[1] });
  });

  test('a stay that came before its unit went is waited for', () => {
    const first = judge([2, 0], [2, 1]);
    expect(first).toEqual({ basis: { units: 2, taken: 0 }, drift: undefined });
    expect(judge([2, 0], [1, 1]).drift).toBeUndefined();
  });

  test('before the bookings were read nothing is found, and what was found stays', () => {
    const blind = { isExplained: () => false };
    expect(judge([2, 0], [1, 0], blind)).toEqual({
      basis: { units: 2, taken: 0 },
      drift: undefined,
    });
    const open = on<OpenDrift>({ ours: 2, theirs: 1, foundAt: 3 });
    expect(judge([2, 0], [1, 0], { ...blind, open }).drift?.foundAt).toBe(3);
  });

  test('what we send is agreed upon', () => {
    const pushed = new Map([[TODAY + 3, 0]]);
    expect(judge([2, 0], [0, 0], { pushed })).toEqual({
      basis: { units: 0, taken: 0 },
      drift: undefined,
    });
    expect(judge([2, 0], [1, 0], { pushed }).drift).toMatchObject({ ours: 0, theirs: 1 });
  });

  test('a night seen for the first time is taken as it is', () => {
    expect(judge([2, 0], [1, 1], { basis: DayRuns.empty() }).basis).toEqual({ units: 1, taken: 1 });
  });
});
