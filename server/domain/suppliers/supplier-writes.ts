import type { Database, Statement } from '#server/db/client.ts';
import { supplier } from '#server/db/schema/suppliers.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { MIRROR_PARTS } from '#server/domain/mirror/freshness.ts';
import { refreshJob } from '#server/domain/mirror/refresh-supplier.ts';
import type { Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import type { JobQueue } from './jobs.ts';
import type { NewSupplier } from './schema.ts';

/** The statements that add suppliers to a connection, each with its first refresh. */
export function supplierWrites(
  { database, clock, jobs }: { database: Database; clock: Clock; jobs: JobQueue },
  call: Call,
  connectionId: string,
  suppliers: readonly NewSupplier[],
): Statement[] {
  const { tenant } = call.actor;
  const createdAt = clock.now();
  return suppliers.flatMap(({ supplierId, name = `Open Pro ${supplierId}`, timezone }) => [
    database.db.insert(supplier).values({
      ...{ orgId: tenant, supplierId, connectionId, name, createdAt },
      ...(timezone === undefined ? {} : { timezone }),
    }),
    jobs.enqueue(refreshJob(tenant, supplierId, MIRROR_PARTS, call.requestId)),
    auditRecord({ database, clock }, call, {
      ...{ action: 'supplier.add', supplierId, target: `connection:${connectionId}` },
      after: { name, timezone },
    }),
  ]);
}
