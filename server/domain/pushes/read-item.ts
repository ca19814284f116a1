import type { Database } from '#server/db/client.ts';
import { takeRates, takeStock, type Write } from '#server/domain/mirror/take-nights.ts';
import type { SupplierUpstream } from '#server/domain/suppliers/upstream.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import type { Cell } from './cells.ts';
import type { ItemRow } from './data.ts';
import { cellKey } from './push-others.ts';
import type { UpstreamNights } from './push-rules.ts';

/** What an item's nights are read with. */
export interface ItemReading {
  readonly database: Database;
  readonly clock: Clock;
  readonly tenant: TenantId;
  readonly supplierId: number;
  readonly write: Write;
}

/**
 * Reads the accommodation of an item from upstream under its aspect, and takes what it holds into
 * the mirror; what changed in `sent` nights is told as the item's batch's doing.
 */
export async function readItem(
  { clock, supplierId, tenant, ...reading }: ItemReading,
  upstream: SupplierUpstream,
  { accommodationId, aspect, batchId }: ItemRow,
  sent: readonly Cell[],
): Promise<UpstreamNights> {
  const readAt = clock.now();
  const ours = new Set(sent.map((cell) => cellKey(cell.rateTypeId, cell.day)));
  const taking = () => ({
    ...reading,
    row: { tenant, supplierId, accommodationId },
    readAt,
    seenAt: clock.now(),
    batchOf: (rateTypeId: number, day: number) =>
      ours.has(cellKey(rateTypeId || null, day)) ? batchId : null,
  });
  if (aspect === 'stock') {
    const { value } = await upstream.getStock(accommodationId);
    await takeStock(taking(), value);
    return (_, day) => value.at(day) ?? null;
  }
  const { value } = await upstream.getRates(accommodationId);
  await takeRates(taking(), value);
  return (rateTypeId, day) => value.get(rateTypeId ?? 0)?.at(day) ?? null;
}
