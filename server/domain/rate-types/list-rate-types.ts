import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { onlySupplier, supplierRows } from '#server/domain/suppliers/data.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import { linkRows, rateTypeRows } from './data.ts';
import type { RateTypeView } from './schema.ts';

/**
 * The supplier's rate types in its order, each with the accommodations it is sold on.
 * @throws {DomainError} NOT_FOUND when the supplier is not the caller's.
 */
export async function listRateTypes(
  { database }: { database: Database },
  call: Call,
  { supplierId }: { supplierId: number },
): Promise<(RateTypeView & { accommodationIds: number[] })[]> {
  const tenant = authorise(call, 'read', supplierId);
  const [suppliers, rateTypes, links] = await readTogether(database, [
    supplierRows(tenant, supplierId),
    rateTypeRows(tenant, supplierId),
    linkRows(tenant, supplierId),
  ]);
  onlySupplier(suppliers);
  return rateTypes.map((rateType) => ({
    ...rateType,
    accommodationIds: links
      .filter((link) => link.rateTypeId === rateType.id)
      .map((link) => link.accommodationId),
  }));
}
