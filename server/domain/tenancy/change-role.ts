import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { member } from '#server/db/schema/auth.ts';
import { batchIf } from '#server/db/write-guard.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { invitationsEnd } from '#server/domain/invitations/invitation-writes.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest, notFound } from '#server/kernel/errors.ts';
import { authorise, type Call } from './actor.ts';
import { isStillReplaceable, memberRow } from './data.ts';
import type { Role } from './permissions.ts';

/**
 * Gives a member another role; it counts from their next request on.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (no member of this organisation), BAD_REQUEST (the last
 * owner stays owner).
 */
export async function changeRole(
  deps: { database: Database; clock: Clock },
  call: Call,
  { memberId, role }: { memberId: string; role: Role },
): Promise<void> {
  const tenant = authorise(call, 'team:write');
  const { database } = deps;
  const found = await memberRow(database, tenant, memberId);
  if (!found) throw notFound();
  if (found.role === role) return;
  if (found.role === 'owner' && found.owners < 2)
    throw badRequest([{ path: 'role', code: 'last_owner' }]);
  // Through an invitation they sent they could make themselves an owner again.
  const ends =
    found.role === 'owner'
      ? await invitationsEnd(deps, call, { invitedBy: found.userId })
      : { isSame: sql`1`, statements: [] };
  const isStill = sql`${isStillReplaceable(tenant, found)} AND ${ends.isSame}`;
  const isChanged = await batchIf(database, isStill, [
    database.db
      .update(member)
      .set({ role })
      .where(and(eq(member.organizationId, tenant), eq(member.id, memberId))),
    ...ends.statements,
    auditRecord(deps, call, {
      action: 'member.role',
      target: `member:${memberId}`,
      before: { userId: found.userId, role: found.role },
      after: { role },
    }),
  ]);
  // Somebody changed the team meanwhile: judged again as it is now.
  if (!isChanged) await changeRole(deps, call, { memberId, role });
}
