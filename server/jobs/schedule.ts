import type { Database } from '#server/db/client.ts';
import { numberIn, readTogether, textIn } from '#server/db/read.ts';
import { alertRaised } from '#server/domain/alerts/alert-writes.ts';
import { recheckJob, suppliersToRecheck } from '#server/domain/drift/run-recheck.ts';
import { expireJob, suppliersToExpire } from '#server/domain/guests/expire-guests.ts';
import { dueParts, type PartState } from '#server/domain/mirror/freshness.ts';
import { refreshJob } from '#server/domain/mirror/refresh-supplier.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { mintTenant } from '#server/domain/tenancy/mint-tenant.ts';
import { dateInZone } from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { newId } from '#server/kernel/ids.ts';
import type { RecentHealth } from '#server/observability/metrics/recent-health.ts';

interface Triable {
  readonly tenant: TenantId;
  readonly supplierId: number;
  readonly parts: Pick<PartState, 'part' | 'triedAt'>[];
}

/** Every supplier with the instants of its last tries. For the system's own clock work only. */
const ALL_PARTS = {
  sql: `SELECT s.org_id, s.supplier_id, p.part, p.tried_at FROM supplier s
    LEFT JOIN mirror_part p ON p.org_id = s.org_id AND p.supplier_id = s.supplier_id`,
  args: [],
  read: (rows: readonly Parameters<typeof textIn>[0][]): Triable[] => {
    const found = new Map<string, Triable>();
    for (const row of rows) {
      const tenant = mintTenant(textIn(row, 'org_id'));
      const supplierId = numberIn(row, 'supplier_id');
      const key = `${tenant}:${supplierId}`;
      const known = found.get(key) ?? { tenant, supplierId, parts: [] };
      found.set(key, known);
      if (row.part !== null)
        known.parts.push({
          part: textIn(row, 'part') as PartState['part'],
          triedAt: row.tried_at === null ? null : numberIn(row, 'tried_at'),
        });
    }
    return [...found.values()];
  },
};

/**
 * Puts what is due into the queue, supplier by supplier: a refresh of the parts that are old,
 * once a day the end of the guests' data that have been kept long enough, and every night and after
 * sendings another read for what upstream changed without us. Raises what is wrong with
 * this installation.
 */
export async function scheduleWork({
  database,
  clock,
  jobs,
  health,
}: {
  database: Database;
  clock: Clock;
  jobs: JobQueue;
  health: RecentHealth;
}): Promise<void> {
  const now = clock.now();
  const today = dateInZone(now, 'UTC');
  const [suppliers, toExpire, toRecheck] = await readTogether(database, [
    ALL_PARTS,
    suppliersToExpire(today),
    suppliersToRecheck(now),
  ]);
  const refreshes = suppliers.flatMap(({ tenant, supplierId, parts }) => {
    const due = dueParts(parts, now);
    return due.length === 0 ? [] : [refreshJob(tenant, supplierId, due, newId())];
  });
  const expiries = toExpire.map(({ tenant, supplierId }) =>
    expireJob(tenant, supplierId, today, newId()),
  );
  const rechecks = toRecheck.map(({ tenant, supplierId, kind }) =>
    recheckJob(tenant, supplierId, kind, newId()),
  );
  const problems = health
    .problems(now)
    .map((kind) => alertRaised({ database, clock }, { tenant: null, kind }));
  const enqueued = [...refreshes, ...expiries, ...rechecks].map((job) => jobs.enqueue(job));
  await database.batch([...enqueued, ...problems]);
}
