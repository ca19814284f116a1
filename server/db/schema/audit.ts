import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { instant, oneOf, orgId } from '../columns.ts';

/**
 * Every write, by whom and what it changed. Rows are added together with the write they tell of;
 * `seq` and `hash` chain them afterwards, once. Triggers refuse any other change and any deletion.
 * Holds no data of guests.
 */
export const auditEntry = sqliteTable(
  'audit_entry',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    orgId: orgId(),
    at: instant('at').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    /** Network address that the request came from; null for our own jobs. */
    address: text('address'),
    requestId: text('request_id').notNull(),
    action: text('action').notNull(),
    supplierId: integer('supplier_id'),
    /** What it was done to, such as `accommodation:12` or `member:<id>`. */
    target: text('target'),
    beforeJson: text('before_json'),
    afterJson: text('after_json'),
    /** Place in the organisation's chain; null until it is chained. */
    seq: integer('seq'),
    /** SHA-256 of the hash before and this entry's canonical JSON. */
    hash: text('hash'),
  },
  (t) => [
    index('audit_entry_org').on(t.orgId, t.id),
    uniqueIndex('audit_entry_chain').on(t.orgId, t.seq),
    oneOf('audit_entry_actor', t.actorKind, ['user', 'apiKey', 'job', 'webhook', 'ai', 'operator']),
  ],
);

/** The newest chained entry of each organisation: shows when entries were cut off the end. */
export const auditHead = sqliteTable('audit_head', {
  orgId: text('org_id').primaryKey(),
  seq: integer('seq').notNull(),
  hash: text('hash').notNull(),
});
