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

export const previewInput = z.strictObject({ supplierId: upstreamId, changes, allowOutOfBounds });

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
  code: z.enum(['new_night', 'min_stay_null']),
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

export const previewOutput = z.strictObject({
  cells: z.array(previewCell),
  periods: z.array(previewPeriod),
  warnings: z.array(previewWarning),
  violations: z.array(fieldErrorOutput),
});

export const batchState = z.enum(['running', 'done', 'attention', 'cancelled']);

export const itemState = z.enum([
  'queued',
  'sending',
  'verifying',
  'applied',
  'mismatch',
  'rejected',
  'conflict',
  'blocked_credentials',
  'superseded',
  'cancelled',
  'failed',
]);

export const aspect = z.enum(['stock', 'rates']);

/**
 * One night of an item: what it held before, what was sent, what was read back. Each names the
 * fields that were wanted, and those that came back different.
 */
export const batchCell = z.strictObject({
  rateTypeId: z.nullable(upstreamId),
  date: calendarDate,
  state: itemState,
  before: z.nullable(nightValues),
  sent: nightValues,
  read: z.nullable(nightValues),
});

export const batchItem = z.strictObject({
  itemId: uuid,
  accommodationId: upstreamId,
  aspect,
  state: itemState,
  attempts: z.int(),
  upstreamMessage: z.nullable(z.string()),
  /** Since when the outcome upstream is unknown: sent, but not yet read back. */
  unknownSince: z.nullable(instant),
  warnings: z.array(z.strictObject({ code: z.nullable(z.string()), detail: z.string() })),
  cells: z.array(batchCell),
});

const count = z.int();

/** Number of cells by state. */
export const batchCounts = z.strictObject({
  ...{ total: count, queued: count, sending: count, verifying: count, applied: count },
  ...{ mismatch: count, rejected: count, conflict: count, blocked_credentials: count },
  ...{ superseded: count, cancelled: count, failed: count },
});

const batchHead = {
  batchId: uuid,
  supplierId: upstreamId,
  state: batchState,
  createdAt: instant,
  actor: z.strictObject({
    kind: z.enum(['user', 'apiKey', 'job', 'webhook']),
    id: z.string(),
    name: z.string(),
  }),
  counts: batchCounts,
};

export const batchOutput = z.strictObject({ ...batchHead, items: z.array(batchItem) });
export const batchSummaryOutput = z.strictObject(batchHead);

export const batchListOutput = z.strictObject({
  items: z.array(batchSummaryOutput),
  nextCursor: z.nullable(uuid),
});

export const batchGetInput = z.strictObject({ batchId: uuid });

export const batchListInput = z.strictObject({
  supplierId: upstreamId,
  cursor: z.optional(uuid),
  limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 20),
});

export type Change = z.infer<typeof change>;
export type ChangeValues = z.infer<typeof changeValues>;
export type PreviewCell = z.infer<typeof previewCell>;
export type PreviewPeriod = z.infer<typeof previewPeriod>;
export type PreviewWarning = z.infer<typeof previewWarning>;
export type NightValues = z.infer<typeof nightValues>;
export type BatchState = z.infer<typeof batchState>;
export type ItemState = z.infer<typeof itemState>;
export type Aspect = z.infer<typeof aspect>;
export type BatchCell = z.infer<typeof batchCell>;
export type BatchItem = z.infer<typeof batchItem>;
export type BatchCounts = z.infer<typeof batchCounts>;
export type BatchSummary = z.infer<typeof batchSummaryOutput>;
export type BatchView = z.infer<typeof batchOutput>;
