import { type EffectContext, planEffects } from '#server/domain/bulk-updates/effects.ts';
import { planChanges } from '#server/domain/bulk-updates/plan.ts';
import { previewPlan } from '#server/domain/bulk-updates/preview.ts';
import type { Change } from '#server/domain/bulk-updates/schema.ts';
import { type RateNight, sameNight } from '#server/domain/rates/night.ts';
import { NO_BOUNDS } from '#server/domain/settings/rules.ts';
import { fromEpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns, type Run } from '#server/kernel/day-runs.ts';
import { type NaiveNight, naivePreview, nightKey } from '../baselines/naive-plan.ts';
import { median, type Row, short } from '../report.ts';

const UNITS = 10;
const NIGHTS = 730;
const RATE_TYPE = 1;
const TODAY = toEpochDay('2026-11-21');
const MOST_MS = 50;
const MOST_EFFECTS_MS = 200;
const WARM_UPS = 10;
const TIMES = 30;

const SET: Change['set'] = {
  ...{ priceCents: 12_345, minStay: 5, maxStay: 90, open: false, arrivalAllowed: false },
};
const CELLS = UNITS * NIGHTS * Object.keys(SET).length;

/** Planning and previewing two years of ten units, beside the same without runs. */
export async function planSection(): Promise<Row[]> {
  const units = Array.from({ length: UNITS }, (_, i) => i + 1);
  const rows = new Map(units.map((id) => [id, mirroredRow(id)]));
  const changes = units.map(
    (accommodationId): Change => ({
      ...{ accommodationId, rateTypeId: RATE_TYPE, set: SET },
      ...{ from: fromEpochDay(TODAY), to: fromEpochDay(TODAY + NIGHTS - 1) },
    }),
  );
  const context = contextOf(units);
  const none = DayRuns.empty<RateNight>(sameNight);
  const mirror = {
    stock: () => DayRuns.empty<number>(),
    rates: (accommodationId: number) => rows.get(accommodationId) ?? none,
  };
  const nights = naiveNights(rows);
  const own = timed(() => {
    const plan = planChanges(changes, context);
    return plan.ok ? previewPlan(plan.rows, mirror, context).cells.length : 0;
  });
  const naive = timed(() => naivePreview(changes, nights).length);
  const stock = DayRuns.from([{ from: TODAY - 400, to: TODAY + 1_200, value: 1 }]);
  const stocked = { ...mirror, stock: () => stock };
  const open = changes.map(({ set: { open: _, ...set }, ...change }) => ({ ...change, set }));
  const plan = planChanges(open, context);
  let stays = 0;
  const effects = timed(() => {
    const found = plan.ok ? planEffects(plan.rows, stocked, context).effects : null;
    stays = found ? found.stays.bookable + found.stays.unbookable + found.stays.repriced : 0;
    return CELLS;
  });
  const runs = [...rows.values()].reduce((sum, row) => sum + row.runs.length, 0);
  const perYear = Math.floor((runs / UNITS / NIGHTS) * 365);
  const what = `${UNITS} units × ${NIGHTS} nights × 5 fields (${perYear} runs a row and year)`;
  const head = { section: 'plan', value: own, unit: 'ms' };
  return [
    { ...head, measure: what, result: `${short(own)} ms for ${CELLS} cells`, target: MOST_MS },
    { ...head, measure: 'the same night by night', result: `${short(naive)} ms`, value: naive },
    {
      ...{ ...head, measure: 'what it does to stays and euros, besides', value: effects },
      result: `${short(effects)} ms for ${stays} stays that change`,
      target: MOST_EFFECTS_MS,
    },
  ];
}

/** The median of many runs, each of which must find every cell. */
function timed(work: () => number): number {
  const times: number[] = [];
  for (let i = 0; i < WARM_UPS + TIMES; i++) {
    const startedAt = performance.now();
    const cells = work();
    const ms = performance.now() - startedAt;
    if (cells !== CELLS) throw new Error(`${cells} cells instead of ${CELLS}`);
    if (i >= WARM_UPS) times.push(ms);
  }
  return median(times);
}

/** Two to four nights a run, with week-ends, seasons and three occupancies. */
function mirroredRow(accommodationId: number): DayRuns<RateNight> {
  const runs: Run<RateNight>[] = [];
  for (let from = TODAY, i = 0; from < TODAY + NIGHTS; i++) {
    const length = 2 + ((i * 7 + accommodationId) % 3);
    const to = Math.min(from + length, TODAY + NIGHTS) - 1;
    const base = 8_000 + accommodationId * 100 + ((i * 37) % 50) * 100;
    const prices = [1, 2, 3].map((guests) => ({ guests, priceCents: base + guests * 500 }));
    const value = { open: true, minStay: 1 + (i % 3), maxStay: 30, prices };
    runs.push({ from, to, value: { ...value, arrivalAllowed: true, departureAllowed: i % 5 > 0 } });
    from = to + 1;
  }
  return DayRuns.from(runs, sameNight);
}

function contextOf(units: readonly number[]): EffectContext {
  return {
    today: TODAY,
    horizon: TODAY + 1095,
    rateTypeIds: new Set([RATE_TYPE]),
    accommodations: new Map(
      units.map((id) => [id, { units: 1, bounds: NO_BOUNDS, links: new Map([[RATE_TYPE, 3]]) }]),
    ),
    defaults: { minStay: 1, maxStay: 30, arrivalAllowed: true, departureAllowed: true },
    minStayReading: 'every_night',
  };
}

function naiveNights(rows: ReadonlyMap<number, DayRuns<RateNight>>): Map<string, NaiveNight> {
  const nights = new Map<string, NaiveNight>();
  for (const [id, row] of rows)
    for (const [day, { prices, ...night }] of row.expand()) {
      const priceCents = prices.find(({ guests }) => guests === 3)?.priceCents ?? null;
      nights.set(nightKey(id, RATE_TYPE, fromEpochDay(day)), { ...night, priceCents });
    }
  return nights;
}
