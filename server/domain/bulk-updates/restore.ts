import { inGuestOrder, type RateNight } from '#server/domain/rates/night.ts';
import { RATE_LIMITS } from '#server/domain/rates/schema.ts';
import { type EpochDay, fromEpochDay } from '#server/kernel/calendar-date.ts';
import { mergeNight, type Patch, RESTRICTION_FIELDS, type WantedPrice } from './patch.ts';
import type { PlanContext } from './plan.ts';
import { nightValuesOf } from './preview.ts';
import { CHANGE_LIMITS, type Change, type NightValues, type SkippedNights } from './schema.ts';

/** What a night holds: units left for the stock, or everything under a rate type; null = nothing. */
type Held = number | RateNight | null;

/** One field of a night; a price is a field for each number of guests, `price:2` or `price:null`. */
type Field = string;

/** A field's value; null = none. A text = several at once, which nobody can type. */
type Value = number | boolean | string | null;

export type SkipReason = SkippedNights['reason'];

/** A night that is to hold again what it held, in some fields only. */
export interface NightBack {
  readonly accommodationId: number;
  /** Null = the stock. */
  readonly rateTypeId: number | null;
  readonly day: EpochDay;
  /** What it is to hold again. */
  readonly to: Held;
  /** What it holds now. */
  readonly now: Held;
  /** The fields in question, each with the value that it must hold now to be taken back. */
  readonly fields: ReadonlyMap<Field, Value>;
  /** Why a field that holds another value is left alone. */
  readonly otherwise: SkipReason;
  /** Fields that a newer sending, not ended yet, sets. */
  readonly newer?: ReadonlySet<Field>;
}

/** The change set that takes nights back, and what stays as it is, with the reason. */
export interface Restored {
  readonly changes: Change[];
  readonly skipped: SkippedNights[];
}

const MAX_NIGHTS = RATE_LIMITS.maxStayNights;
const PRICE = 'price:';

const fieldOfPrice = (guests: number | null): Field => `${PRICE}${guests}`;

function guestsOf(field: Field): number | null {
  const guests = field.slice(PRICE.length);
  return guests === 'null' ? null : Number(guests);
}

/** The fields that a patch sets, with the values it wants. */
export function fieldsOfPatch({ prices = [], ...rest }: Patch): Map<Field, Value> {
  return new Map<Field, Value>([
    ...Object.entries(rest),
    ...prices.map(({ guests, priceCents }): [Field, Value] => [fieldOfPrice(guests), priceCents]),
  ]);
}

/** The fields in which two states of a night differ, with the value of the second. */
export function fieldsThatDiffer(a: Held, b: Held): Map<Field, Value> {
  const names = new Set([...fieldsHeld(a), ...fieldsHeld(b)]);
  const differing = [...names].filter((field) => valueIn(a, field) !== valueIn(b, field));
  return new Map(differing.map((field) => [field, valueIn(b, field)]));
}

function fieldsHeld(held: Held): Field[] {
  if (held === null) return [];
  if (typeof held === 'number') return ['units'];
  return [...RESTRICTION_FIELDS, ...held.prices.map(({ guests }) => fieldOfPrice(guests))];
}

function valueIn(held: Held, field: Field): Value {
  if (held === null) return null;
  if (typeof held === 'number') return field === 'units' ? held : null;
  if (!field.startsWith(PRICE)) return held[field as (typeof RESTRICTION_FIELDS)[number]] ?? null;
  const guests = guestsOf(field);
  const prices = held.prices.filter((price) => price.guests === guests);
  const [first] = prices;
  if (!first) return null;
  const isOne = prices.every(({ priceCents }) => priceCents === first.priceCents);
  return isOne ? first.priceCents : JSON.stringify(prices.map(({ priceCents }) => priceCents));
}

/** Whether a value may be typed at all. */
function canBeSet(field: Field, value: Value): boolean {
  if (field.startsWith(PRICE)) {
    const guests = guestsOf(field);
    if (guests !== null && (guests < 1 || guests > RATE_LIMITS.maxGuests)) return false;
    if (value === null) return true;
    return typeof value === 'number' && value >= 1 && value <= RATE_LIMITS.maxPriceCents;
  }
  if (field === 'minStay' || field === 'maxStay')
    return typeof value === 'number' && value >= 1 && value <= MAX_NIGHTS;
  return value !== null && typeof value !== 'string';
}

