import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { freshnessView } from '#server/domain/mirror/freshness.ts';
import { authorise, type Call, reaches } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { firstReads, mirrorParts, supplierRows } from './data.ts';
import type { SupplierView } from './schema.ts';

/** The suppliers that the caller may reach, in the order they were added, each with the age of its mirror. */
export async function listSuppliers(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
): Promise<SupplierView[]> {
  const tenant = authorise(call, 'read');
  const [suppliers, parts, reads] = await readTogether(database, [
    supplierRows(tenant),
    mirrorParts(tenant),
    firstReads(tenant),
  ]);
  const reached = suppliers.filter(({ supplierId }) => reaches(call.actor, supplierId));
  return reached.map((supplier) => {
    const { supplierId, name, timezone } = supplier;
    const own = parts.filter((part) => part.supplierId === supplierId);
    const { asOf, stale } = freshnessView(own, supplier, clock.now());
    const failed = own.flatMap((part) => (part.failed ? part.warnings : []))[0]?.code ?? null;
    const failure = supplier.isKeyRefused ? 'key_refused' : failed;
    const reading = reads.get(supplierId) ?? null;
    return { id: supplierId, name, timezone, asOf, stale, reading, failure };
  });
}
