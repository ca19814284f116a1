import type { Database } from '#server/db/client.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { authorise, type Call } from './actor.ts';
import { membersOf, openInvitationsOf } from './data.ts';
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
  const { actor } = call;
  const members = await membersOf(database, tenant);
  const invitations = await openInvitationsOf(database, tenant, clock.now());
  const isSelf = (userId: string) => actor.kind === 'user' && actor.id === userId;
  return { members: members.map((one) => ({ ...one, isSelf: isSelf(one.userId) })), invitations };
}
