import { and, eq, isNull, sql } from 'drizzle-orm';
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
  const { database, clock, mailer, defer, env } = deps;
  await spendTry(deps.rateLimits, 'inviteOrganisation', tenant);
  await refuseMember(database, call, email);
  const id = newId();
  const now = clock.now();
  const expiresAt = new Date(now + OPEN_MS);
  const token = newInvitationToken();
  const { db } = database;
  const isNoMember = sql`NOT EXISTS (SELECT 1 FROM member m JOIN user u ON u.id = m.user_id
    WHERE m.organization_id = ${tenant} AND u.email = ${email})`;
  const isInvited = await batchIf(database, isNoMember, [
    endOpenInvitation(database, tenant, email, now),
    db.insert(invitation).values({
      ...{ id, orgId: tenant, email, role, expiresAt, createdAt: new Date(now) },
      ...{ tokenSha256: tokenDigest(token), invitedBy: call.actor.id },
    }),
    auditRecord(deps, call, {
      ...{ action: 'member.invite', target: `invitation:${id}`, after: { role } },
    }),
  ]);
  if (!isInvited) throw badRequest([{ path: 'email', code: 'already_member' }]);
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

function endOpenInvitation({ db }: Database, tenant: TenantId, email: string, now: number) {
  return db
    .update(invitation)
    .set({ cancelledAt: new Date(now) })
    .where(
      and(
        ...[eq(invitation.orgId, tenant), eq(invitation.email, email)],
        ...[isNull(invitation.acceptedAt), isNull(invitation.cancelledAt)],
      ),
    );
}

async function nameOf({ db }: Database, tenant: TenantId): Promise<string> {
  const [found] = await db
    .select({ name: organization.name })
    .from(organization)
    .where(eq(organization.id, tenant));
  return found?.name ?? '';
}
