import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { instant, oneOf } from '../columns.ts';

/** Something that somebody must look at. Of one kind, place and time there is one open alert. */
export const alert = sqliteTable(
  'alert',
  {
    id: text('id').primaryKey(),
    /** Empty = the installation itself: for whoever looks after it, never for a tenant. */
    orgId: text('org_id').notNull(),
    /** 0 = no property in particular. */
    supplierId: integer('supplier_id').notNull(),
    kind: text('kind').notNull(),
    severity: text('severity').notNull(),
    /** What it last was about: an id of ours, never a name or words of upstream. */
    refId: text('ref_id'),
    /** How often it was raised. */
    count: integer('count').notNull().default(1),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    /** When the owners were written to; null = not yet, or not at all. */
    mailedAt: instant('mailed_at'),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedById: text('acknowledged_by_id'),
    acknowledgedByName: text('acknowledged_by_name'),
  },
  (t) => [
    uniqueIndex('alert_open').on(t.orgId, t.supplierId, t.kind).where(sql`acknowledged_at IS NULL`),
    index('alert_latest').on(t.orgId, t.lastSeenAt),
    oneOf('alert_severity', t.severity, ['high', 'normal']),
    check('alert_count', sql`${t.count} >= 1`),
  ],
);
