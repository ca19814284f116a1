import * as z from 'zod/mini';
import { RATE_LIMITS } from '#server/domain/rates/schema.ts';
import { unitsInput } from '#server/domain/stock/schema.ts';
import {
  calendarDate,
  cents,
  idempotencyKey,
  instant,
  rule,
  spanChecks,
  upstreamId,
  uuid,
} from '#server/kernel/wire.ts';

/** Bounds of one change set. */
export const CHANGE_LIMITS = { entries: 5_000, cells: 200_000, nights: 1_000_000 } as const;

const price = z.int().check(z.minimum(1), z.maximum(RATE_LIMITS.maxPriceCents));
const nights = z.int().check(z.minimum(1), z.maximum(RATE_LIMITS.maxStayNights));

const namedPrice = z.strictObject({
  guests: z.nullable(z.int().check(z.minimum(1), z.maximum(RATE_LIMITS.maxGuests))),
  priceCents: z.nullable(price),
});

/** Absolute values wanted for a night; a field that is absent stays as upstream has it. */
export const changeValues = z
  .strictObject({
    priceCents: z.optional(price),
    prices: z.optional(
      z.array(namedPrice).check(
        rule((list) => list.length > 0, 'empty'),
        rule((list) => new Set(list.map((p) => p.guests)).size === list.length, 'duplicate_guests'),
      ),
    ),
    minStay: z.optional(nights),
    maxStay: z.optional(nights),
    open: z.optional(z.boolean()),
    arrivalAllowed: z.optional(z.boolean()),
    departureAllowed: z.optional(z.boolean()),
    units: z.optional(unitsInput),
  })
  .check(
    rule((set) => Object.values(set).some((value) => value !== undefined), 'empty'),
    rule((set) => set.priceCents === undefined || set.prices === undefined, 'price_and_prices', [
      'prices',
    ]),
    rule(
      ({ minStay, maxStay }) =>
        minStay === undefined || maxStay === undefined || minStay <= maxStay,
      'min_above_max',
      ['minStay'],
    ),
  );

const changeFields = {
  rateTypeId: z.optional(upstreamId),
  from: calendarDate,
  to: calendarDate,
  weekdays: z.optional(
    z
      .array(z.int().check(z.minimum(1), z.maximum(7)))
      .check(rule((days) => days.length > 0, 'empty')),
  ),
  set: changeValues,
};

interface Scope {
  rateTypeId?: number | undefined;
  from: string;
  to: string;
  set: ChangeValues;
}

/** Prices belong to a rate type, units to the accommodation. */
function changeChecks<T extends Scope>() {
  return [
    ...spanChecks<T>(),
    rule<T>(
      ({ rateTypeId, set }) => rateTypeId === undefined || set.units === undefined,
      'rate_type_not_allowed',
      ['rateTypeId'],
    ),
    rule<T>(
      ({ rateTypeId, set }) =>
        rateTypeId !== undefined || (set.priceCents === undefined && set.prices === undefined),
      'rate_type_required',
      ['rateTypeId'],
    ),
  ] as const;
}

/** Values for the nights `from`..`to` (both included) whose own weekday is in `weekdays`. */
export const change = z
  .strictObject({ accommodationId: upstreamId, ...changeFields })
  .check(...changeChecks());

/** The same where the request names the accommodation; an entry may repeat it. */
const changeOfOne = z
  .strictObject({ accommodationId: z.optional(upstreamId), ...changeFields })
  .check(...changeChecks());

const listChecks = [
  rule<readonly unknown[]>((list) => list.length > 0, 'empty'),
  z.maxLength(CHANGE_LIMITS.entries),
] as const;

export const changes = z.array(change).check(...listChecks);

/** Prices outside of the owner's floor and ceiling are meant; only an owner may say so. */
const allowOutOfBounds = z.optional(z.boolean());

/** `basedOn` = the `asOf` that the owner edited from: what changed since is told as drift. */
export const previewInput = z.strictObject({
  supplierId: upstreamId,
  changes,
  basedOn: z.optional(instant),
  allowOutOfBounds,
});

export const createInput = z.strictObject({
  supplierId: upstreamId,
  idempotencyKey,
  changes,
  basedOn: z.optional(instant),
  allowOutOfBounds,
});

/** `rates.set`: one accommodation's changes. */
export const ratesSetInput = z.strictObject({
  supplierId: upstreamId,
  accommodationId: upstreamId,
  idempotencyKey,
  changes: z.array(changeOfOne).check(...listChecks),
  allowOutOfBounds,
});

export const createOutput = z.strictObject({ batchId: uuid });

export const changedField = z.enum([
  'units',
  'priceCents',
  'prices',
  'minStay',
  'maxStay',
  'open',
  'arrivalAllowed',
  'departureAllowed',
]);

const cellValue = z.nullable(z.union([z.boolean(), z.int()]));

/**
 * One field of one night that would change. `priceCents` is the reference occupancy's price,
 * `prices` that of another one; both name their `guests`. `isNew` = the night has no rate yet.
 */
