import { RATE_LIMITS } from '#server/domain/rates/schema.ts';
import type { PriceBounds } from '#server/domain/settings/rules.ts';
import { civilOf, type EpochDay, isoWeekday, toEpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns, type Run } from '#server/kernel/day-runs.ts';
import type { FieldError } from '#server/kernel/errors.ts';
import { cellCount, overlay, type Patch, RESTRICTION_FIELDS } from './patch.ts';
import { CHANGE_LIMITS, type Change } from './schema.ts';

/** What a plan must know of the supplier. */
export interface PlanContext {
  /** The supplier's own date as an epoch day; earlier nights are past. */
  readonly today: EpochDay;
  /** The last night that may be set. */
  readonly horizon: EpochDay;
  readonly accommodations: ReadonlyMap<number, PlanAccommodation>;
  readonly rateTypeIds: ReadonlySet<number>;
}

export interface PlanAccommodation {
  /** Null = unknown: any number of units may be typed. */
  readonly units: number | null;
  /** Prices outside of them are sent only when the owner means it. */
  readonly bounds: PriceBounds;
  /** Linked rate types with the occupancy that `priceCents` means; undefined = none known. */
  readonly links: ReadonlyMap<number, number | null | undefined>;
}

/** What one entry of a change set wants of a night, over what earlier entries want. */
export interface Layer {
  /** Index in `changes`, for naming the field of a refusal. */
  readonly entry: number;
  /** The rate type was named; otherwise it is one of all linked ones. */
  readonly named: boolean;
  readonly patch: Patch;
  readonly under: Layer | undefined;
}

/** All that is wanted of a night, and the entries that want it, the last one first. */
export interface PlannedPatch {
  readonly patch: Patch;
  /** An entry named the rate type; otherwise it is one of all linked ones. */
  readonly named: boolean;
  readonly last: Layer;
}

/** What is wanted for one accommodation under one rate type; null = its stock. */
export interface PlannedRow {
  readonly accommodationId: number;
  readonly rateTypeId: number | null;
  readonly nights: DayRuns<PlannedPatch>;
}

export type Plan =
  | { readonly ok: true; readonly rows: readonly PlannedRow[]; readonly cells: number }
  | { readonly ok: false; readonly fields: readonly FieldError[] };

interface Target {
  readonly rateTypeId: number | null;
  readonly patch: Patch;
  readonly named: boolean;
}

