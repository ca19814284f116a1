import * as z from 'zod/mini';
import { upstreamId } from '#server/kernel/wire.ts';

/** Text by lower-case language code. */
export const multilingual = z.record(z.string(), z.string());

export const rateTypeOutput = z.strictObject({
  id: upstreamId,
  label: multilingual,
  description: multilingual,
  order: z.int(),
});

export const rateTypeWithLinksOutput = z.extend(rateTypeOutput, {
  accommodationIds: z.array(upstreamId),
});

export const rateTypesListInput = z.strictObject({ supplierId: upstreamId });

export type RateTypeView = z.infer<typeof rateTypeOutput>;
