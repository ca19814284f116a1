import { eq } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import { member } from '#server/db/schema/auth.ts';
import { type AuditFact, auditRecord } from '#server/domain/audit/record-write.ts';
import type { Call, PersonalCall, TenantId } from '#server/domain/tenancy/actor.ts';
import { mintTenant } from '#server/domain/tenancy/mint-tenant.ts';
import { isRole } from '#server/domain/tenancy/permissions.ts';
import type { Clock } from '#server/kernel/clock.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
}

/**
 * Statements that write down what a person changed about themselves, in every organisation that
 * they belong to. They belong into the batch of the write they tell of.
 */
export async function recordPersonal(
  deps: Deps,
  { person: { id, name }, requestId, address }: PersonalCall,
  fact: AuditFact,
): Promise<Statement[]> {
  const memberships = await membershipsOf(deps.database, id);
  return memberships.flatMap(({ tenant, role }) => {
    if (!isRole(role)) return [];
    const call: Call = { actor: { kind: 'user', id, name, tenant, role }, requestId, address };
    return [auditRecord(deps, call, { target: `user:${id}`, ...fact })];
  });
}

/** The same for what the operator changed about a person. */
export async function recordAboutPerson(
  deps: Deps,
  userId: string,
  callIn: (tenant: TenantId) => Call,
  fact: AuditFact,
): Promise<Statement[]> {
  const memberships = await membershipsOf(deps.database, userId);
  return memberships.map(({ tenant }) =>
    auditRecord(deps, callIn(tenant), { target: `user:${userId}`, ...fact }),
  );
}

async function membershipsOf(
  { db }: Database,
  userId: string,
): Promise<{ tenant: TenantId; role: string }[]> {
  const rows = await db
    .select({ orgId: member.organizationId, role: member.role })
    .from(member)
    .where(eq(member.userId, userId));
  return rows.map(({ orgId, role }) => ({ tenant: mintTenant(orgId), role }));
}
