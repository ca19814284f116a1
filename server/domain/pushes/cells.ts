import {
  agreeOn,
  mergeNight,
  type NightDefaults,
  type Patch,
  satisfies,
} from '#server/domain/bulk-updates/patch.ts';
import { nightValuesOf } from '#server/domain/bulk-updates/preview.ts';
import type { NightValues } from '#server/domain/bulk-updates/schema.ts';
import type { BatchCell, ItemState } from '#server/domain/pushes/schema.ts';
import { type RateNight, sameNight } from '#server/domain/rates/night.ts';
import { type EpochDay, fromEpochDay } from '#server/kernel/calendar-date.ts';

/** What a night holds: units left for the stock, or everything under a rate type. */
export type NightValue = number | RateNight;

/** One night of an item: what is wanted, what it was based on, what was sent and read back. */
export interface Cell {
  /** Null = stock. */
  readonly rateTypeId: number | null;
  readonly day: EpochDay;
  readonly patch: Patch;
  /** What the night held when the owner edited; null = nothing. */
  readonly base: NightValue | null;
  readonly state: ItemState;
  readonly sent: NightValue | null;
  readonly read: NightValue | null;
}

/** States from which a cell moves no further. */
const FINAL_STATES: ReadonlySet<ItemState> = new Set([
  'applied',
  'mismatch',
  'rejected',
  'conflict',
  'blocked_credentials',
  'superseded',
  'cancelled',
  'failed',
]);

/** Whether a state is the last one of its cell, item or job. */
export function isFinal(state: ItemState): boolean {
  return FINAL_STATES.has(state);
}

/** Whether a night already holds what a cell wants. */
export function holdsWanted(value: NightValue | null, patch: Patch): boolean {
  if (typeof value === 'number') return value === patch.units;
  return value !== null && patch.units === undefined && satisfies(value, patch);
}

/** Whether two states of a night agree on the fields that a cell sets. */
export function agreeOnWanted(patch: Patch, a: NightValue | null, b: NightValue | null): boolean {
  if (a === null || b === null || typeof a === 'number' || typeof b === 'number') return a === b;
  return agreeOn(patch, a, b);
}

/** The whole night to send: what upstream has, with what is wanted laid over. */
export function mergeWanted(
  current: NightValue | null,
  patch: Patch,
  defaults: NightDefaults,
): NightValue {
  if (patch.units !== undefined) return patch.units;
  return mergeNight(
    typeof current === 'number' ? undefined : (current ?? undefined),
    patch,
    defaults,
  );
}

/** Whether a night read back is the night sent, in every field. */
export function sameValue(a: NightValue | null, b: NightValue | null): boolean {
  if (a === null || b === null || typeof a === 'number' || typeof b === 'number') return a === b;
  return sameNight(a, b);
}

/** What a patch sets that none of the newer ones does; null = nothing is left. */
export function leftOf(patch: Patch, newer: readonly Patch[]): Patch | null {
  const overridden = new Set(newer.flatMap((other) => Object.keys(other)));
  const guests = new Set(newer.flatMap(({ prices = [] }) => prices.map((price) => price.guests)));
  const entries = Object.entries(patch).filter(
    ([field]) => field !== 'prices' && !overridden.has(field),
  );
  const prices = patch.prices?.filter((price) => !guests.has(price.guests)) ?? [];
  const left: Patch = { ...Object.fromEntries(entries), ...(prices.length > 0 && { prices }) };
  return Object.keys(left).length > 0 ? left : null;
}

/** A cell on the wire: the wanted fields, and those that came back different from what was sent. */
export function cellView(cell: Cell): BatchCell {
  return { rateTypeId: cell.rateTypeId, date: fromEpochDay(cell.day), ...valuesView(cell) };
}

/** Many cells on the wire. Consecutive nights that are alike share their values: they are shown once. */
export function cellViews(cells: readonly Cell[]): BatchCell[] {
  let last: { readonly cell: Cell; readonly values: ReturnType<typeof valuesView> } | undefined;
  return cells.map((cell) => {
    if (!last || !hasSameValues(last.cell, cell)) last = { cell, values: valuesView(cell) };
    const { state, before, sent, read } = last.values;
    const { rateTypeId, day } = cell;
    return { rateTypeId, date: fromEpochDay(day), state, before, sent, read };
  });
}

/** By identity, which nights of one stored run have. */
function hasSameValues(a: Cell, b: Cell): boolean {
  return (
    a.patch === b.patch &&
    a.base === b.base &&
    a.sent === b.sent &&
    a.read === b.read &&
    a.state === b.state
  );
}

function valuesView({ patch, base, sent, read, state }: Cell) {
  const unexpected = state === 'mismatch' ? differingFields(sent, read) : new Set<string>();
  return {
    state,
    before: base === null ? null : shown(base, patch, unexpected),
    sent: sent === null ? wantedView(patch) : shown(sent, patch, unexpected),
    read: read === null ? null : shown(read, patch, unexpected),
  };
}

function wantedView({ prices, ...fields }: Patch): NightValues {
  const named = prices?.flatMap(({ guests, priceCents }) =>
    priceCents === null ? [] : [{ guests, priceCents }],
  );
  return { ...fields, ...(named && { prices: named }) };
}

function wire(value: NightValue): NightValues {
  return typeof value === 'number' ? { units: value } : nightValuesOf(value);
}

function differingFields(sent: NightValue | null, read: NightValue | null): Set<string> {
  if (sent === null || read === null) return new Set();
  const [a, b] = [wire(sent), wire(read)];
  const fields = Object.keys(a) as (keyof NightValues)[];
  return new Set(fields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field])));
}

function shown(value: NightValue, patch: Patch, also: ReadonlySet<string>): NightValues {
  const guests = new Set(patch.prices?.map((price) => price.guests));
  const entries = Object.entries(wire(value)).flatMap(([field, held]) => {
    if (field !== 'prices') return field in patch || also.has(field) ? [[field, held]] : [];
    if (!patch.prices && !also.has(field)) return [];
    const prices = held as NonNullable<NightValues['prices']>;
    return [[field, also.has(field) ? prices : prices.filter((price) => guests.has(price.guests))]];
  });
  return Object.fromEntries(entries) as NightValues;
}
