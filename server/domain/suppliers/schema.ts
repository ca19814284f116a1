import * as z from 'zod/mini';
import { displayName } from '#server/domain/auth/schema.ts';
import { instant, rule, upstreamId, uuid } from '#server/kernel/wire.ts';

/** The parts of the mirror that are refreshed and age on their own. */
export const mirrorPart = z.enum(['accommodations', 'rateTypes', 'rates', 'stock', 'bookings']);

/** Something the owner should know about the data shown. */
export const mirrorWarning = z.strictObject({
  part: mirrorPart,
  code: z.enum(['unreachable', 'refused', 'key_refused', 'unreadable', 'dropped', 'never_read']),
  accommodationId: z.nullable(upstreamId),
  /** Age of the last good data of this part. */
  asOf: z.nullable(instant),
  /** The upstream's own words, or what could not be read. */
  detail: z.nullable(z.string()),
});

/** How old the data is and what went wrong while it was read. */
export const freshnessOutput = {
  asOf: z.nullable(instant),
  stale: z.boolean(),
  /** When the oldest of the stale parts was last read well. */
  staleAsOf: z.nullable(instant),
  warnings: z.array(mirrorWarning),
};

export const supplierOutput = z.strictObject({
  id: upstreamId,
  name: z.string(),
  timezone: z.string(),
  asOf: z.nullable(instant),
  stale: z.boolean(),
  /**
   * While it waits for or is in its first read (`asOf` is null until that ends): how many of its
   * parts are read, of how many as far as is known.
   */
  reading: z.nullable(z.strictObject({ done: z.int(), parts: z.int() })),
  /** Why the last read failed, in whole or in part; null when it did not. */
  failure: z.nullable(mirrorWarning.shape.code),
});

export const suppliersListInput = z.optional(z.strictObject({}));

export const supplierRefreshInput = z.strictObject({ supplierId: upstreamId });

export const supplierRefreshOutput = z.strictObject({
  asOf: z.nullable(instant),
  warnings: z.array(mirrorWarning),
  upstreamCalls: z.int(),
});

export const accommodationOutput = z.strictObject({
  id: upstreamId,
  name: z.string(),
  units: z.nullable(z.int()),
  rateTypeIds: z.array(upstreamId),
});

/** An upstream key: it goes into a header, so it has visible characters only. */
export const upstreamKey = z.string().check(z.trim(), z.regex(/^[\x21-\x7e]{8,500}$/));

/** A zone of the tz database, under any of its names; offsets are none. */
export const timezone = z.string().check(rule(isTimezone, 'invalid_value'));

/** A supplier to be added; without a name it is called after its number. */
export const newSupplier = z.strictObject({
  supplierId: upstreamId,
  name: z.optional(displayName),
  timezone: z.optional(timezone),
});

const newSuppliers = z.array(newSupplier).check(
  z.minLength(1),
  z.maxLength(20),
  rule(
    (list: readonly { supplierId: number }[]) =>
      new Set(list.map(({ supplierId }) => supplierId)).size === list.length,
    'duplicate',
  ),
);

/** A new key, or one that the organisation has. */
export const keyInput = z.union([
  z.strictObject({ apiKey: upstreamKey }),
  z.strictObject({ connectionId: uuid }),
]);

export const connectionsListInput = z.optional(z.strictObject({}));

/** Asks upstream live what the key can see of these suppliers; stores nothing. */
export const connectionProbeInput = z.strictObject({
  key: keyInput,
  supplierIds: z.array(upstreamId).check(z.minLength(1), z.maxLength(20)),
});

const keyView = {
  supplierId: upstreamId,
  /** `ok`, or why it was not seen; `unreachable` says nothing about the key. */
  result: z.enum(['ok', 'key_refused', 'not_found', 'refused', 'unreachable', 'unreadable']),
  /** The upstream's own words, if it was refused. */
  words: z.nullable(z.string()),
  accommodations: z.array(z.strictObject({ id: upstreamId, name: z.string() })),
};

export const connectionProbeOutput = z.array(z.strictObject({ ...keyView, isAdded: z.boolean() }));

export const connectionAddInput = z.strictObject({
  name: displayName,
  apiKey: upstreamKey,
  suppliers: newSuppliers,
});

export const connectionAddSuppliersInput = z.strictObject({
  connectionId: uuid,
  suppliers: newSuppliers,
});

export const connectionAddOutput = z.strictObject({
  connectionId: uuid,
  supplierIds: z.array(upstreamId),
});

export const connectionReplaceKeyInput = z.strictObject({
  connectionId: uuid,
  apiKey: upstreamKey,
});

/** An upstream key of the organisation, as far as it may be shown. */
export const connectionOutput = z.strictObject({
  id: uuid,
  name: z.string(),
  keyLastFour: z.string(),
  state: z.enum(['ok', 'credentials_invalid']),
  createdAt: instant,
  suppliers: z.array(z.strictObject({ id: upstreamId, name: z.string() })),
});

/** Whether it is a zone of the tz database; offsets are none. */
function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export type NewSupplier = z.infer<typeof newSupplier>;
export type KeyView = Omit<ConnectionProbe[number], 'isAdded'>;
export type ConnectionProbeInput = z.infer<typeof connectionProbeInput>;
export type ConnectionAdd = z.infer<typeof connectionAddInput>;
export type ConnectionAddSuppliers = z.infer<typeof connectionAddSuppliersInput>;
export type ConnectionReplaceKey = z.infer<typeof connectionReplaceKeyInput>;
export type AddedSuppliers = z.infer<typeof connectionAddOutput>;
export type ConnectionView = z.infer<typeof connectionOutput>;
export type ConnectionProbe = z.infer<typeof connectionProbeOutput>;
export type MirrorPart = z.infer<typeof mirrorPart>;
export type MirrorWarning = z.infer<typeof mirrorWarning>;
export type SupplierView = z.infer<typeof supplierOutput>;
export type AccommodationView = z.infer<typeof accommodationOutput>;
