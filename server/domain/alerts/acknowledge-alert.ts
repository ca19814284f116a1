import { sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { batchIf } from '#server/db/write-guard.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { authorise, type Call, reaches } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { notFound } from '#server/kernel/errors.ts';
import { alertRow } from './data.ts';
import type { AlertView } from './schema.ts';

/**
 * Says that somebody has seen to an alert; from then on the same thing raises a new one. One that
 * was seen to already stays as it is.
 * @throws {DomainError} NOT_FOUND (not the caller's), FORBIDDEN.
 */
export async function acknowledgeAlert(
  deps: { database: Database; clock: Clock },
  call: Call,
  { alertId }: { alertId: string },
): Promise<AlertView> {
  const { database, clock } = deps;
  const tenant = authorise(call, 'bookings:write');
  const find = async () => (await readTogether(database, [alertRow(tenant, alertId)]))[0];
  const alert = await find();
  if (!alert || !isWithinReach(call, alert)) throw notFound();
  const own = sql`org_id = ${tenant} AND id = ${alertId} AND acknowledged_at IS NULL`;
  const { supplierId, kind, count } = alert;
  await batchIf(database, sql`EXISTS (SELECT 1 FROM alert WHERE ${own})`, [
    database.db.run(sql`UPDATE alert SET acknowledged_at = ${clock.now()},
      acknowledged_by_id = ${call.actor.id}, acknowledged_by_name = ${call.actor.name}
      WHERE ${own}`),
    auditRecord(deps, call, {
      action: 'alert.acknowledge',
      ...(supplierId !== null && { supplierId }),
      target: `alert:${alertId}`,
      after: { kind, count },
    }),
  ]);
  return (await find()) ?? alert;
}

function isWithinReach({ actor }: Call, { supplierId }: AlertView): boolean {
  if (supplierId !== null) return reaches(actor, supplierId);
  return actor.kind !== 'apiKey' || actor.supplierIds === null;
}
