import type { Row } from '@libsql/client';
import { maybeNumberIn, maybeTextIn, numberIn, type Query, textIn } from '#server/db/read.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { isoInstant } from '#server/kernel/clock.ts';
import type { AlertView } from './schema.ts';

/** Which alerts of a tenant to read, newest first. */
export interface AlertScope {
  readonly tenant: TenantId;
  /** Only about these properties; null = about all, and about none in particular. */
  readonly supplierIds: readonly number[] | null;
  /** Also those that somebody has seen to. */
  readonly all: boolean;
  readonly before: string | null;
  readonly limit: number;
}

const ALERT = `SELECT id, kind, severity, supplier_id, ref_id, count, first_seen_at, last_seen_at,
    acknowledged_at, acknowledged_by_name FROM alert`;

function alertOf(row: Row): AlertView {
  const supplierId = numberIn(row, 'supplier_id');
  const at = maybeNumberIn(row, 'acknowledged_at');
  return {
    id: textIn(row, 'id'),
    kind: textIn(row, 'kind') as AlertView['kind'],
    severity: textIn(row, 'severity') as AlertView['severity'],
    supplierId: supplierId === 0 ? null : supplierId,
    refId: maybeTextIn(row, 'ref_id'),
    count: numberIn(row, 'count'),
    firstSeenAt: isoInstant(numberIn(row, 'first_seen_at')),
    lastSeenAt: isoInstant(numberIn(row, 'last_seen_at')),
    acknowledged:
      at === null
        ? null
        : { at: isoInstant(at), name: maybeTextIn(row, 'acknowledged_by_name') ?? '' },
  };
}

/** Alerts of a tenant, by the time of their first raising, newest first. */
export function alertRows(scope: AlertScope): Query<AlertView[]> {
  const only = scope.supplierIds === null ? null : JSON.stringify(scope.supplierIds);
  return {
    sql: `${ALERT} WHERE org_id = ? AND (? OR acknowledged_at IS NULL)
        AND (? IS NULL OR supplier_id IN (SELECT value FROM json_each(?))) AND (? IS NULL OR id < ?)
      ORDER BY id DESC LIMIT ?`,
    args: [
      ...[scope.tenant, scope.all ? 1 : 0, only, only ?? '[]', scope.before, scope.before],
      scope.limit,
    ],
    read: (rows) => rows.map(alertOf),
  };
}

/** One alert of a tenant; null when there is none. */
export function alertRow(tenant: TenantId, alertId: string): Query<AlertView | null> {
  return {
    sql: `${ALERT} WHERE org_id = ? AND id = ?`,
    args: [tenant, alertId],
    read: ([row]) => (row ? alertOf(row) : null),
  };
}

/** A high alert that its owners were not written to about. */
export interface UnsentAlert {
  readonly id: string;
  readonly kind: AlertView['kind'];
  readonly supplierId: number | null;
  /** Name of the property; null = no property in particular. */
  readonly property: string | null;
  /** Addresses of the organisation's owners. */
  readonly owners: readonly string[];
}

/** High alerts of every tenant that nobody saw to or was written to about. For our own work only. */
export const UNSENT_ALERTS: Query<UnsentAlert[]> = {
  sql: `SELECT a.id, a.kind, a.supplier_id, s.name AS property,
      (SELECT json_group_array(u.email) FROM member m JOIN user u ON u.id = m.user_id
        WHERE m.organization_id = a.org_id AND m.role = 'owner') AS owners
    FROM alert a
    LEFT JOIN supplier s ON s.org_id = a.org_id AND s.supplier_id = a.supplier_id
    WHERE a.severity = 'high' AND a.mailed_at IS NULL AND a.acknowledged_at IS NULL
      AND a.org_id <> ''
    ORDER BY a.id LIMIT 50`,
  args: [],
  read: (rows) =>
    rows.map((row) => {
      const supplierId = numberIn(row, 'supplier_id');
      return {
        ...{ id: textIn(row, 'id'), kind: textIn(row, 'kind') as AlertView['kind'] },
        supplierId: supplierId === 0 ? null : supplierId,
        property: maybeTextIn(row, 'property'),
        owners: JSON.parse(textIn(row, 'owners')) as string[],
      };
    }),
};
