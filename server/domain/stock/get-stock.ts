import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { freshnessView } from '#server/domain/mirror/freshness.ts';
import { stockRowsOf } from '#server/domain/rates/rows.ts';
import {
  accommodationRows,
  mirrorParts,
  onlySupplier,
  supplierRows,
} from '#server/domain/suppliers/data.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import { type CalendarDate, toEpochDay } from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest } from '#server/kernel/errors.ts';
import { stockRows } from './data.ts';
import type { StockView } from './schema.ts';

/**
 * Units left of one accommodation for the nights `from`..`to` (both included), from the mirror.
 * @throws {DomainError} NOT_FOUND (supplier), BAD_REQUEST (accommodation).
 */
export async function getStock(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  input: { supplierId: number; accommodationId: number; from: CalendarDate; to: CalendarDate },
): Promise<StockView> {
  const { supplierId, accommodationId } = input;
  const tenant = authorise(call, 'read', supplierId);
  const [suppliers, parts, accommodations, stock] = await readTogether(database, [
    supplierRows(tenant, supplierId),
    mirrorParts(tenant, supplierId),
    accommodationRows(tenant, supplierId),
    stockRows({
      tenant,
      supplierId,
      accommodationId,
      from: toEpochDay(input.from),
      to: toEpochDay(input.to),
    }),
  ]);
  const supplier = onlySupplier(suppliers);
  if (!accommodations.some(({ id }) => id === accommodationId))
    throw badRequest([{ path: 'accommodationId', code: 'unknown_accommodation' }]);
  const [row] = stockRowsOf([accommodationId], stock);
  return {
    ...freshnessView(parts, supplier, clock.now()),
    accommodationId,
    runs: row?.runs ?? [],
  };
}
