import {
  droppedWarning,
  failureWarning,
  type PartOutcome,
  type Refreshing,
} from './refresh-parts.ts';
import { type Taking, takeRates, takeStock } from './take-nights.ts';

/** Reads the units left of every accommodation into the mirror. */
export function readStock(
  refreshing: Refreshing,
  accommodationIds: readonly number[],
): Promise<PartOutcome> {
  return readEach('stock', refreshing, accommodationIds, async (taking, accommodationId) => {
    const { value, warnings } = await refreshing.upstream.getStock(accommodationId);
    await takeStock(taking(), value);
    return warnings;
  });
}

/** Reads the rates of every accommodation into the mirror. */
export function readRates(
  refreshing: Refreshing,
  accommodationIds: readonly number[],
): Promise<PartOutcome> {
  return readEach('rates', refreshing, accommodationIds, async (taking, accommodationId) => {
    const { value, warnings } = await refreshing.upstream.getRates(accommodationId);
    await takeRates(taking(), value);
    return warnings;
  });
}

/** One accommodation that cannot be read leaves the others as they are. */
async function readEach(
  part: 'stock' | 'rates',
  { database, clock, tenant, supplierId, write }: Refreshing,
  accommodationIds: readonly number[],
  read: (taking: () => Taking, accommodationId: number) => Promise<readonly string[]>,
): Promise<PartOutcome> {
  const results = await Promise.all(
    accommodationIds.map(async (accommodationId) => {
      const readAt = clock.now();
      const row = { tenant, supplierId, accommodationId };
      try {
        const dropped = await read(
          () => ({ database, write, row, readAt, seenAt: clock.now() }),
          accommodationId,
        );
        return { failed: false, warnings: droppedWarning(part, dropped, accommodationId) };
      } catch (error) {
        return { failed: true, warnings: [failureWarning(part, error, accommodationId)] };
      }
    }),
  );
  return {
    part,
    failed: results.some(({ failed }) => failed),
    warnings: results.flatMap(({ warnings }) => warnings),
  };
}
