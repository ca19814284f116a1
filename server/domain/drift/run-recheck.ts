import { numberIn, type Query, readTogether, textIn } from '#server/db/read.ts';
import { MIRROR_PARTS } from '#server/domain/mirror/freshness.ts';
import { readRates, readStock } from '#server/domain/mirror/read-nights.ts';
import type { Refreshing } from '#server/domain/mirror/refresh-parts.ts';
import { runRefresh } from '#server/domain/mirror/run-refresh.ts';
import { loadSupplier } from '#server/domain/suppliers/data.ts';
import type { NewJob } from '#server/domain/suppliers/jobs.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { mintTenant } from '#server/domain/tenancy/mint-tenant.ts';
import type { DriftScope } from './data.ts';
import { recordDrift } from './record-drift.ts';

/** What is read again: what was sent in the last seven days, or everything. */
export type Recheck = 'recent' | 'full';

const HOUR_MS = 3_600_000;

/** How long after a sending it is looked at again. */
const PAUSE_MS = HOUR_MS;

/** After one that did not end well, how long until the next: a dead upstream is not hammered. */
const AGAIN_MS = HOUR_MS / 2;

/** How long what was sent is looked at again. */
const RECENT_MS = 7 * 24 * HOUR_MS;

/** The hour (UTC) from which on a day's comparison of everything is due: night wherever guests go. */
const NIGHT_HOUR = 2;

/**
 * Suppliers that are due for another read at `now`: of everything once a night, of what was sent
 * about an hour after it was. A supplier added since the last night was just read. For the schedule
 * only.
 */
export function suppliersToRecheck(
  now: number,
): Query<{ tenant: TenantId; supplierId: number; kind: Recheck }[]> {
  const night = Math.floor((now / HOUR_MS - NIGHT_HOUR) / 24) * 24 * HOUR_MS + NIGHT_HOUR * HOUR_MS;
  return {
    sql: `SELECT s.org_id, s.supplier_id, coalesce(w.full_at, s.created_at) < ? AS is_full
      FROM supplier s LEFT JOIN drift_watch w
        ON w.org_id = s.org_id AND w.supplier_id = s.supplier_id
      WHERE (coalesce(w.full_at, s.created_at) < ? OR EXISTS (SELECT 1 FROM push_item i
          WHERE i.org_id = s.org_id AND i.supplier_id = s.supplier_id AND i.attempts > 0
            AND i.updated_at BETWEEN ? AND ?
            AND i.updated_at > max(coalesce(w.recent_at, 0), coalesce(w.full_at, 0)) - ?))
        AND NOT EXISTS (SELECT 1 FROM job j WHERE j.dedupe_key IN
            ('recheck:' || s.org_id || ':' || s.supplier_id || ':full',
             'recheck:' || s.org_id || ':' || s.supplier_id || ':recent')
          AND j.created_at > ?)`,
    args: [night, night, now - RECENT_MS, now - PAUSE_MS, PAUSE_MS, now - AGAIN_MS],
    read: (rows) =>
      rows.map((row) => ({
        tenant: mintTenant(textIn(row, 'org_id')),
        supplierId: numberIn(row, 'supplier_id'),
        kind: numberIn(row, 'is_full') === 1 ? 'full' : 'recent',
      })),
  };
}

/** The job that reads a supplier again for what upstream changed without us. */
export function recheckJob(
  tenant: TenantId,
  supplierId: number,
  kind: Recheck,
  requestId: string,
): NewJob {
  return {
    kind: 'drift.recheck',
    tenant,
    supplierId,
    lane: `${tenant}:${supplierId}:refresh`,
    dedupeKey: `recheck:${tenant}:${supplierId}:${kind}`,
    joinsRunning: true,
    refId: kind,
    requestId,
  };
}

/** The accommodations to which something was sent since an instant. */
function accommodationsSentTo({ tenant, supplierId }: DriftScope, since: number): Query<number[]> {
  return {
    sql: `SELECT DISTINCT i.accommodation_id FROM push_item i
      JOIN accommodation a ON a.org_id = i.org_id AND a.supplier_id = i.supplier_id
        AND a.accommodation_id = i.accommodation_id AND a.gone_at IS NULL
      WHERE i.org_id = ? AND i.supplier_id = ? AND i.attempts > 0 AND i.updated_at >= ?`,
    args: [tenant, supplierId, since],
    read: (rows) => rows.map((row) => numberIn(row, 'accommodation_id')),
  };
}

/**
 * Reads everything again, or the accommodations to which something was sent lately, and keeps what
 * upstream changed without us. Bookings are read last: they explain units that went. What cannot be
 * read stays as it is known and does not count as compared.
 */
export async function runRecheck(refreshing: Refreshing, kind: Recheck): Promise<void> {
  const { database, clock } = refreshing;
  if (kind === 'full') {
    await runRefresh(
      refreshing,
      MIRROR_PARTS.filter((part) => part !== 'bookings'),
    );
    await runRefresh(refreshing, ['bookings']);
    const { parts } = await loadSupplier(database, refreshing.tenant, refreshing.supplierId);
    await recordDrift(refreshing, parts.some(({ failed }) => failed) ? undefined : 'full');
    return;
  }
  const [ids] = await readTogether(database, [
    accommodationsSentTo(refreshing, clock.now() - RECENT_MS),
  ]);
  const outcomes = [await readStock(refreshing, ids), await readRates(refreshing, ids)];
  await runRefresh(refreshing, ['bookings']);
  const isWhole = outcomes.every(({ failed }) => !failed);
  await recordDrift(refreshing, isWhole ? 'recent' : undefined);
}
