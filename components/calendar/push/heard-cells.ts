import type { BatchView } from '#server/domain/pushes/schema.ts';

/**
 * How many cells of these sendings changed what the calendar shows: values that were read back,
 * wanted or not, and a key that was refused, which is told above the calendar.
 */
export function heardCells(batches: readonly Pick<BatchView, 'counts'>[]): number {
  return batches.reduce(
    (sum, { counts }) =>
      sum + counts.applied + counts.mismatch + counts.conflict + counts.blocked_credentials,
    0,
  );
}
