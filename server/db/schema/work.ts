import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { instant, oneOf, orgId, supplierId } from '../columns.ts';

const ITEM_STATES = [
  'queued',
  'sending',
  'verifying',
  'applied',
  'mismatch',
  'rejected',
  'conflict',
  'blocked_credentials',
  'superseded',
  'cancelled',
  'failed',
] as const;

/** Work to do later, claimed under a lease with a fencing token. Holds ids, never payloads. */
export const job = sqliteTable(
  'job',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    version: integer('version').notNull(),
    orgId: text('org_id'),
    supplierId: integer('supplier_id'),
    /** Jobs of one lane run one after the other. */
    lane: text('lane'),
    dedupeKey: text('dedupe_key').notNull(),
    refId: text('ref_id').notNull(),
    /** The request that caused it, followed into the upstream calls. */
    requestId: text('request_id').notNull(),
    state: text('state').notNull(),
    runAt: instant('run_at').notNull(),
    leaseUntil: instant('lease_until'),
    token: text('token'),
    attempts: integer('attempts').notNull().default(0),
    maxAttempts: integer('max_attempts').notNull().default(8),
    lastErrorCode: text('last_error_code'),
    resultJson: text('result_json'),
    createdAt: instant('created_at').notNull(),
    doneAt: instant('done_at'),
  },
  (t) => [
    index('job_ready').on(t.state, t.runAt),
    index('job_dedupe').on(t.dedupeKey),
    uniqueIndex('job_fold').on(t.dedupeKey).where(sql`state = 'ready'`),
    uniqueIndex('job_lane').on(t.lane).where(sql`state = 'running' AND lane IS NOT NULL`),
    oneOf('job_state', t.state, ['ready', 'running', 'done', 'dead', 'cancelled']),
  ],
);

/** A change set accepted for sending upstream. */
export const pushBatch = sqliteTable(
  'push_batch',
  {
    id: text('id').primaryKey(),
    orgId: orgId(),
    supplierId: supplierId(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    procedure: text('procedure').notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    inputSha256: text('input_sha256').notNull(),
    requestId: text('request_id').notNull(),
    /** The mirror's `asOf` that the owner edited from. */
    basedOn: instant('based_on').notNull(),
    createdAt: instant('created_at').notNull(),
    cancelledAt: instant('cancelled_at'),
  },
  (t) => [
    uniqueIndex('push_batch_idempotency').on(t.orgId, t.actorId, t.procedure, t.idempotencyKey),
    index('push_batch_supplier').on(t.orgId, t.supplierId, t.id),
    oneOf('push_batch_actor', t.actorKind, ['user', 'apiKey', 'job', 'webhook']),
  ],
);

/** The part of a batch for one accommodation and one aspect; sent and verified as a whole. */
export const pushItem = sqliteTable(
  'push_item',
  {
    id: text('id').primaryKey(),
    orgId: orgId(),
    supplierId: supplierId(),
    batchId: text('batch_id')
      .notNull()
      .references(() => pushBatch.id, { onDelete: 'cascade' }),
    accommodationId: integer('accommodation_id').notNull(),
    aspect: text('aspect').notNull(),
    state: text('state').notNull().default('queued'),
    /** Wanted values with what they were based on, and where each night stands: runs as JSON. */
    cellsJson: text('cells_json').notNull(),
    /** Number of cells by state; null = written before counts were kept. */
    countsJson: text('counts_json'),
    upstreamMessage: text('upstream_message'),
    warningsJson: text('warnings_json').notNull().default('[]'),
    /** Number of writes sent. */
    attempts: integer('attempts').notNull().default(0),
    /** Number of read-backs since the last write. */
    reads: integer('reads').notNull().default(0),
    unknownSince: instant('unknown_since'),
    /** When it was queued again after it had ended; null = never. */
    queuedAt: instant('queued_at'),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    index('push_item_batch').on(t.batchId),
    index('push_item_lane').on(t.orgId, t.supplierId, t.accommodationId, t.aspect, t.id),
    oneOf('push_item_aspect', t.aspect, ['stock', 'rates']),
    oneOf('push_item_state', t.state, ITEM_STATES),
    check('push_item_attempts', sql`${t.attempts} >= 0`),
  ],
);

/**
 * A row that does not hold fails its CHECK, so that a batch which begins by inserting a condition
 * here is rolled back whole when the condition is false. Always empty between batches.
 */
export const writeGuard = sqliteTable('write_guard', { holds: integer('holds').notNull() }, (t) => [
  check('write_guard_holds', sql`${t.holds} = 1`),
]);
