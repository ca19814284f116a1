import type { NightDefaults, Patch } from '#server/domain/bulk-updates/patch.ts';
import {
  type Plan,
  type PlanAccommodation,
  type PlanContext,
  planChanges,
} from '#server/domain/bulk-updates/plan.ts';
import {
  type MirrorNights,
  type Preview,
  type PreviewContext,
  previewPlan,
} from '#server/domain/bulk-updates/preview.ts';
import type { Change } from '#server/domain/bulk-updates/schema.ts';
import type { Cell } from '#server/domain/pushes/cells.ts';
import { type RateNight, sameNight } from '#server/domain/rates/night.ts';
import { NO_BOUNDS } from '#server/domain/settings/rules.ts';
import { calendarDateOf, fromEpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';

/** A Saturday. */
export const TODAY = toEpochDay('2026-11-21');

/** What a new night begins with. */
export const DEFAULTS: NightDefaults = {
  ...{ minStay: 1, maxStay: 30 },
  ...{ arrivalAllowed: true, departureAllowed: true },
};

/** A date by its distance from today. */
export const dateIn = (days: number) => fromEpochDay(TODAY + days);

/** A night as upstream holds it: open, for two guests at 100 euros. */
export function nightOf(over: Partial<RateNight> = {}): RateNight {
  return {
    open: true,
    minStay: 2,
    maxStay: 14,
    arrivalAllowed: true,
    departureAllowed: true,
    prices: [{ guests: 2, priceCents: 100_00 }],
    ...over,
  };
}

/** One accommodation's unit count, and its linked rate types with their reference occupancy. */
export function accommodationOf(
  units: number | null,
  links: readonly (readonly [rateTypeId: number, guests: number | null | undefined])[],
): PlanAccommodation {
  return { units, bounds: NO_BOUNDS, links: new Map(links) };
}

/** A supplier with the accommodation 1: three units, sold under the types 10 and 11 for two. */
export function groundOf(over: Partial<PreviewContext> = {}): PreviewContext {
  return {
    today: TODAY,
    horizon: TODAY + 1095,
    accommodations: new Map([
      [
        1,
        accommodationOf(3, [
          [10, 2],
          [11, 2],
        ]),
      ],
    ]),
    rateTypeIds: new Set([10, 11, 12]),
    defaults: DEFAULTS,
    ...over,
  };
}

/** A change of accommodation 1 for the nights `from`..`to`, by their distance from today. */
export function changeOf(
  from: number,
  to: number,
  set: Change['set'],
  over: Partial<Change> = {},
): Change {
  return { accommodationId: 1, from: dateIn(from), to: dateIn(to), set, ...over };
}

/** The same between two written dates. */
export function changeBetween(from: string, to: string, set: Change['set']): Change {
  return { accommodationId: 1, from: calendarDateOf(from), to: calendarDateOf(to), set };
}

/** A mirror by row (`1:10`, stock `1:`) and night, by its distance from today. */
export interface MirrorDays {
  readonly stock?: readonly (readonly [day: number, units: number])[];
  readonly rates?: Readonly<Record<string, readonly (readonly [day: number, night: RateNight])[]>>;
}

/** The mirror of these days. */
export function mirrorOf({ stock = [], rates = {} }: MirrorDays): MirrorNights {
  const shifted = <T>(days: readonly (readonly [number, T])[]) =>
    days.map(([day, held]): [number, T] => [TODAY + day, held]);
  return {
    stock: (accommodationId) => DayRuns.fromDays(accommodationId === 1 ? shifted(stock) : []),
    rates: (accommodationId, rateTypeId) =>
      DayRuns.fromDays(shifted(rates[`${accommodationId}:${rateTypeId}`] ?? []), sameNight),
  };
}

/** Plans and previews; refused plans are an error. */
export function previewOf(
  changes: readonly Change[],
  mirror: MirrorNights,
  context: PreviewContext = groundOf(),
): Preview {
  return previewPlan(rowsOf(changes, context), mirror, context);
}

/** The rows of a plan that is not refused. */
export function rowsOf(changes: readonly Change[], context: PlanContext = groundOf()) {
  const plan = planChanges(changes, context);
  if (!plan.ok) throw new Error(JSON.stringify(plan.fields));
  return plan.rows;
}

/** What a plan is refused for, as `path: code`. */
export function refusedOf(plan: Plan): string[] {
  return plan.ok ? [] : plan.fields.map(({ path, code }) => `${path}: ${code}`);
}

/** The patches of one row by date. */
export function patchesOf(
  changes: readonly Change[],
  rateTypeId: number | null,
  context: PlanContext = groundOf(),
): Record<string, Patch> {
  const row = rowsOf(changes, context).find((one) => one.rateTypeId === rateTypeId);
  const days = [...(row?.nights.expand() ?? [])];
  return Object.fromEntries(days.map(([day, { patch }]) => [fromEpochDay(day), patch]));
}

/** A queued cell that closes a night of type 10, based on a night as upstream holds it. */
export function cellOf(over: Partial<Cell> = {}): Cell {
  return {
    rateTypeId: 10,
    day: TODAY,
    patch: { open: false },
    base: nightOf(),
    state: 'queued',
    sent: null,
    read: null,
    ...over,
  };
}