/** What becomes of one night: the values to set, and the fields that stay with their reason. */
interface Verdict {
  readonly set: Patch | null;
  readonly left: readonly (readonly [field: Field, reason: SkipReason])[];
}

function verdictOf(night: NightBack, context: PlanContext): Verdict {
  const { to, now } = night;
  const due = [...night.fields].filter(([field]) => valueIn(now, field) !== valueIn(to, field));
  const left: [Field, SkipReason][] = [];
  const wanted: Field[] = [];
  for (const [field, applied] of due) {
    const reason = reasonOf(night, field, applied, context);
    if (reason === null) wanted.push(field);
    else left.push([field, reason]);
  }
  if (wanted.length === 0) return { set: null, left };
  // What was not there before cannot be taken out upstream: it can only be kept from being sold.
  if (to === null) {
    const isSold = typeof now === 'number' ? now > 0 : now?.open === true;
    const closed: Patch = typeof now === 'number' ? { units: 0 } : { open: false };
    const told = wanted.map((field): [Field, SkipReason] => [field, 'new_night']);
    return { set: isSold ? closed : null, left: [...left, ...told] };
  }
  return consistent(now, patchOf(to, wanted), left);
}

function reasonOf(
  night: NightBack,
  field: Field,
  applied: Value,
  { today, horizon, accommodations }: PlanContext,
): SkipReason | null {
  const { accommodationId, rateTypeId, day, to, now } = night;
  const accommodation = accommodations.get(accommodationId);
  if (day < today) return 'past_night';
  const isLinked = rateTypeId === null || accommodation?.links.has(rateTypeId) === true;
  if (!accommodation || !isLinked || day > horizon) return 'not_linked';
  if (valueIn(now, field) !== applied) return night.otherwise;
  if (night.newer?.has(field)) return 'newer_sending';
  if (to === null) return null;
  const value = valueIn(to, field);
  if (!canBeSet(field, value)) return 'cannot_be_set';
  const { units } = accommodation;
  return field === 'units' && units !== null && Number(value) > units ? 'above_unit_count' : null;
}

function patchOf(to: Held, fields: readonly Field[]): Patch {
  const plain = fields.filter((field) => !field.startsWith(PRICE));
  const prices = fields
    .filter((field) => field.startsWith(PRICE))
    .map((field): WantedPrice => {
      const value = valueIn(to, field);
      return { guests: guestsOf(field), priceCents: typeof value === 'number' ? value : null };
    });
  return {
    ...Object.fromEntries(plain.map((field) => [field, valueIn(to, field)])),
    ...(prices.length > 0 && { prices: inGuestOrder(prices) }),
  };
}

/** Leaves out what would be refused together with the rest of the night. */
function consistent(now: Held, wanted: Patch, left: [Field, SkipReason][]): Verdict {
  if (wanted.units !== undefined || typeof now === 'number') return { set: wanted, left };
  const night = now ?? undefined;
  // Of no effect: only what is missing is filled in, and every value here is there.
  const defaults = { minStay: 1, maxStay: 1, arrivalAllowed: true, departureAllowed: true };
  const told = (fields: readonly Field[], reason: SkipReason): [Field, SkipReason][] =>
    fields.map((field) => [field, reason]);
  let set = wanted;
  let after = mergeNight(night, set, defaults);
  if (after.prices.length === 0) {
    const { prices, ...rest } = set;
    const reason: SkipReason = night ? 'last_price' : 'cannot_be_set';
    const fields = night ? (prices ?? []).map(({ guests }) => fieldOfPrice(guests)) : null;
    left.push(...told(fields ?? [...fieldsOfPatch(set).keys()], reason));
    set = night ? rest : {};
    after = mergeNight(night, set, defaults);
  }
  if (after.minStay > after.maxStay) {
    const { minStay, maxStay, ...rest } = set;
    const fields = [...(minStay === undefined ? [] : ['minStay'])];
    if (maxStay !== undefined) fields.push('maxStay');
    if (fields.length > 0) {
      left.push(...told(fields, 'min_above_max'));
      set = rest;
    }
  }
  return { set: Object.keys(set).length > 0 ? set : null, left };
}

