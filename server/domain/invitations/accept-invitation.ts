import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import type { RateLimits } from '#server/db/rate-limits.ts';
import { account, invitation, member, session, user } from '#server/db/schema/auth.ts';
import { batchIf } from '#server/db/write-guard.ts';
import { spendTry } from '#server/domain/accounts/limits.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import type { Auth } from '#server/domain/auth/create-auth.ts';
import type { Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest, DomainError } from '#server/kernel/errors.ts';
import { newId } from '#server/kernel/ids.ts';
import { type OpenInvitation, openInvitation } from './data.ts';
import type { Visitor } from './get-invitation.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly auth: Auth;
  readonly rateLimits: RateLimits;
}

interface Acceptance {
  readonly token: string;
  /** The account of somebody who has none yet. */
  readonly account?: { readonly name: string; readonly password: string } | undefined;
}

/** Who joins, and what has to be written for that besides the membership. */
interface Joining {
  readonly userId: string;
  readonly name: string;
  readonly isNew: boolean;
  readonly statements: readonly Statement[];
}

/**
 * Makes the holder of an invitation's link a member, once: somebody new with the account they give,
 * anybody else when they are signed in. All of it is written, or nothing.
 * @throws {DomainError} NOT_FOUND, BAD_REQUEST (`token`: used or expired, `account`: missing),
 * UNAUTHORIZED (sign in first), FORBIDDEN (signed in as somebody else), TOO_MANY_REQUESTS.
 */
export async function acceptInvitation(
  deps: Deps,
  visitor: Visitor,
  input: Acceptance,
): Promise<{ organisationId: string }> {
  const { database, clock } = deps;
  await spendTry(deps.rateLimits, 'invitationAddress', visitor.address);
  const open = await openInvitation(database, input.token, clock.now());
  const joining = open.account
    ? knownPerson(deps, visitor, open, open.account)
    : await newPerson(deps, open, input.account);
  const isJoined = await batchIf(database, canJoin(open, joining), [
    ...joining.statements,
    ...membership(deps, visitor, open, joining),
  ]);
  if (isJoined) return { organisationId: open.tenant };
  // Another tab was faster; what it has done says what is wrong with this one.
  const { account: made } = await openInvitation(database, input.token, clock.now());
  if (joining.isNew && made !== null) throw new DomainError('UNAUTHORIZED');
  throw badRequest([{ path: 'token', code: 'already_member' }]);
}

/** Open, of nobody who has joined otherwise, and for a new account an address that is still free. */
function canJoin({ id, tenant, email }: OpenInvitation, { userId, isNew }: Joining): SQL {
  return sql`EXISTS (SELECT 1 FROM invitation WHERE id = ${id} AND accepted_at IS NULL
      AND cancelled_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM member WHERE organization_id = ${tenant} AND user_id = ${userId})
    AND (${isNew ? 0 : 1} OR NOT EXISTS (SELECT 1 FROM user WHERE email = ${email}))`;
}

function knownPerson(
  { database }: Deps,
  { person }: Visitor,
  { tenant }: OpenInvitation,
  { id, name }: { id: string; name: string },
): Joining {
  if (person === null) throw new DomainError('UNAUTHORIZED');
  if (person.id !== id) throw new DomainError('FORBIDDEN');
  const switched = database.db
    .update(session)
    .set({ activeOrganizationId: tenant })
    .where(and(eq(session.id, person.sessionId), eq(session.userId, id)));
  return { userId: id, name, isNew: false, statements: [switched] };
}

async function newPerson(
  { database, clock, auth }: Deps,
  { email }: OpenInvitation,
  given: Acceptance['account'],
): Promise<Joining> {
  if (given === undefined) throw badRequest([{ path: 'account', code: 'required' }]);
  const { name } = given;
  const password = await (await auth.$context).password.hash(given.password);
  const userId = newId();
  const createdAt = new Date(clock.now());
  const times = { createdAt, updatedAt: createdAt };
  return {
    ...{ userId, name, isNew: true },
    statements: [
      // The link came by mail to this very address, or from the hand of an owner.
      database.db.insert(user).values({ id: userId, name, email, emailVerified: true, ...times }),
      database.db.insert(account).values({
        ...{ id: newId(), accountId: userId, providerId: 'credential', userId, password },
        ...times,
      }),
    ],
  };
}

function membership(
  deps: Deps,
  { requestId, address }: Visitor,
  { id, tenant, role }: OpenInvitation,
  { userId, name, isNew }: Joining,
): Statement[] {
  const { db } = deps.database;
  const now = new Date(deps.clock.now());
  const memberId = newId();
  const actor = { kind: 'user', id: userId, name, tenant, role } as const;
  const call: Call = { actor, requestId, address };
  const made = { action: 'account.create', target: `user:${userId}` } as const;
  return [
    db
      .insert(member)
      .values({ id: memberId, organizationId: tenant, userId, role, createdAt: now }),
    db.update(invitation).set({ acceptedAt: now }).where(eq(invitation.id, id)),
    ...(isNew ? [auditRecord(deps, call, made)] : []),
    auditRecord(deps, call, {
      action: 'member.join',
      target: `member:${memberId}`,
      after: { userId, role, invitationId: id },
    }),
  ];
}
