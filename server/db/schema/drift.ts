import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { epochDay, instant, oneOf, orgId, supplierId } from '../columns.ts';

/**
 * Consecutive nights of a row that upstream changed without us, found at one time: what we knew to
 * hold, and what upstream holds since. A row is never changed but to be closed.
 */
export const drift = sqliteTable(
  'drift',
  {
    id: text('id').primaryKey(),
    orgId: orgId(),
    supplierId: supplierId(),
    accommodationId: integer('accommodation_id').notNull(),
    /** 0 = stock. */
    rateTypeId: integer('rate_type_id').notNull(),
    fromDay: epochDay('from_day').notNull(),
    toDay: epochDay('to_day').notNull(),
    /** Night values, or null for no value. */
    oursJson: text('ours_json'),
    theirsJson: text('theirs_json'),
    foundAt: instant('found_at').notNull(),
    /** Closed = the nights went back, were sent anew, or their difference became another one. */
    state: text('state').notNull().default('open'),
    endedAt: instant('ended_at'),
    acceptedById: text('accepted_by_id'),
    acceptedByName: text('accepted_by_name'),
  },
  (t) => [
    index('drift_open').on(t.orgId, t.supplierId, t.state, t.id),
    oneOf('drift_state', t.state, ['open', 'accepted', 'closed']),
    check('drift_range', sql`${t.fromDay} <= ${t.toDay}`),
    check('drift_ended', sql`(${t.state} = 'open') = (${t.endedAt} IS NULL)`),
  ],
);

/** Units left and units taken of the nights of an accommodation when they last agreed: as runs. */
export const driftStock = sqliteTable(
  'drift_stock',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    accommodationId: integer('accommodation_id').notNull(),
    /** `[[from, to, units or null, taken], ...]` */
    runsJson: text('runs_json').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.supplierId, t.accommodationId] })],
);

/** How far the history of a supplier's mirror has been looked through for what upstream did alone. */
export const driftWatch = sqliteTable(
  'drift_watch',
  {
    orgId: orgId(),
    supplierId: supplierId(),
    /** Raised with every write, so that of two who looked at once only one writes. */
    version: integer('version').notNull(),
    /** Place of the last change looked at. */
    seen: integer('seen').notNull(),
    /** When what was sent lately was last read again, and when everything was. */
    recentAt: instant('recent_at'),
    fullAt: instant('full_at'),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.supplierId] })],
);
