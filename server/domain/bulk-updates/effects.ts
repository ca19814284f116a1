import type { RateNight } from '#server/domain/rates/night.ts';
import type { MinStayReading } from '#server/domain/settings/schema.ts';
import { compareStays } from '#server/domain/stays/compare.ts';
import {
  coveredNights,
  LONGEST_STAY,
  priceForGuests,
  type StayNights,
  stayNights,
} from '#server/domain/stays/rules.ts';
import { type EpochDay, fromEpochDay } from '#server/kernel/calendar-date.ts';
import type { DayRuns } from '#server/kernel/day-runs.ts';
import { agreeOn, mergeNight } from './patch.ts';
import type { PlannedRow } from './plan.ts';
import { type MirrorNights, nightValuesOf, type PreviewContext } from './preview.ts';
import type { PlanEffects, PreviewDrift, PreviewWarning, StayChangeView } from './schema.ts';

/** How many nights around a change may decide what becomes of the stays that touch it. */
export const STAY_MARGIN = 2 * LONGEST_STAY + 1;

/** Spans told; the totals hold all. */
const MOST_SPANS = 2_000;

export interface EffectContext extends PreviewContext {
  readonly minStayReading: MinStayReading;
}

interface Span {
  readonly from: EpochDay;
  readonly to: EpochDay;
}

/** One linked rate type of a touched accommodation, before and after. */
interface LinkedType {
  readonly rateTypeId: number;
  readonly guests: number | null | undefined;
  readonly isTouched: boolean;
  readonly before: DayRuns<RateNight>;
  readonly after: DayRuns<RateNight>;
}

/** A touched accommodation, before and after. */
interface Touched {
  readonly accommodationId: number;
  /** The nights that differ, from the first to the last. */
  readonly span: Span;
  readonly stockBefore: DayRuns<number>;
  readonly stockAfter: DayRuns<number>;
  readonly types: readonly LinkedType[];
}

/** What a plan does to nights, stays and euros, and the gaps that it leaves. */
export interface Effects {
  readonly effects: PlanEffects;
  readonly warnings: readonly PreviewWarning[];
}

/**
 * What a plan does to what can be booked and for how much: the stays that become bookable, are no
 * longer, or cost something else; nights and euros touched; nights that no stay fits any more. The
 * mirror must hold `STAY_MARGIN` nights on either side of the plan. Pure.
 */