/**
 * The change set that lets nights hold again what they held, field by field; pure. A field is taken
 * back only while it holds what is known to be ours to take back; everything else stays and is told.
 * What the nights already hold again is neither. Consecutive nights with the same values are one
 * entry; what does not fit into one change set is told as `too_many`, for another one afterwards.
 */
export function restoreNights(nights: readonly NightBack[], context: PlanContext): Restored {
  const changes = new Runs<Change['set']>();
  const skipped = new Runs<Pick<SkippedNights, 'reason' | 'before' | 'now'>>();
  const sorted = [...nights].sort(
    (a, b) =>
      a.accommodationId - b.accommodationId ||
      (a.rateTypeId ?? 0) - (b.rateTypeId ?? 0) ||
      a.day - b.day,
  );
  for (const night of sorted) {
    const { set, left } = verdictOf(night, context);
    if (set) changes.add(night, setOf(set));
    for (const [reason, fields] of Map.groupBy(left, ([, reason]) => reason)) {
      const names = new Set(fields.map(([field]) => field));
      const told = { reason, before: shown(night.to, names), now: shown(night.now, names) };
      skipped.add(night, told, reason);
    }
  }
  const entries = changes.list.map(({ place, value }) => ({ ...placeOf(place), set: value }));
  const fit = entries.slice(0, CHANGE_LIMITS.entries);
  return {
    changes: fit,
    skipped: [
      ...skipped.list.map(({ place, value }) => ({ ...headOf(place), ...value })),
      ...changes.list.slice(CHANGE_LIMITS.entries).map(({ place }) => ({
        ...headOf(place),
        ...({ reason: 'too_many', before: null, now: null } as const),
      })),
    ],
  };
}

function setOf({ prices, ...rest }: Patch): Change['set'] {
  return { ...rest, ...(prices && { prices: prices.map((price) => ({ ...price })) }) };
}

function shown(held: Held, fields: ReadonlySet<Field>): NightValues | null {
  if (held === null) return null;
  if (typeof held === 'number') return { units: held };
  const { prices = [], ...rest } = nightValuesOf(held);
  const kept = prices.filter(({ guests }) => fields.has(fieldOfPrice(guests)));
  const hasPrices = [...fields].some((field) => field.startsWith(PRICE));
  const plain = Object.entries(rest).filter(([field]) => fields.has(field));
  return { ...Object.fromEntries(plain), ...(hasPrices && { prices: kept }) };
}

interface Place {
  readonly accommodationId: number;
  readonly rateTypeId: number | null;
  readonly from: EpochDay;
  readonly to: EpochDay;
}

function headOf({ accommodationId, rateTypeId, from, to }: Place) {
  return { accommodationId, rateTypeId, from: fromEpochDay(from), to: fromEpochDay(to) };
}

function placeOf(place: Place) {
  const { rateTypeId, ...rest } = headOf(place);
  return { ...rest, ...(rateTypeId === null ? {} : { rateTypeId }) };
}

/** Joins consecutive nights of one row with equal values; lanes keep what runs side by side apart. */
class Runs<T> {
  readonly list: { place: Place; readonly value: T }[] = [];
  private readonly last = new Map<string, { place: Place; readonly value: T; text: string }>();

  add(night: NightBack, value: T, lane = ''): void {
    const { accommodationId, rateTypeId, day } = night;
    const key = `${accommodationId}:${rateTypeId}:${lane}`;
    const text = JSON.stringify(value);
    const last = this.last.get(key);
    if (last?.text === text && last.place.to + 1 === day) {
      last.place = { ...last.place, to: day };
      return;
    }
    const run = { place: { accommodationId, rateTypeId, from: day, to: day }, value, text };
    this.last.set(key, run);
    this.list.push(run);
  }
}
