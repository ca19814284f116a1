import * as z from 'zod/mini';
import { instant, upstreamId } from '#server/kernel/wire.ts';

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

export type MirrorPart = z.infer<typeof mirrorPart>;
export type MirrorWarning = z.infer<typeof mirrorWarning>;
export type SupplierView = z.infer<typeof supplierOutput>;
export type AccommodationView = z.infer<typeof accommodationOutput>;