export function planEffects(
  rows: readonly PlannedRow[],
  mirror: MirrorNights,
  context: EffectContext,
): Effects {
  const touched = touchedBy(rows, mirror, context);
  const stays = touched.flatMap((one) => staysOf(one, context));
  const money = touched.flatMap(moneyOf);
  const total = (effect: StayChangeView['effect']) =>
    sum(stays.filter((change) => change.effect === effect).map((change) => change.stays));
  return {
    effects: {
      nights: sum(touched.map(nightsTouched)),
      gainCents: sum(money.map(({ gainCents }) => gainCents)),
      lossCents: sum(money.map(({ lossCents }) => lossCents)),
      money,
      stays: {
        ...{ bookable: total('bookable'), unbookable: total('unbookable') },
        repriced: total('repriced'),
        changes: stays.slice(0, MOST_SPANS),
        omitted: Math.max(0, stays.length - MOST_SPANS),
      },
    },
    warnings: touched.flatMap((one) => gapsOf(one, context)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function touchedBy(
  rows: readonly PlannedRow[],
  mirror: MirrorNights,
  { accommodations, defaults }: EffectContext,
): Touched[] {
  return [...new Set(rows.map((row) => row.accommodationId))].flatMap((accommodationId) => {
    const own = rows.filter((row) => row.accommodationId === accommodationId);
    const stockBefore = mirror.stock(accommodationId);
    const stockRow = own.find((row) => row.rateTypeId === null);
    const stockAfter = stockRow
      ? stockBefore.merge(stockRow.nights, (units, planned) => planned?.patch.units ?? units)
      : stockBefore;
    const types = [...(accommodations.get(accommodationId)?.links ?? [])].map(
      ([rateTypeId, guests]): LinkedType => {
        const before = mirror.rates(accommodationId, rateTypeId);
        const row = own.find((one) => one.rateTypeId === rateTypeId);
        const after = row
          ? before.merge(row.nights, (night, planned) =>
              planned && (night || planned.named)
                ? mergeNight(night, planned.patch, defaults)
                : night,
            )
          : before;
        return { rateTypeId, guests, isTouched: row !== undefined, before, after };
      },
    );
    const different = [
      ...stockBefore.diff(stockAfter),
      ...types.flatMap(({ isTouched, before, after }) => (isTouched ? before.diff(after) : [])),
    ];
    if (different.length === 0) return [];
    const span = {
      from: different.reduce((least, { from }) => Math.min(least, from), Number.MAX_SAFE_INTEGER),
      to: different.reduce((most, { to }) => Math.max(most, to), Number.MIN_SAFE_INTEGER),
    };
    return [{ accommodationId, span, stockBefore, stockAfter, types }];
  });
}

/** Nights of the accommodation on which anything differs, whatever the number of rate types. */
function nightsTouched({ stockBefore, stockAfter, types, span }: Touched): number {
  const touched = new Uint8Array(span.to - span.from + 1);
  const mark = ({ from, to }: Span) => touched.fill(1, from - span.from, to - span.from + 1);
  stockBefore.diff(stockAfter).forEach(mark);
  for (const { isTouched, before, after } of types) if (isTouched) before.diff(after).forEach(mark);
  return touched.reduce((count, one) => count + one, 0);
}

function staysOf(
  { accommodationId, span, stockBefore, stockAfter, types }: Touched,
  { today, minStayReading }: EffectContext,
): StayChangeView[] {
  const around = { from: span.from - LONGEST_STAY, to: span.to + LONGEST_STAY + 1 };
  return types.flatMap(({ rateTypeId, guests = null, before, after }) =>
    compareStays(
      stayNights(before, stockBefore, around, guests),
      stayNights(after, stockAfter, around, guests),
      minStayReading,
      today,
    ).map((change) => ({
      ...{ accommodationId, rateTypeId, ...change },
      ...{ from: fromEpochDay(change.from), to: fromEpochDay(change.to) },
    })),
  );
}

/**
 * Euros by rate type: over the changed nights, what the reference occupancy's price goes up and
 * down by, times the units left then. Nights that had no price, or have none any more, have no
 * difference; types are told apart, since a unit is sold once only.
 */
function moneyOf({ accommodationId, stockAfter, types }: Touched): PlanEffects['money'] {
  return types.flatMap(({ rateTypeId, guests, isTouched, before, after }) => {
    if (!isTouched || guests === undefined) return [];
    let [gainCents, lossCents, nights] = [0, 0, 0];
    for (const run of before.diff(after)) {
      if (!run.before || !run.after) continue;
      const [old, fresh] = [run.before, run.after].map((night) => priceForGuests(night, guests));
      if (old == null || fresh == null || old === fresh) continue;
      nights += run.to - run.from + 1;
      const units = sum(
        stockAfter
          .slice(run.from, run.to)
          .runs.map(({ from, to, value }) => value * (to - from + 1)),
      );
      if (fresh > old) gainCents += (fresh - old) * units;
      else lossCents += (old - fresh) * units;
    }
    return nights === 0 ? [] : [{ accommodationId, rateTypeId, nights, gainCents, lossCents }];
  });
}

/**
 * Nights that would be open and yet fit no stay, and were not so before: the gap is shorter than
 * the min stay, say. With several units a gap counts only where exactly one is left.
 */
function gapsOf(touched: Touched, { today, minStayReading }: EffectContext): PreviewWarning[] {
  const { accommodationId, span, stockBefore, stockAfter, types } = touched;
  const around = { from: span.from - STAY_MARGIN, to: span.to + STAY_MARGIN };
  const looked = (pick: 'before' | 'after', stock: DayRuns<number>) =>
    types.map((type) => stayNights(type[pick], stock, around, type.guests ?? null));
  const isGapBefore = gapFinder(looked('before', stockBefore), minStayReading, today);
  const isGapAfter = gapFinder(looked('after', stockAfter), minStayReading, today);
  const gaps: { from: EpochDay; to: EpochDay }[] = [];
  for (let day = Math.max(today, span.from - LONGEST_STAY); day <= span.to + LONGEST_STAY; day++) {
    if (stockAfter.at(day) !== 1 || !isGapAfter(day) || isGapBefore(day)) continue;
    const last = gaps.at(-1);
    if (last && last.to + 1 === day) last.to = day;
    else gaps.push({ from: day, to: day });
  }
  return gaps.map(({ from, to }) => ({
    ...{ code: 'unsellable_gap', accommodationId, rateTypeId: null },
    ...{ from: fromEpochDay(from), to: fromEpochDay(to) },
  }));
}

/** Tells of a night whether some type sells it, and no type has a stay that covers it. */
function gapFinder(types: readonly StayNights[], reading: MinStayReading, today: EpochDay) {
  const covered = types.map((nights) => coveredNights(nights, reading, today));
  return (day: EpochDay): boolean =>
    types.some((nights) => nights.sellable[day - nights.first] === 1) &&
    types.every((nights, i) => covered[i]?.[day - nights.first] !== 1);
}

/**
 * The planned nights that changed in the mirror since the owner looked, in a field that the plan
 * sets: pushing them would end as a conflict. Stock always compares. Pure.
 */
export function planDrift(
  rows: readonly PlannedRow[],
  based: MirrorNights,
  mirror: MirrorNights,
): PreviewDrift[] {
  return rows.flatMap((row) =>
    (row.rateTypeId === null ? stockDrift : rateDrift)(row, based, mirror),
  );
}

function stockDrift(row: PlannedRow, based: MirrorNights, mirror: MirrorNights): PreviewDrift[] {
  const { accommodationId } = row;
  const was = based.stock(accommodationId);
  return was.diff(mirror.stock(accommodationId)).flatMap(({ from, to, before, after }) =>
    row.nights.slice(from, to).runs.map((run) => ({
      ...{ accommodationId, rateTypeId: null },
      ...{ from: fromEpochDay(run.from), to: fromEpochDay(run.to) },
      before: before === undefined ? null : { units: before },
      now: after === undefined ? null : { units: after },
    })),
  );
}

function rateDrift(row: PlannedRow, based: MirrorNights, mirror: MirrorNights): PreviewDrift[] {
  const { accommodationId, rateTypeId } = row;
  const was = based.rates(accommodationId, rateTypeId ?? 0);
  return was
    .diff(mirror.rates(accommodationId, rateTypeId ?? 0))
    .flatMap(({ from, to, before, after }) =>
      row.nights.slice(from, to).runs.flatMap((run) =>
        agreeOn(run.value.patch, before, after)
          ? []
          : [
              {
                ...{ accommodationId, rateTypeId },
                ...{ from: fromEpochDay(run.from), to: fromEpochDay(run.to) },
                before: before === undefined ? null : nightValuesOf(before),
                now: after === undefined ? null : nightValuesOf(after),
              },
            ],
      ),
    );
}
