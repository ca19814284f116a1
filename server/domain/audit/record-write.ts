import type { Database, Statement } from '#server/db/client.ts';
import { auditEntry } from '#server/db/schema/audit.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import type { AuditAction, AuditActorKind } from './schema.ts';

/** Whose hand it was: the call of a verb, or of an earlier one whose work goes on. */
export interface WrittenBy {
  readonly actor: {
    readonly kind: AuditActorKind;
    readonly id: string;
    readonly name: string;
    readonly tenant: TenantId;
  };
  readonly requestId: string;
  readonly address: string | null;
}

/** What was done. Holds ids, field names and prices; never anything of a guest, never a secret. */
export interface AuditFact {
  readonly action: AuditAction;
  readonly supplierId?: number;
  /** What it was done to, such as `accommodation:12` or `member:<id>`. */
  readonly target?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * A statement that writes down who did what. It belongs into the same batch as the write it tells
 * of; it is chained to the entries before it afterwards.
 */
export function auditRecord(
  { database, clock }: { database: Database; clock: Clock },
  { actor, requestId, address }: WrittenBy,
  { action, supplierId, target, before, after }: AuditFact,
): Statement {
  const record = database.db.insert(auditEntry).values({
    orgId: actor.tenant,
    at: clock.now(),
    ...{ actorKind: actor.kind, actorId: actor.id, actorName: actor.name },
    ...{ address, requestId, action, supplierId, target },
    beforeJson: jsonOf(before),
    afterJson: jsonOf(after),
  });
  records.add(record);
  return record;
}

const records = new WeakSet<Statement>();

/** Whether a statement writes down who did what. */
export function isAuditRecord(statement: Statement): boolean {
  return records.has(statement);
}

function jsonOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