/** The last night that may be set: the same day of the year as `today`, so many years ahead. */
export function horizonOf(today: EpochDay): EpochDay {
  const { year, month, day } = civilOf(today);
  const last = month === 2 && day === 29 ? 28 : day;
  return toEpochDay(`${year + RATE_LIMITS.horizonYears}-${pad(month)}-${pad(last)}`);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/**
 * Resolves a change set to absolute patches by row and night; later entries win, field by field.
 * Pure. Refuses (with the field) accommodations and rate types that are not the supplier's, rate
 * types that are not linked, restrictions where nothing is linked, past nights, nights beyond the
 * horizon, more units than there are, and more than the allowed number of cells.
 */
export function planChanges(changes: readonly Change[], context: PlanContext): Plan {
  const fields = changes.flatMap((change, i) => refusals(change, context, `changes.${i}`));
  if (fields.length > 0) return { ok: false, fields };
  const rows = new Map<string, RowBuilder>();
  let nights = 0;
  for (const [entry, change] of changes.entries()) {
    const days = daysOf(change);
    for (const target of targetsOf(change, context)) {
      // Entries over entries of the same nights cost time although few cells come of them.
      nights += days.length;
      if (nights > CHANGE_LIMITS.nights) return tooMany(CHANGE_LIMITS.nights);
      const key = `${change.accommodationId}:${target.rateTypeId ?? ''}`;
      const row = rows.get(key) ?? new RowBuilder(change.accommodationId, target.rateTypeId);
      rows.set(key, row);
      row.add(days, { ...target, entry });
    }
  }
  const planned = [...rows.values()].map((row) => row.build());
  const cells = planned.reduce((sum, row) => sum + cellsOf(row), 0);
  if (cells > CHANGE_LIMITS.cells) return tooMany(CHANGE_LIMITS.cells);
  return { ok: true, rows: planned, cells };
}

function tooMany(max: number): Plan {
  return { ok: false, fields: [{ path: 'changes', code: 'too_many', params: { max } }] };
}

function cellsOf(row: PlannedRow): number {
  return row.nights.runs.reduce(
    (sum, run) => sum + cellCount(run.value.patch) * (run.to - run.from + 1),
    0,
  );
}

function refusals(change: Change, context: PlanContext, path: string): FieldError[] {
  const accommodation = context.accommodations.get(change.accommodationId);
  if (!accommodation) return [{ path: `${path}.accommodationId`, code: 'unknown_accommodation' }];
  const refused: FieldError[] = [];
  const { rateTypeId, set } = change;
  if (rateTypeId !== undefined && !context.rateTypeIds.has(rateTypeId))
    refused.push({ path: `${path}.rateTypeId`, code: 'unknown_rate_type' });
  else if (rateTypeId !== undefined && !accommodation.links.has(rateTypeId))
    refused.push({ path: `${path}.rateTypeId`, code: 'rate_type_not_linked' });
  else if (
    rateTypeId !== undefined &&
    set.priceCents !== undefined &&
    accommodation.links.get(rateTypeId) === undefined
  )
    refused.push({ path: `${path}.set.priceCents`, code: 'no_reference_occupancy' });
  else if (rateTypeId === undefined && accommodation.links.size === 0 && restricts(set))
    refused.push({ path: `${path}.set`, code: 'price_required' });
  if (toEpochDay(change.from) < context.today)
    refused.push({ path: `${path}.from`, code: 'past_night' });
  if (toEpochDay(change.to) > context.horizon)
    refused.push({ path: `${path}.to`, code: 'beyond_horizon' });
  const { units } = accommodation;
  if (set.units !== undefined && units !== null && set.units > units)
    refused.push({ path: `${path}.set.units`, code: 'above_unit_count', params: { max: units } });
  return refused;
}

function restricts(set: Change['set']): boolean {
  return RESTRICTION_FIELDS.some((field) => set[field] !== undefined);
}

function targetsOf(change: Change, context: PlanContext): Target[] {
  const { units, priceCents, prices, ...restrictions } = change.set;
  const links = context.accommodations.get(change.accommodationId)?.links ?? new Map();
  const wanted = compact(restrictions);
  const targets: Target[] = [];
  if (units !== undefined) targets.push({ rateTypeId: null, patch: { units }, named: true });
  if (change.rateTypeId !== undefined) {
    const named =
      prices ??
      (priceCents === undefined
        ? undefined
        : [{ guests: links.get(change.rateTypeId) ?? null, priceCents }]);
    targets.push({
      rateTypeId: change.rateTypeId,
      patch: { ...wanted, ...(named && { prices: named }) },
      named: true,
    });
  } else if (Object.keys(wanted).length > 0) {
    for (const rateTypeId of links.keys())
      targets.push({ rateTypeId, patch: wanted, named: false });
  }
  return targets;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function compact<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}

function daysOf(change: Change): EpochDay[] {
  const mask = change.weekdays && new Set(change.weekdays);
  const days: EpochDay[] = [];
  for (let day = toEpochDay(change.from); day <= toEpochDay(change.to); day++)
    if (!mask || mask.has(isoWeekday(day))) days.push(day);
  return days;
}

/** Lays entry over entry by night; nights with the same history share one object. */
class RowBuilder {
  private readonly accommodationId: number;
  private readonly rateTypeId: number | null;
  private readonly nights = new Map<EpochDay, PlannedPatch>();

  constructor(accommodationId: number, rateTypeId: number | null) {
    this.accommodationId = accommodationId;
    this.rateTypeId = rateTypeId;
  }

  add(days: readonly EpochDay[], { patch, named, entry }: Target & { entry: number }): void {
    const overlaid = new Map<PlannedPatch | undefined, PlannedPatch>();
    for (const day of days) {
      const earlier = this.nights.get(day);
      let merged = overlaid.get(earlier);
      if (!merged) {
        merged = {
          patch: overlay(earlier?.patch, patch),
          named: named || (earlier?.named ?? false),
          last: { entry, named, patch, under: earlier?.last },
        };
        overlaid.set(earlier, merged);
      }
      this.nights.set(day, merged);
    }
  }

  build(): PlannedRow {
    const sorted = [...this.nights].sort((a, b) => a[0] - b[0]);
    const runs: Run<PlannedPatch>[] = [];
    for (const [day, value] of sorted) {
      const last = runs[runs.length - 1];
      if (last && last.to + 1 === day && last.value === value)
        runs[runs.length - 1] = { ...last, to: day };
      else runs.push({ from: day, to: day, value });
    }
    return {
      accommodationId: this.accommodationId,
      rateTypeId: this.rateTypeId,
      nights: DayRuns.from(runs),
    };
  }
}
