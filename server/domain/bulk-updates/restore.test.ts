import { describe, expect, test } from 'vitest';
import type { RateNight } from '#server/domain/rates/night.ts';
import { dateIn, groundOf, nightOf, rowsOf, TODAY } from '#tests/support/core/plans.ts';
import { fc } from '#tests/support/core/properties.ts';
import { mergeNight, type Patch } from './patch.ts';
import { fieldsOfPatch, fieldsThatDiffer, type NightBack, restoreNights } from './restore.ts';
import { CHANGE_LIMITS, change } from './schema.ts';

const context = groundOf();

/** A night `day` days ahead, whose patch was applied, to be what it was before. */
function back(
  day: number,
  patch: Patch,
  to: NightBack['to'],
  over: Partial<NightBack> = {},
): NightBack {
  const night = typeof to === 'number' ? undefined : (to ?? undefined);
  return {
    accommodationId: 1,
    rateTypeId: patch.units === undefined ? 10 : null,
    day: TODAY + day,
    to,
    now: patch.units ?? mergeNight(night, patch, context.defaults),
    fields: fieldsOfPatch(patch),
    otherwise: 'changed_since',
    ...over,
  };
}

const dearer: Patch = { prices: [{ guests: 2, priceCents: 120_00 }] };
const reasons = (nights: readonly NightBack[]) =>
  restoreNights(nights, context).skipped.map(({ reason }) => reason);

test('consecutive nights go back to what they held as one entry, in the fields set only', () => {
  const shut = nightOf({ open: false });
  const nights = [
    ...[5, 6, 7].map((day) => back(day, dearer, nightOf())),
    back(8, dearer, shut),
    back(9, dearer, nightOf({ prices: [{ guests: 2, priceCents: 90_00 }] })),
    back(6, { units: 0 }, 2),
  ];
  expect(restoreNights(nights, context)).toEqual({
    changes: [
      { accommodationId: 1, from: dateIn(6), to: dateIn(6), set: { units: 2 } },
      ...[
        { from: dateIn(5), to: dateIn(8), priceCents: 100_00 },
        { from: dateIn(9), to: dateIn(9), priceCents: 90_00 },
      ].map(({ priceCents, ...span }) => ({
        ...{ accommodationId: 1, rateTypeId: 10, ...span },
        set: { prices: [{ guests: 2, priceCents }] },
      })),
    ],
    skipped: [],
  });
});

test('a field that changed since is left alone and told, the other fields go back', () => {
  const patch: Patch = { ...dearer, minStay: 4 };
  const now = nightOf({ minStay: 5, prices: [{ guests: 2, priceCents: 120_00 }] });
  const { changes, skipped } = restoreNights([back(5, patch, nightOf(), { now })], context);
  expect(changes.map(({ set }) => set)).toEqual([{ prices: [{ guests: 2, priceCents: 100_00 }] }]);
  expect(skipped).toEqual([
    {
      ...{ accommodationId: 1, rateTypeId: 10, from: dateIn(5), to: dateIn(5) },
      ...{ reason: 'changed_since', before: { minStay: 2 }, now: { minStay: 5 } },
    },
  ]);
});

test('what already holds its old value is neither changed nor told', () => {
  const nights = [back(5, dearer, nightOf(), { now: nightOf() })];
  expect(restoreNights(nights, context)).toEqual({ changes: [], skipped: [] });
});

test('an occupancy that had no price loses it again, the last price of a night stays', () => {
  const patch: Patch = { prices: [{ guests: 4, priceCents: 150_00 }] };
  const { changes } = restoreNights([back(5, patch, nightOf())], context);
  expect(changes.map(({ set }) => set)).toEqual([{ prices: [{ guests: 4, priceCents: null }] }]);
  const bare = nightOf({ prices: [] });
  expect(reasons([back(5, patch, bare)])).toEqual(['last_price']);
});

test('a night that was not there is closed, since nothing takes it out upstream', () => {
  const { changes, skipped } = restoreNights(
    [back(5, dearer, null), back(6, { units: 2 }, null)],
    context,
  );
  expect(changes.map(({ set }) => set)).toEqual([{ units: 0 }, { open: false }]);
  expect(skipped).toMatchObject([
    { reason: 'new_night', before: null, now: { units: 2 } },
    { reason: 'new_night', before: null, now: { prices: [{ guests: 2, priceCents: 120_00 }] } },
  ]);
  const closed = nightOf({ open: false, prices: [{ guests: 2, priceCents: 120_00 }] });
  const again = restoreNights([back(5, dearer, null, { now: closed })], context);
  expect(again).toMatchObject({ changes: [], skipped: [{ reason: 'new_night' }] });
});

