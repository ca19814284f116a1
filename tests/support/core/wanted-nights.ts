import { Temporal } from 'temporal-polyfill';
import type { MirrorNights, PreviewContext } from '#server/domain/bulk-updates/preview.ts';
import type { Change, NightValues } from '#server/domain/bulk-updates/schema.ts';
import { type RateNight, sameNight } from '#server/domain/rates/night.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import { accommodationOf, dateIn, groundOf, TODAY } from './plans.ts';
import { fc } from './properties.ts';

/** Nights of the world of these properties, from today on. */
const NIGHTS = 10;
const DEFAULTS = { minStay: 2, maxStay: 4, arrivalAllowed: false, departureAllowed: true };
const RESTRICTIONS = ['open', 'minStay', 'maxStay', 'arrivalAllowed', 'departureAllowed'] as const;

/** Accommodations with their rate types and what `priceCents` means there. */
const SOLD: Readonly<Record<number, Readonly<Record<number, number | null>>>> = {
  1: { 10: 2, 11: null },
  2: { 10: 4 },
};

/** What is held by row (`1:10`, stock `1:`), one entry a night; undefined = nothing. */
export type Held = Readonly<Record<string, readonly (NightValues | undefined)[]>>;

/** A mirror by row, one entry a night. */
export interface World {
  readonly rates: Readonly<Record<string, readonly (RateNight | undefined)[]>>;
  readonly stock: Readonly<Record<string, readonly (number | undefined)[]>>;
}

const guests = fc.constantFrom(null, 1, 2, 4);
const someCents = fc.integer({ min: 1, max: 3 }).map((n) => n * 50_00);
const stay = (max: number) => fc.integer({ min: 1, max });

const night: fc.Arbitrary<RateNight> = fc.record(
  {
    open: fc.boolean(),
    minStay: fc.oneof(fc.constantFrom(null, 10_000), stay(4)),
    maxStay: fc.oneof(fc.constant(null), stay(6)),
    arrivalAllowed: fc.boolean(),
    departureAllowed: fc.boolean(),
    prices: fc
      .uniqueArray(fc.record({ guests, priceCents: someCents }), {
        maxLength: 3,
        selector: (price) => price.guests,
      })
      .map((prices) => prices.sort((a, b) => (a.guests ?? 0) - (b.guests ?? 0))),
    extra: fc.constantFrom({ promo: 1 }, { promo: 2 }),
  },
  { requiredKeys: ['open', 'minStay', 'maxStay', 'arrivalAllowed', 'departureAllowed', 'prices'] },
);

/** Few different values, so that neighbours are often equal. */
function nightsOf<T>(value: fc.Arbitrary<T>): fc.Arbitrary<(T | undefined)[]> {
  return fc
    .tuple(
      fc.array(value, { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: NIGHTS, maxLength: NIGHTS }),
    )
    .map(([values, picks]) =>
      picks.map((pick) => (pick === 4 ? undefined : values[pick % values.length])),
    );
}

/** Any mirror. */
export const anyWorld: fc.Arbitrary<World> = fc.record({
  rates: fc.record({ '1:10': nightsOf(night), '1:11': nightsOf(night), '2:10': nightsOf(night) }),
  stock: fc.record({ '1:': nightsOf(stay(3)), '2:': nightsOf(stay(3)) }),
});

