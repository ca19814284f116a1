import type { Database } from '#server/db/client.ts';
import { type Clock, isoInstant } from '#server/kernel/clock.ts';
import { authorise, type Call } from './actor.ts';
import { memberRows, openInvitationRows } from './data.ts';
import { isRole } from './permissions.ts';
import type { TeamView } from './schema.ts';

/**
 * The members of the caller's organisation and its open invitations.
 * @throws {DomainError} FORBIDDEN.
 */
export async function listTeam(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
): Promise<TeamView> {
  const tenant = authorise(call, 'team:read');
  const members = await memberRows(database, tenant);
  const invitations = await openInvitationRows(database, tenant, clock.now());
  return {
    members: members.flatMap(({ role, createdAt, ...rest }) =>
      isRole(role)
        ? [
            {
              ...rest,
              role,
              joinedAt: isoInstant(createdAt.getTime()),
              isSelf: call.actor.kind === 'user' && call.actor.id === rest.userId,
            },
          ]
        : [],
    ),
    invitations: invitations.flatMap(({ role, inviter, createdAt, expiresAt, ...rest }) =>
      isRole(role)
        ? [
            {
              ...rest,
              role,
              invitedBy: inviter ?? '',
              createdAt: isoInstant(createdAt.getTime()),
              expiresAt: isoInstant(expiresAt.getTime()),
            },
          ]
        : [],
    ),
  };
}
