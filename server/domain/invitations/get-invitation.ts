import type { Database } from '#server/db/client.ts';
import type { RateLimits } from '#server/db/rate-limits.ts';
import { spendTry } from '#server/domain/accounts/limits.ts';
import type { Person } from '#server/domain/tenancy/actor.ts';
import type { InvitationView } from '#server/domain/tenancy/schema.ts';
import { type Clock, isoInstant } from '#server/kernel/clock.ts';
import { openInvitation } from './data.ts';

/** Who opens a link: a person who is signed in, or a stranger. */
export interface Visitor {
  readonly person: Person | null;
  readonly requestId: string;
  readonly address: string | null;
}

/**
 * What the one who holds an invitation's link is invited to.
 * @throws {DomainError} NOT_FOUND, BAD_REQUEST (`token`: used or expired), TOO_MANY_REQUESTS.
 */
export async function getInvitation(
  deps: { database: Database; clock: Clock; rateLimits: RateLimits },
  { person, address }: Visitor,
  { token }: { token: string },
): Promise<InvitationView> {
  await spendTry(deps.rateLimits, 'invitationAddress', address);
  const { account, expiresAt, organisationName, inviterName, email, role } = await openInvitation(
    deps.database,
    token,
    deps.clock.now(),
  );
  return {
    ...{ organisationName, inviterName, email, role },
    expiresAt: isoInstant(expiresAt.getTime()),
    hasAccount: account !== null,
    isSignedIn: account !== null && account.id === person?.id,
  };
}
