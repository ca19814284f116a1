import { expect, test } from 'vitest';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { previewOf, TODAY } from '#tests/support/core/plans.ts';
import { fc } from '#tests/support/core/properties.ts';
import {
  anyChanges,
  anyWorld,
  ground,
  type Held,
  heldBefore,
  mirrorNights,
  outcomeOf,
  type World,
} from '#tests/support/core/wanted-nights.ts';
import type { Change, NightValues, PreviewCell, PreviewPeriod } from './schema.ts';

const RUNS = { numRuns: 1_000 };
const preview = (world: World, changes: readonly Change[]) =>
  previewOf(changes, mirrorNights(world), ground);

const rowOf = (one: Pick<PreviewPeriod, 'accommodationId' | 'rateTypeId'>) =>
  `${one.accommodationId}:${one.rateTypeId ?? ''}`;
const dayOf = (date: string) => toEpochDay(date) - TODAY;

/** A night's values in one order of fields. */
function text(values: NightValues | undefined): string {
  return JSON.stringify(values && Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function texts(held: Held): string {
  return Object.entries(held)
    .flatMap(([row, nights]) => nights.map((night, day) => `${row} ${day} ${text(night)}`))
    .join('\n');
}

/** What a receiver holds in the end that takes of overlapping periods the first or the last. */
function received(before: Held, periods: readonly PreviewPeriod[], wins: 'first' | 'last'): Held {
  const after = Object.fromEntries(Object.entries(before).map(([row, held]) => [row, [...held]]));
  for (const period of wins === 'last' ? periods : [...periods].reverse())
    for (let day = dayOf(period.from); day <= dayOf(period.to); day++)
      after[rowOf(period)]?.splice(day, 1, period.values);
  return after;
}

function cellText(cell: PreviewCell): string {
  const who = cell.guests === undefined ? '' : `${cell.guests} `;
  return `${rowOf(cell)} ${cell.date} ${cell.field} ${who}${cell.before} ${cell.after}`;
}

test('what is sent gives what every night for itself should hold, whoever wins', () => {
  fc.assert(
    fc.property(anyWorld, anyChanges, (world, changes) => {
      const { periods, cells, violations } = preview(world, changes);
      const wanted = outcomeOf(world, changes);
      const before = heldBefore(world);
      expect(texts(received(before, periods, 'first'))).toBe(texts(wanted.held));
      expect(texts(received(before, periods, 'last'))).toBe(texts(wanted.held));
      expect(cells.map(cellText).sort().join('\n')).toBe(wanted.cells.join('\n'));
      expect(violations.length > 0).toBe(wanted.refused);
    }),
    RUNS,
  );
});

test('periods of a row never overlap, and equal neighbours are one', () => {
  fc.assert(
    fc.property(anyWorld, anyChanges, (world, changes) => {
      const { periods } = preview(world, changes);
      const last = new Map<string, PreviewPeriod>();
      for (const period of periods) {
        const earlier = last.get(rowOf(period));
        expect(dayOf(period.from)).toBeLessThanOrEqual(dayOf(period.to));
        if (earlier) expect(dayOf(earlier.to)).toBeLessThan(dayOf(period.from));
        if (earlier && dayOf(earlier.to) + 1 === dayOf(period.from))
          expect(text(earlier.values)).not.toBe(text(period.values));
        last.set(rowOf(period), period);
      }
    }),
    RUNS,
  );
});

test('what nobody named of a night stays as upstream has it', () => {
  fc.assert(
    fc.property(anyWorld, anyChanges, (world, changes) => {
      for (const period of preview(world, changes).periods)
        for (let day = dayOf(period.from); day <= dayOf(period.to); day++) {
          const night = world.rates[rowOf(period)]?.[day];
          if (!night) continue;
          const own = changes.filter(
            ({ accommodationId, rateTypeId }) =>
              accommodationId === period.accommodationId &&
              (rateTypeId ?? period.rateTypeId) === period.rateTypeId,
          );
          const named = new Set(own.flatMap(({ set }) => Object.keys(set)));
          for (const field of ['open', 'arrivalAllowed', 'departureAllowed'] as const)
            if (!named.has(field)) expect(period.values[field]).toBe(night[field]);
          for (const field of ['minStay', 'maxStay'] as const)
            if (!named.has(field) && night[field] !== null)
              expect(period.values[field]).toBe(night[field]);
          const reference = ground.accommodations
            .get(period.accommodationId)
            ?.links.get(period.rateTypeId ?? 0);
          const guests = new Set(
            own.flatMap(({ set }) => set.prices?.map((price) => price.guests) ?? []),
          );
          for (const price of night.prices) {
            if (guests.has(price.guests)) continue;
            if (price.guests === reference && named.has('priceCents')) continue;
            expect(period.values.prices).toContainEqual(price);
          }
        }
    }),
    RUNS,
  );
});

test('a plan that was carried out sends nothing when it is asked for again', () => {
  fc.assert(
    fc.property(anyWorld, anyChanges, (world, changes) => {
      const first = preview(world, changes);
      fc.pre(first.violations.length === 0);
      const after = received(heldBefore(world), first.periods, 'last');
      const again = preview(worldOf(after), changes);
      expect([again.cells, again.periods, again.warnings]).toEqual([[], [], []]);
    }),
    RUNS,
  );
});

function worldOf(held: Held): World {
  const rates: Record<string, World['rates'][string][number][]> = {};
  const stock: Record<string, (number | undefined)[]> = {};
  for (const [row, nights] of Object.entries(held))
    if (row.endsWith(':')) stock[row] = nights.map((night) => night?.units);
    else
      rates[row] = nights.map(
        (night) =>
          night && {
            open: night.open ?? true,
            minStay: night.minStay ?? null,
            maxStay: night.maxStay ?? null,
            arrivalAllowed: night.arrivalAllowed ?? true,
            departureAllowed: night.departureAllowed ?? true,
            prices: night.prices ?? [],
          },
      );
  return { rates, stock };
}
