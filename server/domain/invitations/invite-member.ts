import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import type { RateLimits } from '#server/db/rate-limits.ts';
import { invitation, member, organization, user } from '#server/db/schema/auth.ts';
import { batchIf } from '#server/db/write-guard.ts';
import { spendTry } from '#server/domain/accounts/limits.ts';
import type { Defer, Mailer, MailLocale } from '#server/domain/accounts/ports.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { authorise, type Call, type TenantId } from '#server/domain/tenancy/actor.ts';
import type { Role } from '#server/domain/tenancy/permissions.ts';
import { LINK_PAGES } from '#server/domain/tenancy/schema.ts';
import { type Clock, isoInstant } from '#server/kernel/clock.ts';
import { badRequest } from '#server/kernel/errors.ts';
import { newId } from '#server/kernel/ids.ts';
import { newInvitationToken, tokenDigest } from './data.ts';
import { invitationsEnd } from './invitation-writes.ts';

/** How long an invitation can be accepted. */
const OPEN_MS = 7 * 86_400_000;

export interface InviteDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly rateLimits: RateLimits;
  readonly mailer: Mailer | null;
  readonly defer: Defer;
  readonly env: { readonly APP_URL: string };
}

export interface NewInvitation {
  readonly email: string;
  readonly role: Role;
  /** The language of the one who invites. */
  readonly locale: MailLocale;
}

export interface Invited {
  readonly invitationId: string;
  readonly expiresAt: string;
  /** To be handed over by the inviter; null where it was mailed. */
  readonly link: string | null;
}

/**
 * Invites somebody to the caller's organisation. An open invitation to the same address ends.
 * @throws {DomainError} FORBIDDEN, BAD_REQUEST (`email`: oneself or a member), TOO_MANY_REQUESTS.
 */
export async function inviteMember(
  deps: InviteDeps,
  call: Call,
  { email, role, locale }: NewInvitation,
): Promise<Invited> {
  const tenant = authorise(call, 'team:write');
  const { database, mailer, defer, env } = deps;
  await spendTry(deps.rateLimits, 'inviteOrganisation', tenant);
  const { id, expiresAt, token } = await writeInvitation(deps, call, { email, role });
  const link = `${env.APP_URL}${LINK_PAGES.invitation}#${token}`;
  if (mailer !== null) {
    const organisation = await nameOf(database, tenant);
    const content = { kind: 'invitation', organisation, inviter: call.actor.name, link } as const;
    defer(() => mailer.send({ to: email, locale, content }));
  }
  return {
    invitationId: id,
    expiresAt: isoInstant(expiresAt.getTime()),
    link: mailer === null ? link : null,
  };
}

async function writeInvitation(
  deps: InviteDeps,
  call: Call,
  { email, role }: Pick<NewInvitation, 'email' | 'role'>,
): Promise<{ id: string; expiresAt: Date; token: string }> {
  const { database, clock } = deps;
  const { tenant } = call.actor;
  await refuseMember(database, call, email);
  const earlier = await invitationsEnd(deps, call, { email });
  const id = newId();
  const createdAt = new Date(clock.now());
  const expiresAt = new Date(createdAt.getTime() + OPEN_MS);
  const token = newInvitationToken();
  const isNoMember = sql`NOT EXISTS (SELECT 1 FROM member m JOIN user u ON u.id = m.user_id
    WHERE m.organization_id = ${tenant} AND u.email = ${email})`;
  const isInvited = await batchIf(database, sql`${isNoMember} AND ${earlier.isSame}`, [
    ...earlier.statements,
    database.db.insert(invitation).values({
      ...{ id, orgId: tenant, email, role, expiresAt, createdAt },
      ...{ tokenSha256: tokenDigest(token), invitedBy: call.actor.id },
    }),
    auditRecord(deps, call, {
      ...{ action: 'member.invite', target: `invitation:${id}`, after: { role } },
    }),
  ]);
  // Somebody joined or was invited meanwhile: judged again as it is now.
  return isInvited ? { id, expiresAt, token } : writeInvitation(deps, call, { email, role });
}

async function refuseMember({ db }: Database, { actor }: Call, email: string): Promise<void> {
  const [found] = await db
    .select({ id: user.id })
    .from(user)
    .innerJoin(member, and(eq(member.userId, user.id), eq(member.organizationId, actor.tenant)))
    .where(eq(user.email, email));
  if (!found) return;
  const code = actor.kind === 'user' && actor.id === found.id ? 'self' : 'already_member';
  throw badRequest([{ path: 'email', code }]);
}

async function nameOf({ db }: Database, tenant: TenantId): Promise<string> {
  const [found] = await db
    .select({ name: organization.name })
    .from(organization)
    .where(eq(organization.id, tenant));
  return found?.name ?? '';
}
