import type { Database, Statement } from '#server/db/client.ts';
import { emptyLog, overwriting } from '#server/db/forget.ts';
import { numberIn, type Query, readTogether, textIn } from '#server/db/read.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { loadSupplier } from '#server/domain/suppliers/data.ts';
import type { NewJob } from '#server/domain/suppliers/jobs.ts';
import type { Call, TenantId } from '#server/domain/tenancy/actor.ts';
import { mintTenant } from '#server/domain/tenancy/mint-tenant.ts';
import {
  type CalendarDate,
  dateInZone,
  fromEpochDay,
  toEpochDay,
} from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { bookingsToExpire, retentionMonths } from './data.ts';
import { forgetGuests } from './guest-writes.ts';
import { keptFrom } from './rules.ts';

/** Bookings that are written at once. */
const AT_ONCE = 500;

/** The suppliers whose guests' data have not been looked through on a day. For the schedule only. */
export function suppliersToExpire(
  day: CalendarDate,
): Query<{ tenant: TenantId; supplierId: number }[]> {
  return {
    sql: `SELECT org_id, supplier_id FROM supplier s WHERE NOT EXISTS (SELECT 1 FROM job j
      WHERE j.dedupe_key = 'expire:' || s.org_id || ':' || s.supplier_id || ':' || ?)`,
    args: [day],
    read: (rows) =>
      rows.map((row) => ({
        tenant: mintTenant(textIn(row, 'org_id')),
        supplierId: numberIn(row, 'supplier_id'),
      })),
  };
}

/** The job that ends the keeping of a supplier's old guests, once a day. */
export function expireJob(
  tenant: TenantId,
  supplierId: number,
  day: CalendarDate,
  requestId: string,
): NewJob {
  return {
    kind: 'guests.expire',
    tenant,
    supplierId,
    lane: `${tenant}:${supplierId}:expire`,
    dedupeKey: `expire:${tenant}:${supplierId}:${day}`,
    refId: day,
    requestId,
  };
}

/** What the job works with. */
export interface Expiring {
  readonly database: Database;
  readonly clock: Clock;
  readonly supplierId: number;
  readonly call: Call;
  /** Writes at once; rejects when the job is no longer ours. */
  readonly write: (statements: readonly Statement[]) => Promise<void>;
}

/**
 * Takes the guests out of the bookings whose last departure is longer ago than the owner keeps their
 * data, and gives how many there were. No hash is kept of them: a later read of such a booking is
 * stored without its guest by the same rule, as long as its last departure is what it was.
 */
export async function expireGuests(expiring: Expiring): Promise<number> {
  const { database, clock, supplierId, call, write } = expiring;
  const { tenant } = call.actor;
  const { supplier } = await loadSupplier(database, tenant, supplierId);
  const [months] = await readTogether(database, [retentionMonths(tenant, supplierId)]);
  const before = keptFrom(toEpochDay(dateInZone(clock.now(), supplier.timezone)), months);
  let count = 0;
  for (let afterId = 0; ; ) {
    const [ids] = await readTogether(database, [
      bookingsToExpire(tenant, supplierId, { before, afterId, limit: AT_ONCE }),
    ]);
    const last = ids.at(-1);
    if (last === undefined) {
      if (count > 0) await emptyLog(database);
      return count;
    }
    await write([
      ...overwriting(database),
      forgetGuests(
        database,
        tenant,
        ids.map((bookingId) => ({ supplierId, bookingId })),
        before,
      ),
      auditRecord({ database, clock }, call, {
        action: 'guest.expire',
        supplierId,
        after: { count: ids.length, departedBefore: fromEpochDay(before), months },
      }),
    ]);
    count += ids.length;
    afterId = last;
  }
}