const restrictions = fc
  .record(
    {
      open: fc.boolean(),
      minStay: stay(4),
      maxStay: stay(6),
      arrivalAllowed: fc.boolean(),
      departureAllowed: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .filter(({ minStay = 1, maxStay = 6 }) => minStay <= maxStay);

const prices = fc.oneof(
  fc.constant({}),
  fc.record({ priceCents: someCents }),
  fc.record({
    prices: fc.uniqueArray(fc.record({ guests, priceCents: fc.option(someCents) }), {
      minLength: 1,
      maxLength: 3,
      selector: (price) => price.guests,
    }),
  }),
);

const scopeAndSet: fc.Arbitrary<Pick<Change, 'accommodationId' | 'rateTypeId' | 'set'>> = fc
  .constantFrom(...Object.keys(SOLD).map(Number))
  .chain((accommodationId) => {
    const types = Object.keys(SOLD[accommodationId] ?? {}).map(Number);
    const units = fc.record({ units: fc.integer({ min: 0, max: 3 }) }, { requiredKeys: [] });
    return fc.oneof(
      fc
        .tuple(restrictions, units)
        .map(([set, stock]) => ({ accommodationId, set: { ...set, ...stock } })),
      fc
        .tuple(fc.constantFrom(...types), restrictions, prices)
        .map(([rateTypeId, set, priced]) => ({
          accommodationId,
          rateTypeId,
          set: { ...set, ...priced },
        })),
    );
  })
  .filter(({ set }) => Object.keys(set).length > 0);

const change: fc.Arbitrary<Change> = fc
  .tuple(
    scopeAndSet,
    fc.integer({ min: 0, max: NIGHTS - 1 }),
    fc.integer({ min: 0, max: NIGHTS - 1 }),
    fc.option(fc.uniqueArray(stay(7), { minLength: 1 }), { nil: undefined, freq: 3 }),
  )
  .map(([scoped, a, b, weekdays]) => ({
    ...scoped,
    from: dateIn(Math.min(a, b)),
    to: dateIn(Math.max(a, b)),
    ...(weekdays && { weekdays }),
  }));

/** Any change set that a plan accepts. */
export const anyChanges: fc.Arbitrary<Change[]> = fc.array(change, { minLength: 1, maxLength: 6 });

/** The ground that the changes are planned on. */
export const ground: PreviewContext = groundOf({
  defaults: DEFAULTS,
  accommodations: new Map(
    Object.entries(SOLD).map(([id, types]) => [
      Number(id),
      accommodationOf(
        3,
        Object.entries(types).map(([type, reference]) => [Number(type), reference]),
      ),
    ]),
  ),
});

/** The mirror as a preview reads it. */
export function mirrorNights({ rates, stock }: World): MirrorNights {
  const days = <T>(held: readonly (T | undefined)[] = []) =>
    held.flatMap((value, i): [number, T][] => (value === undefined ? [] : [[TODAY + i, value]]));
  return {
    stock: (id) => DayRuns.fromDays(days(stock[`${id}:`])),
    rates: (id, type) => DayRuns.fromDays(days(rates[`${id}:${type}`]), sameNight),
  };
}

function withoutExtra({ extra: _, ...held }: RateNight): NightValues {
  return { ...held, prices: [...held.prices] };
}

/** What upstream holds before anything is sent. */
export function heldBefore({ rates, stock }: World): Held {
  const entries = [
    ...Object.entries(rates).map(([row, held]) => [
      row,
      held.map((one) => one && withoutExtra(one)),
    ]),
    ...Object.entries(stock).map(([row, held]) => [
      row,
      held.map((units) => (units === undefined ? undefined : { units })),
    ]),
  ];
  return Object.fromEntries(entries) as Held;
}

/** What upstream must hold in the end, which cells that changes, and whether any is refused. */
export interface Outcome {
  readonly held: Held;
  readonly cells: readonly string[];
  readonly refused: boolean;
}

/** Every night for itself: all changes in order, then the rules. Written without runs or patches. */
export function outcomeOf(world: World, changes: readonly Change[]): Outcome {
  const held = Object.fromEntries(
    Object.entries(heldBefore(world)).map(([row, nights]) => [row, [...nights]]),
  );
  const cells: string[] = [];
  const [idle, effective] = [new Set<Change>(), new Set<Change>()];
  let refused = false;
  for (const [row, nights] of Object.entries(held))
    for (let i = 0; i < NIGHTS; i++) {
      const [id = 0, type = 0] = row.split(':').map(Number);
      const own = changes.filter((one) => one.accommodationId === id && covers(one, i));
      const result = type
        ? rateNight(own, type, SOLD[id]?.[type] ?? null, nights[i])
        : units(own, nights[i]);
      for (const one of result.idle) idle.add(one);
      for (const one of result.effective) effective.add(one);
      refused ||= result.refused;
      if (!result.after) continue;
      nights[i] = result.after;
      cells.push(...result.cells.map((cell) => `${row} ${dateIn(i)} ${cell}`));
    }
  for (const one of idle) refused ||= !effective.has(one);
  return { held, cells: cells.sort(), refused };
}

const DATES = Array.from({ length: NIGHTS }, (_, i) => {
  const date = dateIn(i);
  return { date, weekday: Temporal.PlainDate.from(date).dayOfWeek };
});

function covers({ from, to, weekdays }: Change, i: number): boolean {
  const { date = '', weekday = 0 } = DATES[i] ?? {};
  return from <= date && date <= to && (weekdays?.includes(weekday) ?? true);
}

interface Result {
  readonly after?: NightValues;
  readonly cells: readonly string[];
  readonly refused: boolean;
  /** Changes for every type that met no rate here, and those that met one. */
  readonly idle: readonly Change[];
  readonly effective: readonly Change[];
}

const NOTHING: Result = { cells: [], refused: false, idle: [], effective: [] };

function units(changes: readonly Change[], before: NightValues | undefined): Result {
  const wanted = changes.flatMap(({ set }) => set.units ?? []).at(-1);
  if (wanted === undefined || wanted === before?.units) return NOTHING;
  const cells = [`units ${before?.units ?? null} ${wanted}`];
  return { ...NOTHING, cells, after: { units: wanted } };
}

function rateNight(
  changes: readonly Change[],
  type: number,
  reference: number | null,
  before: NightValues | undefined,
): Result {
  const fields: Record<string, boolean | number> = {};
  const wanted = new Map<number | null, number | null>();
  const forAll: Change[] = [];
  let named = false;
  for (const one of changes) {
    if (one.rateTypeId !== undefined && one.rateTypeId !== type) continue;
    for (const field of RESTRICTIONS) {
      const value = one.set[field];
      if (value === undefined) continue;
      fields[field] = value;
      if (one.rateTypeId === undefined && !forAll.includes(one)) forAll.push(one);
    }
    if (one.rateTypeId === undefined) continue;
    named = true;
    if (one.set.priceCents !== undefined) wanted.set(reference, one.set.priceCents);
    for (const price of one.set.prices ?? []) wanted.set(price.guests, price.priceCents);
  }
  const met = before || wanted.size > 0 ? { effective: forAll } : { idle: forAll };
  const none: Result = { ...NOTHING, ...met };
  if (!named && (!before || Object.keys(fields).length === 0)) return none;
  const held = new Map(before?.prices?.map((price) => [price.guests, price.priceCents]));
  const cells: string[] = [];
  for (const [who, cents] of wanted) {
    const old = held.get(who) ?? null;
    const field = who === reference ? 'priceCents' : 'prices';
    if (old !== cents) cells.push(`${field} ${who} ${old} ${cents}`);
    if (cents === null) held.delete(who);
    else held.set(who, cents);
  }
  const minStay = fields.minStay ?? (before ? (before.minStay ?? 1) : DEFAULTS.minStay);
  const maxStay = fields.maxStay ?? before?.maxStay ?? Math.max(DEFAULTS.maxStay, Number(minStay));
  const { arrivalAllowed, departureAllowed } = DEFAULTS;
  const yes = { open: true, arrivalAllowed, departureAllowed };
  const rest = { ...yes, ...before, ...fields, minStay, maxStay };
  for (const field of RESTRICTIONS) {
    const old = before?.[field] ?? null;
    const value = before ? fields[field] : rest[field];
    if (value !== undefined && value !== old) cells.push(`${field} ${old} ${value}`);
  }
  if (before && cells.length === 0) return none;
  const isLost = held.size === 0 && (!before || (before.prices?.length ?? 0) > 0);
  const isStayTyped = 'minStay' in fields || 'maxStay' in fields;
  if (isLost || (isStayTyped && Number(minStay) > Number(maxStay)))
    return { ...none, refused: true };
  const list = [...held].sort(([a], [b]) => (a ?? 0) - (b ?? 0));
  const after = {
    ...rest,
    prices: list.map(([who, cents]) => ({ guests: who, priceCents: cents })),
  };
  return { ...none, after: after as NightValues, cells };
}
