import { describe, expect, test } from 'vitest';
import type { Patch } from '#server/domain/bulk-updates/patch.ts';
import { itemState } from '#server/domain/pushes/schema.ts';
import { cellOf, nightOf } from '#tests/support/core/plans.ts';
import { fc } from '#tests/support/core/properties.ts';
import type { Cell } from './cells.ts';
import { packCells, unpackCells } from './packed-cells.ts';

const two = (priceCents: number) => ({ prices: [{ guests: 2, priceCents }] });

describe('cells as stored', () => {
  const night = fc.record(
    {
      open: fc.boolean(),
      minStay: fc.constantFrom(null, 1, 2),
      maxStay: fc.constantFrom(null, 7),
      arrivalAllowed: fc.constant(true),
      departureAllowed: fc.constant(true),
      prices: fc.array(
        fc.record(
          {
            guests: fc.constantFrom(null, 2),
            priceCents: fc.constantFrom(1, 2),
            extra: fc.constant({ 'é"\\': [null] }),
          },
          { requiredKeys: ['guests', 'priceCents'] },
        ),
        { maxLength: 2 },
      ),
      extra: fc.constant({ promo: { 7: 'x' } }),
    },
    {
      requiredKeys: [
        ...([
          'open',
          'minStay',
          'maxStay',
          'arrivalAllowed',
          'departureAllowed',
          'prices',
        ] as const),
      ],
    },
  );
  const value = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 2 }), night);
  const patch: fc.Arbitrary<Patch> = fc.constantFrom(
    ...([{ units: 0 }, { open: false }, { minStay: 2, ...two(1) }] as const),
  );
  const alike = fc.record({
    rateTypeId: fc.constantFrom(null, 10),
    patch,
    base: value,
    state: fc.constantFrom(...itemState.options),
    sent: value,
    read: value,
  });
  /** Runs of alike nights, with gaps, in any order. */
  const cells: fc.Arbitrary<Cell[]> = fc
    .array(fc.tuple(fc.integer({ min: -3, max: 9 }), fc.integer({ min: 1, max: 4 }), alike), {
      maxLength: 6,
    })
    .map((runs) =>
      runs.flatMap(([from, count, rest]) =>
        Array.from({ length: count }, (_, i) => ({ day: from + i, ...structuredClone(rest) })),
      ),
    );

  test('come back as they were, in the same order', () => {
    fc.assert(
      fc.property(cells, (list) => {
        expect(unpackCells(packCells(list))).toEqual(list);
      }),
      { numRuns: 1_000 },
    );
  });

  test('are runs of alike nights, as few as possible', () => {
    const nights = (from: number, count: number, over: Partial<Cell> = {}) =>
      Array.from({ length: count }, (_, i) => cellOf({ day: from + i, ...over }));
    const runs = (list: readonly Cell[]): unknown[] => JSON.parse(packCells(list)).runs;
    expect(runs(nights(0, 365))).toHaveLength(1);
    expect(runs([...nights(0, 3), ...nights(4, 3)])).toHaveLength(2);
    expect(runs([...nights(0, 3), ...nights(3, 3, { state: 'applied' })])).toHaveLength(2);
    expect(runs([...nights(0, 3), ...nights(3, 3, { read: 1 })])).toHaveLength(2);
    expect(runs([...nights(0, 3), ...nights(3, 3, { rateTypeId: 11 })])).toHaveLength(2);
    expect(runs([])).toEqual([]);
  });

  test('hold every value once', () => {
    const night = nightOf({ minStay: 3 });
    const list = [1, 2, 3, 9, 11].map((day) =>
      cellOf({ day, base: night, sent: { ...night }, read: structuredClone(night) }),
    );
    expect(JSON.parse(packCells(list)).values).toEqual([list[0]?.patch, night]);
  });

  test('are read as they were stored before', () => {
    const { day: _, ...rest } = cellOf({ day: 3, base: nightOf(), read: null });
    const stored = JSON.stringify([{ from: 3, to: 4, ...rest }]);
    expect(unpackCells(stored)).toEqual([3, 4].map((day) => ({ day, ...rest })));
  });
});
