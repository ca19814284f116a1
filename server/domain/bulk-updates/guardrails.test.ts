import { describe, expect, test } from 'vitest';
import type { PriceBounds } from '#server/domain/settings/rules.ts';
import type { Actor } from '#server/domain/tenancy/actor.ts';
import { mintTenant } from '#server/domain/tenancy/mint-tenant.ts';
import { ROLES, SCOPES } from '#server/domain/tenancy/permissions.ts';
import { DomainError } from '#server/kernel/errors.ts';
import { accommodationOf, changeOf, dateIn, groundOf, rowsOf } from '#tests/support/core/plans.ts';
import { fc } from '#tests/support/core/properties.ts';
import { anyChanges, ground } from '#tests/support/core/wanted-nights.ts';
import { nightsOutOfBounds, pricesOutOfBounds, pricesRefused } from './guardrails.ts';
import type { Change } from './schema.ts';

const bounded = (floorCents: number | null, ceilingCents: number | null) =>
  new Map([[1, { bounds: { floorCents, ceilingCents } }]]);
const found = (changes: readonly Change[], floor: number | null, ceiling: number | null) =>
  pricesOutOfBounds(changes, bounded(floor, ceiling)).map(({ path, code }) => `${path}: ${code}`);
const priced = (priceCents: number) => changeOf(0, 0, { priceCents }, { rateTypeId: 10 });

describe('prices out of bounds', () => {
  test.each([
    [100, 200, 99, 'below_floor'],
    [100, 200, 100, null],
    [100, 200, 200, null],
    [100, 200, 201, 'above_ceiling'],
    [null, 200, 1, null],
    [100, null, 9_999_999, null],
    [null, null, 1, null],
  ])('between %s and %s: %i is %s', (floor, ceiling, price, code) => {
    const path = 'changes.0.set.priceCents';
    expect(found([priced(price)], floor, ceiling)).toEqual(code ? [`${path}: ${code}`] : []);
  });

  test('are named each by its field and with its bound', () => {
    const prices = [
      { guests: 1, priceCents: 99 },
      { guests: 2, priceCents: 150 },
      { guests: 3, priceCents: null },
      { guests: null, priceCents: 201 },
    ];
    const changes = [
      changeOf(0, 1, { minStay: 2 }),
      changeOf(0, 1, { prices }, { rateTypeId: 10 }),
    ];
    expect(pricesOutOfBounds(changes, bounded(100, 200))).toEqual([
      { path: 'changes.1.set.prices.0.priceCents', code: 'below_floor', params: { min: 100 } },
      { path: 'changes.1.set.prices.3.priceCents', code: 'above_ceiling', params: { max: 200 } },
    ]);
  });

  test('are judged by the accommodation’s own bounds', () => {
    const other = { ...priced(50), accommodationId: 2 };
    expect(found([other], 100, 200)).toEqual([]);
  });

  const side = fc.option(fc.integer({ min: 1, max: 300_00 }), { nil: null });
  const bounds: fc.Arbitrary<PriceBounds> = fc
    .record({ floorCents: side, ceilingCents: side })
    .filter(({ floorCents, ceilingCents }) => (floorCents ?? 0) <= (ceilingCents ?? Infinity));

  test('are all that lie outside, and none that lies within', () => {
    fc.assert(
      fc.property(anyChanges, bounds, (changes, { floorCents, ceilingCents }) => {
        const accommodations = new Map(
          [1, 2].map((id) => [id, { bounds: { floorCents, ceilingCents } }]),
        );
        const named = changes.flatMap(({ set }, i) => [
          { path: `changes.${i}.set.priceCents`, cents: set.priceCents ?? null },
          ...(set.prices ?? []).map((price, j) => ({
            path: `changes.${i}.set.prices.${j}.priceCents`,
            cents: price.priceCents,
          })),
        ]);
        const outside = named.filter(
          ({ cents }) =>
            cents !== null &&
            !(cents >= (floorCents ?? -Infinity) && cents <= (ceilingCents ?? Infinity)),
        );
        expect(pricesOutOfBounds(changes, accommodations).map(({ path }) => path)).toEqual(
          outside.map(({ path }) => path),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('a plan sends a price out of bounds only where one was named', () => {
    const accommodations = new Map(
      [...ground.accommodations].map(([id, one]) => [
        id,
        { ...one, bounds: { floorCents: 75_00, ceilingCents: 125_00 } },
      ]),
    );
    fc.assert(
      fc.property(anyChanges, (changes) => {
        const sent = nightsOutOfBounds(
          rowsOf(changes, { ...ground, accommodations }),
          accommodations,
        );
        if (pricesOutOfBounds(changes, accommodations).length === 0) expect(sent.size).toBe(0);
        for (const { prices } of [...sent.values()].flat())
          for (const { priceCents } of prices) expect([50_00, 150_00]).toContain(priceCents);
      }),
    );
  });
});

describe('who means a price out of bounds', () => {
  const tenant = mintTenant('org');
  const who = { id: 'x', name: 'X', tenant };
  const outside = [priced(50)];
  const refused = (actor: Actor, isWanted: boolean | undefined, changes = outside) =>
    pricesRefused(actor, isWanted, changes, bounded(100, 200)).map(({ code }) => code);
  const key: Actor = { ...who, kind: 'apiKey', scopes: [...SCOPES], supplierIds: null };
  const people = ROLES.map((role): Actor => ({ ...who, kind: 'user', role }));

  test('nobody, unless it is said', () => {
    for (const actor of [...people, key])
      for (const isWanted of [undefined, false])
        expect(refused(actor, isWanted)).toEqual(['below_floor']);
  });

  test('an owner may; no other role and no key may', () => {
    const [owner, ...others] = people;
    if (!owner) throw new Error('There are no roles');
    expect(refused(owner, true)).toEqual([]);
    for (const actor of [...others, key])
      expect(() => refused(actor, true)).toThrow(new DomainError('FORBIDDEN'));
  });

  test('what is within bounds needs nobody', () => {
    for (const actor of [...people, key]) expect(refused(actor, true, [priced(150)])).toEqual([]);
  });
});

test('what a plan sends out of bounds is told by its nights, without what is overwritten', () => {
  const context = groundOf({
    accommodations: new Map([
      [1, { ...accommodationOf(3, [[10, 2]]), bounds: { floorCents: 100, ceilingCents: 200 } }],
    ]),
  });
  const rows = rowsOf(
    [
      changeOf(0, 4, { priceCents: 50, minStay: 2 }, { rateTypeId: 10 }),
      changeOf(2, 2, { priceCents: 150 }, { rateTypeId: 10 }),
      changeOf(6, 6, { prices: [{ guests: 1, priceCents: 300 }] }, { rateTypeId: 10 }),
      changeOf(0, 4, { units: 1 }),
    ],
    context,
  );
  expect([...nightsOutOfBounds(rows, context.accommodations)]).toEqual([
    [
      1,
      [
        { from: dateIn(0), to: dateIn(1), prices: [{ guests: 2, priceCents: 50 }] },
        { from: dateIn(3), to: dateIn(4), prices: [{ guests: 2, priceCents: 50 }] },
        { from: dateIn(6), to: dateIn(6), prices: [{ guests: 1, priceCents: 300 }] },
      ].map((nights) => ({ rateTypeId: 10, ...nights })),
    ],
  ]);
});
