import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { freshnessView } from '#server/domain/mirror/freshness.ts';
import { linkRows, rateTypeRows } from '#server/domain/rate-types/data.ts';
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
import { rateRunRows } from './data.ts';
import { rateRowsOf } from './rows.ts';
import type { RatesView } from './schema.ts';

/** An accommodation and one of its rate types, or all of them. */
interface RatesInput {
  readonly supplierId: number;
  readonly accommodationId: number;
  readonly rateTypeId?: number | undefined;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/**
 * Rates of one accommodation for the nights `from`..`to` (both included), from the mirror.
 * @throws {DomainError} NOT_FOUND (supplier), BAD_REQUEST (accommodation, rate type, link).
 */
export async function getRates(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  input: RatesInput,
): Promise<RatesView> {
  const { supplierId, accommodationId, rateTypeId } = input;
  const tenant = authorise(call, 'read', supplierId);
  const [suppliers, parts, accommodations, rateTypes, links, rates] = await readTogether(database, [
    supplierRows(tenant, supplierId),
    mirrorParts(tenant, supplierId),
    accommodationRows(tenant, supplierId),
    rateTypeRows(tenant, supplierId),
    linkRows(tenant, supplierId),
    rateRunRows({
      tenant,
      supplierId,
      accommodationId,
      rateTypeId,
      from: toEpochDay(input.from),
      to: toEpochDay(input.to),
    }),
  ]);
  const supplier = onlySupplier(suppliers);
  const shown = links.filter(
    (link) =>
      link.accommodationId === accommodationId &&
      (rateTypeId === undefined || link.rateTypeId === rateTypeId),
  );
  if (!accommodations.some(({ id }) => id === accommodationId))
    throw badRequest([{ path: 'accommodationId', code: 'unknown_accommodation' }]);
  if (rateTypeId !== undefined && !rateTypes.some(({ id }) => id === rateTypeId))
    throw badRequest([{ path: 'rateTypeId', code: 'unknown_rate_type' }]);
  if (rateTypeId !== undefined && shown.length === 0)
    throw badRequest([{ path: 'rateTypeId', code: 'rate_type_not_linked' }]);
  return {
    ...freshnessView(parts, supplier, clock.now()),
    rates: rateRowsOf(shown, rates),
  };
}
