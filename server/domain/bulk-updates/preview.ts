import { type NightPrice, priceFor, type RateNight } from '#server/domain/rates/night.ts';
import { type EpochDay, fromEpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import type { FieldError } from '#server/kernel/errors.ts';
import {
  mergeNight,
  type NightDefaults,
  type Patch,
  RESTRICTION_FIELDS,
  satisfies,
} from './patch.ts';
import type { Layer, PlanContext, PlannedPatch, PlannedRow } from './plan.ts';
import type { NightValues, PreviewCell, PreviewPeriod, PreviewWarning } from './schema.ts';

/** The mirror's nights of the rows that a plan touches. */
export interface MirrorNights {
  stock(accommodationId: number): DayRuns<number>;
  rates(accommodationId: number, rateTypeId: number): DayRuns<RateNight>;
}

export interface PreviewContext extends PlanContext {
  readonly defaults: NightDefaults;
}

export interface Preview {
  readonly cells: PreviewCell[];
  readonly periods: PreviewPeriod[];
  readonly warnings: PreviewWarning[];
  readonly violations: FieldError[];
}

/** A stretch of nights with one planned patch over one mirrored night. */
interface Stretch {
  readonly row: PlannedRow;
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly planned: PlannedPatch;
}

/** What became of the layers of a plan: those met on a night with a rate, and on one without. */
interface Met {
  readonly withRate: Set<Layer>;
  readonly without: Set<Layer>;
}

/**
 * What a plan would change, from the mirror: cell by cell, as whole periods to send, with what to
 * look at and what is refused. Pure; nights that already hold what is wanted do not appear.
 */
export function previewPlan(
  rows: readonly PlannedRow[],
  mirror: MirrorNights,
  context: PreviewContext,
): Preview {
  const preview: Preview = { cells: [], periods: [], warnings: [], violations: [] };
  const met: Met = { withRate: new Set(), without: new Set() };
  for (const row of rows) {
    if (row.rateTypeId === null) previewStock(row, mirror, preview);
    else previewRates(row, row.rateTypeId, mirror, context, preview, met);
  }
  for (const entry of withoutEffect(met))
    preview.violations.push({ path: `changes.${entry}.set`, code: 'price_required' });
  return preview;
}

function meet({ withRate, without }: Met, { last, patch }: PlannedPatch, isNight: boolean): void {
  const seen = isNight || patch.prices ? withRate : without;
  for (let layer: Layer | undefined = last; layer && !seen.has(layer); layer = layer.under)
    seen.add(layer);
}

/** Entries for every linked type that met no rate on any of their nights. */
function withoutEffect({ withRate, without }: Met): Set<number> {
  const entries = new Set([...without].flatMap(({ named, entry }) => (named ? [] : [entry])));
  for (const { entry } of withRate) entries.delete(entry);
  return entries;
}

function previewStock(row: PlannedRow, mirror: MirrorNights, preview: Preview): void {
  const before = mirror.stock(row.accommodationId);
  const wanted = row.nights.map((planned) => planned.patch.units ?? 0);
  const changed = wanted.merge(before, (units, mirrored) =>
    units === undefined || units === mirrored ? undefined : units,
  );
  const head = { accommodationId: row.accommodationId, rateTypeId: null };
  for (const [day, units] of changed.expand())
    preview.cells.push({
      ...head,
      date: fromEpochDay(day),
      field: 'units',
      before: before.at(day) ?? null,
      after: units,
    });
  for (const run of changed.runs)
    preview.periods.push({ ...head, ...span(run), values: { units: run.value } });
}

function previewRates(
  row: PlannedRow,
  rateTypeId: number,
  mirror: MirrorNights,
  context: PreviewContext,
  preview: Preview,
  met: Met,
): void {
  const nights = mirror.rates(row.accommodationId, rateTypeId);
  const reference = context.accommodations.get(row.accommodationId)?.links.get(rateTypeId);
  const sent: { from: EpochDay; to: EpochDay; value: ReturnType<typeof mergeNight> }[] = [];
  for (const { from, to, planned, night } of overNights(row, nights)) {
    const stretch: Stretch = { row, from, to, planned };
    meet(met, planned, night !== undefined);
    if (!night && !planned.named) continue;
    if (satisfies(night, planned.patch)) continue;
    const after = mergeNight(night, planned.patch, context.defaults);
    const refused = violationOf(stretch, night, after);
    if (refused) {
      preview.violations.push(refused);
      continue;
    }
    preview.warnings.push(...warningsOf(stretch, rateTypeId, night));
    addRateCells(stretch, rateTypeId, reference, night, after, preview.cells);
    sent.push({ from, to, value: after });
  }
  for (const run of DayRuns.from(sent, sameSent).runs)
    preview.periods.push({
      accommodationId: row.accommodationId,
      rateTypeId,
      ...span(run),
      values: nightValuesOf(run.value),
    });
}

function* overNights(row: PlannedRow, nights: DayRuns<RateNight>) {
  for (const { from, to, value: planned } of row.nights.runs) {
    let next = from;
    for (const run of nights.slice(from, to).runs) {
      if (run.from > next) yield { from: next, to: run.from - 1, planned, night: undefined };
      yield { from: run.from, to: run.to, planned, night: run.value };
      next = run.to + 1;
    }
    if (next <= to) yield { from: next, to, planned, night: undefined };
  }
}

function violationOf(
  { planned: { patch, last } }: Stretch,
  night: RateNight | undefined,
  after: ReturnType<typeof mergeNight>,
): FieldError | null {
  const path = (wants: (layer: Layer) => boolean) => `changes.${entryOf(last, wants)}.set`;
  if (after.prices.length === 0 && !night)
    return { path: path((layer) => layer.named), code: 'price_required' };
  if (after.prices.length === 0 && night && night.prices.length > 0)
    return { path: `${path((layer) => 'prices' in layer.patch)}.prices`, code: 'last_price' };
  const field = patch.minStay === undefined ? 'maxStay' : 'minStay';
  if (after.minStay <= after.maxStay || patch[field] === undefined) return null;
  return {
    path: `${path((layer) => field in layer.patch)}.${field}`,
    code: 'min_above_max',
    params: { min: after.minStay, max: after.maxStay },
  };
}

/** The last entry that wants something of a night. */
function entryOf(last: Layer, wants: (layer: Layer) => boolean): number {
  let layer = last;
  while (!wants(layer) && layer.under) layer = layer.under;
  return layer.entry;
}

function warningsOf(
  { row, from, to, planned }: Stretch,
  rateTypeId: number,
  night: RateNight | undefined,
): PreviewWarning[] {
  const head = { accommodationId: row.accommodationId, rateTypeId, ...span({ from, to }) };
  if (!night) return [{ code: 'new_night', ...head }];
  const fillsMin = night.minStay === null && planned.patch.minStay === undefined;
  const fillsMax = night.maxStay === null && planned.patch.maxStay === undefined;
  return fillsMin || fillsMax ? [{ code: 'min_stay_null', ...head }] : [];
}

function addRateCells(
  { row, from, to, planned }: Stretch,
  rateTypeId: number,
  reference: number | null | undefined,
  night: RateNight | undefined,
  after: RateNight,
  cells: PreviewCell[],
): void {
  const changed = changedFields(planned.patch, night, after, reference);
  for (let day = from; day <= to; day++) {
    const date = fromEpochDay(day);
    for (const field of changed)
      cells.push({
        accommodationId: row.accommodationId,
        rateTypeId,
        date,
        ...field,
        ...(!night && { isNew: true }),
      });
  }
}

type FieldChange = Pick<PreviewCell, 'field' | 'before' | 'after' | 'guests'>;

function changedFields(
  patch: Patch,
  night: RateNight | undefined,
  after: RateNight,
  reference: number | null | undefined,
): FieldChange[] {
  const changed: FieldChange[] = [];
  for (const field of RESTRICTION_FIELDS) {
    const before = night?.[field] ?? null;
    const wanted = night ? patch[field] : after[field];
    if (wanted !== undefined && wanted !== before)
      changed.push({ field, before, after: wanted ?? null });
  }
  for (const { guests, priceCents } of patch.prices ?? []) {
    const before = night ? priceFor(night, guests) : null;
    if (before === priceCents) continue;
    const field = guests === reference ? 'priceCents' : 'prices';
    changed.push({ field, guests, before, after: priceCents });
  }
  return changed;
}

function sameSent(a: RateNight, b: RateNight): boolean {
  return a === b || JSON.stringify(nightValuesOf(a)) === JSON.stringify(nightValuesOf(b));
}

/** A night's values on the wire, without upstream fields we do not know. */
export function nightValuesOf(night: RateNight): NightValues {
  return {
    open: night.open,
    minStay: night.minStay,
    maxStay: night.maxStay,
    arrivalAllowed: night.arrivalAllowed,
    departureAllowed: night.departureAllowed,
    prices: night.prices.map(({ guests, priceCents }: NightPrice) => ({ guests, priceCents })),
  };
}

function span(run: { from: EpochDay; to: EpochDay }): Pick<PreviewPeriod, 'from' | 'to'> {
  return { from: fromEpochDay(run.from), to: fromEpochDay(run.to) };
}
