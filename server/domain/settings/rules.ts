import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import type { FieldError } from '#server/kernel/errors.ts';
import type { SettingsUpdate, SettingsView } from './schema.ts';

export type AccommodationSettings = SettingsView['accommodations'][number];
export type PropertySet = NonNullable<SettingsUpdate['set']>;
export type AccommodationSet = NonNullable<SettingsUpdate['accommodations']>[number]['set'];

/** What holds for a property whose owner has not decided. */
export const DEFAULT_SETTINGS = {
  arrivalAllowed: true,
  departureAllowed: true,
  weekendNights: [5, 6],
  schoolZones: ['A', 'B', 'C'],
  holidayRegion: 'metropole',
  vatRateBasisPoints: null,
  commissionBasisPoints: {},
  retentionMonths: 36,
} as const satisfies Omit<
  SettingsView,
  'supplierId' | 'name' | 'timezone' | 'minStayReading' | 'newNight' | 'accommodations'
> &
  Pick<SettingsView['newNight'], 'arrivalAllowed' | 'departureAllowed'>;

/** Between which prices an owner lets an accommodation be sold; null = open on that side. */
export interface PriceBounds {
  readonly floorCents: number | null;
  readonly ceilingCents: number | null;
}

/** The bounds of an accommodation whose owner has not decided. */
export const NO_BOUNDS: PriceBounds = { floorCents: null, ceilingCents: null };

/** A stay line of a booking: arrival ≤ night < departure. */
export type StayUnits = readonly [arrivalDay: EpochDay, departureDay: EpochDay, units: number];

/** The most units that one night has taken by stays, of the nights from `today` on. */
export function mostBooked(stays: readonly StayUnits[], today: EpochDay): number {
  const taken = stays.reduce((runs, [arrival, departure, units]) => {
    const from = Math.max(arrival, today);
    return from < departure
      ? runs.update(from, departure - 1, (others) => (others ?? 0) + units)
      : runs;
  }, DayRuns.empty<number>());
  return taken.runs.reduce((most, { value }) => Math.max(most, value), 0);
}

/**
 * What is wrong with an update that its own shape does not tell: accommodations that are not the
 * property's or named twice, a floor above the ceiling (of which one may be stored already), fewer
 * units than stays have taken. Pure. A unit count that stays as it is is not judged again.
 */
export function refusedSettings(
  { accommodations = [] }: Pick<SettingsUpdate, 'accommodations'>,
  current: Pick<SettingsView, 'accommodations'>,
): FieldError[] {
  const stored = new Map(current.accommodations.map((one) => [one.id, one]));
  const seen = new Set<number>();
  return accommodations.flatMap(({ id, set }, i): FieldError[] => {
    const own = stored.get(id);
    const isTwice = seen.has(id);
    seen.add(id);
    if (!own) return [{ path: `accommodations.${i}.id`, code: 'unknown_accommodation' }];
    if (isTwice) return [{ path: `accommodations.${i}.id`, code: 'duplicate' }];
    return [...refusedBounds(set, own), ...refusedUnits(set, own)].map((refused) => ({
      ...refused,
      path: `accommodations.${i}.set.${refused.path}`,
    }));
  });
}

function refusedBounds(set: AccommodationSet, own: AccommodationSettings): FieldError[] {
  if (set.floorCents === undefined && set.ceilingCents === undefined) return [];
  const { floorCents = own.floorCents, ceilingCents = own.ceilingCents } = set;
  if (floorCents === null || ceilingCents === null || floorCents <= ceilingCents) return [];
  const path = set.floorCents === undefined ? 'ceilingCents' : 'floorCents';
  return [{ path, code: 'floor_above_ceiling' }];
}

function refusedUnits({ units }: AccommodationSet, own: AccommodationSettings): FieldError[] {
  if (units == null || units === own.units || units >= own.mostBooked) return [];
  return [{ path: 'units', code: 'below_unit_count', params: { min: own.mostBooked } }];
}

/** Fields that an update changes, as they were and as they become. */
export interface Difference<T> {
  readonly before: Partial<T>;
  readonly after: Partial<T>;
}

/** What of `set` differs from what is stored; null = nothing. */
export function differenceOf<T extends object>(set: Partial<T>, current: T): Difference<T> | null {
  const before: Partial<T> = {};
  const after: Partial<T> = {};
  for (const key of keysOf(set)) {
    if (set[key] === undefined || sameValue(set[key], current[key])) continue;
    before[key] = current[key];
    after[key] = set[key];
  }
  return keysOf(after).length === 0 ? null : { before, after };
}

function keysOf<T extends object>(object: T): (keyof T)[] {
  return Object.keys(object) as (keyof T)[];
}

/** Lists in order; objects whatever the order of their fields. */
function sameValue(a: unknown, b: unknown): boolean {
  return textOf(a) === textOf(b);
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
