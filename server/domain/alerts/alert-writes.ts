import { sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { newId } from '#server/kernel/ids.ts';
import { ALERT_SEVERITY, type AlertKind, type INSTALLATION_KINDS } from './rules.ts';

type InstallationKind = (typeof INSTALLATION_KINDS)[number];

/** What is wrong, and where. */
export type RaisedAlert =
  | {
      readonly tenant: TenantId;
      /** Absent = no property in particular. */
      readonly supplierId?: number;
      readonly kind: Exclude<AlertKind, InstallationKind>;
      /** An id of ours, such as that of a batch or a job. */
      readonly refId?: string;
    }
  | { readonly tenant: null; readonly kind: InstallationKind; readonly refId?: string };

/**
 * The statement that raises an alert, for the batch of the write that it tells of. While one of the
 * same kind and place is open, it is raised again instead.
 */
export function alertRaised(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  alert: RaisedAlert,
): Statement {
  const { tenant, kind, refId = null } = alert;
  const supplierId = tenant === null ? 0 : (alert.supplierId ?? 0);
  const now = clock.now();
  return database.db.run(sql`INSERT INTO alert (id, org_id, supplier_id, kind, severity, ref_id,
      first_seen_at, last_seen_at)
    VALUES (${newId()}, ${tenant ?? ''}, ${supplierId}, ${kind}, ${ALERT_SEVERITY[kind]}, ${refId},
      ${now}, ${now})
    ON CONFLICT (org_id, supplier_id, kind) WHERE acknowledged_at IS NULL
    DO UPDATE SET count = count + 1, last_seen_at = excluded.last_seen_at,
      ref_id = coalesce(excluded.ref_id, ref_id)`);
}
