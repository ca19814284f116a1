import { and, eq } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { connection } from '#server/db/schema/suppliers.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { MIRROR_PARTS } from '#server/domain/mirror/freshness.ts';
import { refreshJob } from '#server/domain/mirror/refresh-supplier.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { DomainError, notFound } from '#server/kernel/errors.ts';
import { connectionRows, supplierRows } from './data.ts';
import type { JobQueue } from './jobs.ts';
import type { KeyVault } from './ports.ts';
import { viewsOf } from './probe-connection.ts';
import type { ConnectionProbe, ConnectionReplaceKey, KeyView } from './schema.ts';
import type { UpstreamGateway } from './upstream.ts';

export interface ReplaceKeyDeps {
  readonly database: Database;
  readonly vault: KeyVault;
  readonly clock: Clock;
  readonly jobs: JobQueue;
  readonly gateway: UpstreamGateway;
}

/**
 * Puts another upstream key in the place of a connection's. It is tried first on the connection's
 * suppliers; then nothing is held back any more and they are read anew. Answers what it shows.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (connection), UPSTREAM_REFUSED_KEY (upstream refuses
 *   it, or it shows none of the suppliers), UPSTREAM_UNAVAILABLE (it could not be tried).
 */
export async function replaceKey(
  deps: ReplaceKeyDeps,
  call: Call,
  { connectionId, apiKey }: ConnectionReplaceKey,
): Promise<ConnectionProbe> {
  const { database, vault, clock, jobs, gateway } = deps;
  const tenant = authorise(call, 'connections:write');
  const [[known], suppliers] = await readTogether(database, [
    connectionRows(tenant, connectionId),
    supplierRows(tenant),
  ]);
  if (!known) throw notFound();
  const served = suppliers.filter((supplier) => supplier.connectionId === connectionId);
  const supplierIds = served.map(({ supplierId }) => supplierId);
  const views = await viewsOf(gateway, tenant, { apiKey }, supplierIds, call.requestId);
  requireUsable(views);
  const { jwe, kid } = await vault.seal({ tenant, connectionId }, apiKey);
  await database.batch([
    database.db
      .update(connection)
      .set({ keyJwe: jwe, keyKid: kid, keyLastFour: apiKey.slice(-4), state: 'ok' })
      .where(and(eq(connection.orgId, tenant), eq(connection.id, connectionId))),
    // A refresh that runs now may still use the old key and be refused: another one follows it.
    ...supplierIds.map((supplierId) =>
      jobs.enqueue({
        ...refreshJob(tenant, supplierId, MIRROR_PARTS, call.requestId),
        joinsRunning: false,
      }),
    ),
    auditRecord({ database, clock }, call, {
      ...{ action: 'connection.replaceKey', target: `connection:${connectionId}` },
      before: { state: known.state },
      after: { state: 'ok' },
    }),
  ]);
  jobs.wake();
  return views.map((view) => ({ ...view, isAdded: true }));
}

/**
 * A key that upstream knows and that shows a supplier is good, even if another supplier has gone
 * from upstream: it could not be replaced ever again otherwise.
 */
function requireUsable(views: readonly KeyView[]): void {
  const has = (...results: KeyView['result'][]) =>
    views.some(({ result }) => results.includes(result));
  if (has('key_refused')) throw new DomainError('UPSTREAM_REFUSED_KEY');
  if (has('unreachable', 'unreadable')) throw new DomainError('UPSTREAM_UNAVAILABLE');
  if (views.length > 0 && !has('ok')) throw new DomainError('UPSTREAM_REFUSED_KEY');
}