describe('what cannot be brought back is told', () => {
  test.each<[string, NightBack]>([
    ['past_night', back(-1, dearer, nightOf())],
    ['not_linked', back(5, dearer, nightOf(), { rateTypeId: 12 })],
    ['not_linked', back(5, dearer, nightOf(), { accommodationId: 9 })],
    ['cannot_be_set', back(5, { minStay: 3 }, nightOf({ minStay: null }))],
    ['cannot_be_set', back(5, { minStay: 3 }, nightOf({ minStay: 10_000 }))],
    ['cannot_be_set', back(5, dearer, nightOf({ prices: [{ guests: 2, priceCents: 0 }] }))],
    ['above_unit_count', back(5, { units: 1 }, 4)],
    ['newer_sending', back(5, dearer, nightOf(), { newer: new Set(['price:2']) })],
    [
      'mismatch',
      back(5, dearer, nightOf(), { now: nightOf({ prices: [] }), otherwise: 'mismatch' }),
    ],
    [
      'min_above_max',
      back(5, { minStay: 2 }, nightOf({ minStay: 9 }), {
        now: nightOf({ minStay: 2, maxStay: 4 }),
      }),
    ],
  ])('%s', (reason, night) => {
    expect(restoreNights([night], context)).toMatchObject({ changes: [], skipped: [{ reason }] });
  });

  test('a newer sending of other fields is none', () => {
    expect(reasons([back(5, dearer, nightOf(), { newer: new Set(['minStay']) })])).toEqual([]);
  });
});

test('what does not fit into one change set is told, for another one', () => {
  const nights = Array.from({ length: CHANGE_LIMITS.entries + 2 }, (_, i) => {
    const priceCents = i % 2 === 0 ? 80_00 : 85_00;
    return back(5 + i, dearer, nightOf({ prices: [{ guests: 2, priceCents }] }));
  });
  const { changes, skipped } = restoreNights(nights, groundOf({ horizon: TODAY + 10_000 }));
  expect([changes.length, skipped.length]).toEqual([CHANGE_LIMITS.entries, 2]);
  expect(skipped[0]).toMatchObject({ reason: 'too_many', from: dateIn(5 + CHANGE_LIMITS.entries) });
});

const price = fc.integer({ min: 1, max: 3 }).map((tens) => tens * 10_00);
const stay = fc.integer({ min: 1, max: 5 });
const anyNight: fc.Arbitrary<RateNight> = fc
  .record({
    open: fc.boolean(),
    minStay: stay,
    maxStay: fc.integer({ min: 5, max: 9 }),
    arrivalAllowed: fc.boolean(),
    departureAllowed: fc.boolean(),
    two: price,
    four: fc.option(price),
  })
  .map(({ two, four, ...night }) => ({
    ...night,
    prices: [
      { guests: 2, priceCents: two },
      ...(four === null ? [] : [{ guests: 4, priceCents: four }]),
    ],
  }));
const anyPatch: fc.Arbitrary<Patch> = fc
  .record(
    {
      open: fc.boolean(),
      minStay: stay,
      arrivalAllowed: fc.boolean(),
      prices: fc.constantFrom(
        [{ guests: 2, priceCents: 55_00 }],
        [{ guests: 4, priceCents: 55_00 }],
        [
          { guests: 2, priceCents: 20_00 },
          { guests: 4, priceCents: 66_00 },
        ],
      ),
    },
    { requiredKeys: [] },
  )
  .filter((patch) => Object.keys(patch).length > 0);

test('what was applied and taken back is what it was, and every entry may be sent', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyNight, anyPatch), { maxLength: 12 }), (nights) => {
      const given = nights.map(([night, patch], i) => back(5 + i, patch, night));
      const { changes, skipped } = restoreNights(given, context);
      expect(skipped).toEqual([]);
      for (const one of changes) expect(change.safeParse(one).success).toBe(true);
      const [row] = changes.length > 0 ? rowsOf(changes, context) : [];
      for (const { day, now, to } of given) {
        const patch = row?.nights.at(day)?.patch ?? {};
        const after = mergeNight(now as RateNight, patch, context.defaults);
        expect([...fieldsThatDiffer(after, to)]).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});

test('only the fields that were set are touched, and only while they hold what was set', () => {
  fc.assert(
    fc.property(anyNight, anyPatch, anyNight, (night, patch, later) => {
      const one = back(5, patch, night, { now: later });
      const { changes, skipped } = restoreNights([one], context);
      const due = fieldsThatDiffer(night, later);
      const set = fieldsOfPatch((changes[0]?.set ?? {}) as Patch);
      for (const [field, value] of fieldsOfPatch(patch)) {
        const isOurs = !due.has(field) || due.get(field) === value;
        if (!isOurs) expect(set.has(field)).toBe(false);
        if (due.has(field) && !set.has(field)) expect(skipped.length).toBeGreaterThan(0);
      }
      for (const field of set.keys()) expect(fieldsOfPatch(patch).has(field)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
