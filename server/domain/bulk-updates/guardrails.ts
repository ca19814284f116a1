import { NO_BOUNDS, type PriceBounds } from '#server/domain/settings/rules.ts';
import { type Actor, isAllowed } from '#server/domain/tenancy/actor.ts';
import { fromEpochDay } from '#server/kernel/calendar-date.ts';
import { DomainError, type FieldError } from '#server/kernel/errors.ts';
import type { WantedPrice } from './patch.ts';
import type { PlannedRow } from './plan.ts';
import type { Change } from './schema.ts';

type Bounded = ReadonlyMap<number, { readonly bounds: PriceBounds }>;

/** Why a price is out of bounds; null = it is not. Taking a price away has no bounds. */
function refusalOf(
  priceCents: number | null | undefined,
  { floorCents, ceilingCents }: PriceBounds,
): Pick<FieldError, 'code' | 'params'> | null {
  if (priceCents == null) return null;
  if (floorCents !== null && priceCents < floorCents)
    return { code: 'below_floor', params: { min: floorCents } };
  if (ceilingCents !== null && priceCents > ceilingCents)
    return { code: 'above_ceiling', params: { max: ceilingCents } };
  return null;
}

/**
 * The prices of a change set that lie outside of their accommodation's bounds, each with its field.
 * Pure. Judged is what is asked for: what upstream holds and nobody named is none of it.
 */
export function pricesOutOfBounds(
  changes: readonly Change[],
  accommodations: Bounded,
): FieldError[] {
  return changes.flatMap(({ accommodationId, set }, i) => {
    const { bounds = NO_BOUNDS } = accommodations.get(accommodationId) ?? {};
    const named: [path: string, priceCents: number | null | undefined][] = [
      ['priceCents', set.priceCents],
      ...(set.prices ?? []).map(({ priceCents }, j): [string, number | null] => [
        `prices.${j}.priceCents`,
        priceCents,
      ]),
    ];
    return named.flatMap(([path, priceCents]) => {
      const refusal = refusalOf(priceCents, bounds);
      return refusal ? [{ path: `changes.${i}.set.${path}`, ...refusal }] : [];
    });
  });
}

/**
 * The prices of a change set that this actor may not send: those out of bounds, unless `isWanted`
 * says that they are meant.
 * @throws {DomainError} FORBIDDEN when they are meant by somebody who may not decide that.
 */
export function pricesRefused(
  actor: Actor,
  isWanted: boolean | undefined,
  changes: readonly Change[],
  accommodations: Bounded,
): FieldError[] {
  const outside = pricesOutOfBounds(changes, accommodations);
  if (outside.length === 0 || isWanted !== true) return outside;
  if (!isAllowed(actor, 'bounds:override')) throw new DomainError('FORBIDDEN');
  return [];
}

/** Nights of one rate type, both ends included, and their prices out of bounds. */
export interface OutsideNights {
  readonly rateTypeId: number;
  readonly from: string;
  readonly to: string;
  readonly prices: readonly WantedPrice[];
}

/** What a plan sends out of bounds, by accommodation. */
export function nightsOutOfBounds(
  rows: readonly PlannedRow[],
  accommodations: Bounded,
): Map<number, OutsideNights[]> {
  const outside = new Map<number, OutsideNights[]>();
  for (const { accommodationId, rateTypeId, nights } of rows) {
    const { bounds = NO_BOUNDS } = accommodations.get(accommodationId) ?? {};
    if (rateTypeId === null) continue;
    for (const { from, to, value } of nights.runs) {
      const prices = (value.patch.prices ?? []).filter(
        ({ priceCents }) => refusalOf(priceCents, bounds) !== null,
      );
      if (prices.length === 0) continue;
      const own = outside.get(accommodationId) ?? [];
      own.push({ rateTypeId, from: fromEpochDay(from), to: fromEpochDay(to), prices });
      outside.set(accommodationId, own);
    }
  }
  return outside;
}
