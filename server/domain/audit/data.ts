import type { Row } from '@libsql/client';
import {
  jsonIn,
  maybeNumberIn,
  maybeTextIn,
  numberIn,
  type Query,
  textIn,
} from '#server/db/read.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { isoInstant } from '#server/kernel/clock.ts';
import type { AuditAction, AuditActorKind, AuditEntryView, AuditFilter } from './schema.ts';

/** The content of an entry as it is stored, which its hash is made of. */
export interface EntryContent {
  readonly id: number;
  readonly orgId: string;
  readonly at: number;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly address: string | null;
  readonly requestId: string;
  readonly action: string;
  readonly supplierId: number | null;
  readonly target: string | null;
  readonly beforeJson: string | null;
  readonly afterJson: string | null;
}

/** An entry in its place in the chain. */
export interface ChainedEntry {
  readonly content: EntryContent;
  readonly seq: number;
  readonly hash: string;
}

/** The newest place of a chain. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

const CONTENT = `id, org_id, at, actor_kind, actor_id, actor_name, address, request_id, action,
  supplier_id, target, before_json, after_json`;

function contentOf(row: Row): EntryContent {
  return {
    id: numberIn(row, 'id'),
    orgId: textIn(row, 'org_id'),
    at: numberIn(row, 'at'),
    actorKind: textIn(row, 'actor_kind'),
    actorId: textIn(row, 'actor_id'),
    actorName: textIn(row, 'actor_name'),
    address: maybeTextIn(row, 'address'),
    requestId: textIn(row, 'request_id'),
    action: textIn(row, 'action'),
    supplierId: maybeNumberIn(row, 'supplier_id'),
    target: maybeTextIn(row, 'target'),
    beforeJson: maybeTextIn(row, 'before_json'),
    afterJson: maybeTextIn(row, 'after_json'),
  };
}

/** Every organisation that has entries or a head. For the system's own work on chains only. */
export const CHAINS: Query<TenantOfChain[]> = {
  sql: `SELECT org_id FROM audit_entry UNION SELECT org_id FROM audit_head ORDER BY org_id`,
  args: [],
  read: (rows) => rows.map((row) => textIn(row, 'org_id')),
};

/** The organisations with entries that are not chained yet. For the system's own work only. */
export const UNSEALED_CHAINS: Query<TenantOfChain[]> = {
  sql: `SELECT org_id FROM (SELECT id AS org_id FROM organization UNION SELECT org_id FROM audit_head)
    AS known WHERE EXISTS (SELECT 1 FROM audit_entry e
      WHERE e.org_id = known.org_id AND e.seq IS NULL)`,
  args: [],
  read: (rows) => rows.map((row) => textIn(row, 'org_id')),
};

/** Whose chain it is; no tenant, since chaining and verifying show nobody what entries hold. */
export type TenantOfChain = string;

/** The newest place of a chain; null before the first. */
export function chainHead(org: TenantOfChain): Query<ChainHead | null> {
  return {
    sql: 'SELECT seq, hash FROM audit_head WHERE org_id = ?',
    args: [org],
    read: ([row]) => (row ? { seq: numberIn(row, 'seq'), hash: textIn(row, 'hash') } : null),
  };
}

/** The oldest entries that are not chained yet. */
export function unsealedEntries(org: TenantOfChain, limit: number): Query<EntryContent[]> {
  return {
    sql: `SELECT ${CONTENT} FROM audit_entry WHERE org_id = ? AND seq IS NULL ORDER BY id LIMIT ?`,
    args: [org, limit],
    read: (rows) => rows.map(contentOf),
  };
}

/** Chained entries after a place, in the order of the chain. */
export function chainedEntries(
  org: TenantOfChain,
  afterSeq: number,
  limit: number,
): Query<ChainedEntry[]> {
  return {
    sql: `SELECT ${CONTENT}, seq, hash FROM audit_entry WHERE org_id = ? AND seq > ?
      ORDER BY seq LIMIT ?`,
    args: [org, afterSeq, limit],
    read: (rows) =>
      rows.map((row) => ({
        content: contentOf(row),
        seq: numberIn(row, 'seq'),
        hash: textIn(row, 'hash'),
      })),
  };
}

/** How far a chain reaches and what waits to be chained. */
export function chainExtent(
  org: TenantOfChain,
  olderThan: number,
): Query<{ lastSeq: number; waiting: number }> {
  return {
    sql: `SELECT coalesce(max(seq), 0) AS last_seq,
        (SELECT count(*) FROM audit_entry WHERE org_id = ? AND seq IS NULL AND at < ?) AS waiting
      FROM audit_entry WHERE org_id = ?`,
    args: [org, olderThan, org],
    read: ([row]) => ({
      lastSeq: row ? numberIn(row, 'last_seq') : 0,
      waiting: row ? numberIn(row, 'waiting') : 0,
    }),
  };
}

/** Which entries to read, newest first. */
export interface EntryScope extends Omit<AuditFilter, 'from' | 'to'> {
  readonly tenant: TenantId;
  /** Instants between which they were made, epoch milliseconds; the first is included. */
  readonly since: number;
  readonly until: number;
  /** Only entries about these suppliers; null = all. */
  readonly reach: readonly number[] | null;
  /** Only entries older than this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The entries of a tenant that a filter lets through, newest first. */
export function entryRows(scope: EntryScope): Query<AuditEntryView[]> {
  const { supplierId = null, actorKind = null, actorId = null, action = null } = scope;
  const { since, until, before = Number.MAX_SAFE_INTEGER } = scope;
  return {
    sql: `SELECT ${CONTENT} FROM audit_entry WHERE org_id = ? AND id < ?
        AND (? IS NULL OR supplier_id IN (SELECT value FROM json_each(?)))
        AND (? IS NULL OR supplier_id = ?) AND (? IS NULL OR actor_kind = ?)
        AND (? IS NULL OR actor_id = ?) AND (? IS NULL OR action = ?) AND at >= ? AND at < ?
      ORDER BY id DESC LIMIT ?`,
    args: [
      ...[scope.tenant, before],
      ...twice(scope.reach === null ? null : JSON.stringify(scope.reach)),
      ...[...twice(supplierId), ...twice(actorKind), ...twice(actorId), ...twice(action)],
      ...[since, until, scope.limit],
    ],
    read: (rows) => rows.map(viewOf),
  };
}

function twice<T>(value: T): [T, T] {
  return [value, value];
}

function viewOf(row: Row): AuditEntryView {
  return {
    id: numberIn(row, 'id'),
    at: isoInstant(numberIn(row, 'at')),
    actorKind: textIn(row, 'actor_kind') as AuditActorKind,
    actorId: textIn(row, 'actor_id'),
    actorName: textIn(row, 'actor_name'),
    address: maybeTextIn(row, 'address'),
    requestId: textIn(row, 'request_id'),
    action: textIn(row, 'action') as AuditAction,
    supplierId: maybeNumberIn(row, 'supplier_id'),
    target: maybeTextIn(row, 'target'),
    before: row.before_json === null ? null : jsonIn<unknown>(row, 'before_json'),
    after: row.after_json === null ? null : jsonIn<unknown>(row, 'after_json'),
  };
}
