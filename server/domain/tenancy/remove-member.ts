import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { member, session } from '#server/db/schema/auth.ts';
import { batchIf } from '#server/db/write-guard.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { invitationsEnd } from '#server/domain/invitations/invitation-writes.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest, notFound } from '#server/kernel/errors.ts';
import { authorise, type Call } from './actor.ts';
import { isStillReplaceable, memberRow } from './data.ts';

/**
 * Takes a member out of the organisation, or has the caller leave it; sessions that are open reach
 * nothing of it from their next request on.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (no member of this organisation), BAD_REQUEST (the last
 * owner stays).
 */
export async function removeMember(
  deps: { database: Database; clock: Clock },
  call: Call,
  { memberId }: { memberId: string },
): Promise<void> {
  const tenant = authorise(call, 'team:write');
  const { database } = deps;
  const { db } = database;
  const found = await memberRow(database, tenant, memberId);
  if (!found) throw notFound();
  if (found.role === 'owner' && found.owners < 2)
    throw badRequest([{ path: 'memberId', code: 'last_owner' }]);
  // Through an invitation they sent they could come back.
  const ends = await invitationsEnd(deps, call, { invitedBy: found.userId });
  const isStill = sql`${isStillReplaceable(tenant, found)} AND ${ends.isSame}`;
  const isRemoved = await batchIf(database, isStill, [
    db.delete(member).where(and(eq(member.organizationId, tenant), eq(member.id, memberId))),
    db
      .update(session)
      .set({ activeOrganizationId: null })
      .where(and(eq(session.userId, found.userId), eq(session.activeOrganizationId, tenant))),
    ...ends.statements,
    auditRecord(deps, call, {
      action: 'member.remove',
      target: `member:${memberId}`,
      before: { userId: found.userId, role: found.role },
    }),
  ]);
  // Somebody changed the team meanwhile: judged again as it is now.
  if (!isRemoved) await removeMember(deps, call, { memberId });
}
