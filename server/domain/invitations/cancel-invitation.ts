import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { invitation } from '#server/db/schema/auth.ts';
import { batchIf } from '#server/db/write-guard.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { notFound } from '#server/kernel/errors.ts';

/**
 * Ends an invitation of the caller's organisation, whose link then leads nowhere.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (none that is open).
 */
export async function cancelInvitation(
  deps: { database: Database; clock: Clock },
  call: Call,
  { invitationId }: { invitationId: string },
): Promise<void> {
  const tenant = authorise(call, 'team:write');
  const { database, clock } = deps;
  const isOpen = sql`EXISTS (SELECT 1 FROM invitation WHERE org_id = ${tenant}
    AND id = ${invitationId} AND accepted_at IS NULL AND cancelled_at IS NULL)`;
  const isCancelled = await batchIf(database, isOpen, [
    database.db
      .update(invitation)
      .set({ cancelledAt: new Date(clock.now()) })
      .where(
        and(
          ...[eq(invitation.orgId, tenant), eq(invitation.id, invitationId)],
          ...[isNull(invitation.acceptedAt), isNull(invitation.cancelledAt)],
        ),
      ),
    auditRecord(deps, call, { action: 'member.uninvite', target: `invitation:${invitationId}` }),
  ]);
  if (!isCancelled) throw notFound();
}