export const previewCell = z.strictObject({
  accommodationId: upstreamId,
  rateTypeId: z.nullable(upstreamId),
  date: calendarDate,
  field: changedField,
  guests: z.optional(z.nullable(z.int())),
  before: cellValue,
  after: cellValue,
  isNew: z.optional(z.boolean()),
});

/** What a night would hold, whole. */
export const nightValues = z.strictObject({
  units: z.optional(z.int()),
  open: z.optional(z.boolean()),
  minStay: z.optional(z.nullable(z.int())),
  maxStay: z.optional(z.nullable(z.int())),
  arrivalAllowed: z.optional(z.boolean()),
  departureAllowed: z.optional(z.boolean()),
  prices: z.optional(z.array(z.strictObject({ guests: z.nullable(z.int()), priceCents: cents }))),
});

export const previewPeriod = z.strictObject({
  accommodationId: upstreamId,
  rateTypeId: z.nullable(upstreamId),
  from: calendarDate,
  to: calendarDate,
  values: nightValues,
});

export const previewWarning = z.strictObject({
  code: z.enum(['new_night', 'min_stay_null', 'unsellable_gap']),
  accommodationId: upstreamId,
  rateTypeId: z.nullable(upstreamId),
  from: calendarDate,
  to: calendarDate,
});

export const fieldErrorOutput = z.strictObject({
  path: z.string(),
  code: z.string(),
  message: z.string(),
});

/** Stays with one effect that arrive on consecutive days, both included, and their lengths. */
export const stayChange = z.strictObject({
  accommodationId: upstreamId,
  rateTypeId: upstreamId,
  effect: z.enum(['bookable', 'unbookable', 'repriced']),
  from: calendarDate,
  to: calendarDate,
  minNights: z.int(),
  maxNights: z.int(),
  stays: z.int(),
});

/**
 * What a change set does: `nights` of accommodations touched; cents that the reference occupancy's
 * price goes up and down by over the changed nights, times the units left, rate type by rate type;
 * the stays (arrival × length) that become bookable, are no longer, or cost something else.
 */
export const planEffects = z.strictObject({
  nights: z.int(),
  gainCents: cents,
  lossCents: cents,
  money: z.array(
    z.strictObject({
      ...{ accommodationId: upstreamId, rateTypeId: upstreamId, nights: z.int() },
      ...{ gainCents: cents, lossCents: cents },
    }),
  ),
  stays: z.strictObject({
    ...{ bookable: z.int(), unbookable: z.int(), repriced: z.int() },
    changes: z.array(stayChange),
    /** Spans left out of `changes`; the totals hold them. */
    omitted: z.int(),
  }),
});

/** Nights that changed upstream since the owner looked, in a field that the change set sets. */
export const previewDrift = z.strictObject({
  accommodationId: upstreamId,
  rateTypeId: z.nullable(upstreamId),
  from: calendarDate,
  to: calendarDate,
  before: z.nullable(nightValues),
  now: z.nullable(nightValues),
});

export const previewOutput = z.strictObject({
  cells: z.array(previewCell),
  periods: z.array(previewPeriod),
  warnings: z.array(previewWarning),
  violations: z.array(fieldErrorOutput),
  effects: planEffects,
  drift: z.array(previewDrift),
});

/**
 * Nights that a change set leaves as they are, and why: what they held, and what they hold now, in
 * the fields in question. `new_night` = nothing was there before and nothing can be taken out
 * upstream; such a night is closed instead.
 */
export const skippedNights = z.strictObject({
  accommodationId: upstreamId,
  rateTypeId: z.nullable(upstreamId),
  from: calendarDate,
  to: calendarDate,
  reason: z.enum([
    ...(['changed_since', 'mismatch', 'newer_sending', 'past_night', 'new_night'] as const),
    ...(['cannot_be_set', 'last_price', 'min_above_max', 'above_unit_count'] as const),
    ...(['not_linked', 'too_many'] as const),
  ]),
  before: z.nullable(nightValues),
  now: z.nullable(nightValues),
});

export const rollbackInput = z.strictObject({ batchId: uuid });

/** The change set that takes a sending back, to be previewed and sent like any other. */
export const rollbackOutput = z.strictObject({
  supplierId: upstreamId,
  changes: z.array(change),
  skipped: z.array(skippedNights),
});

export type SkippedNights = z.infer<typeof skippedNights>;
export type Rollback = z.infer<typeof rollbackOutput>;
export type Change = z.infer<typeof change>;
export type ChangeValues = z.infer<typeof changeValues>;
export type PreviewCell = z.infer<typeof previewCell>;
export type PreviewPeriod = z.infer<typeof previewPeriod>;
export type PreviewWarning = z.infer<typeof previewWarning>;
export type StayChangeView = z.infer<typeof stayChange>;
export type PlanEffects = z.infer<typeof planEffects>;
export type PreviewDrift = z.infer<typeof previewDrift>;
export type NightValues = z.infer<typeof nightValues>;
