import { createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { invitation, organization, user } from '#server/db/schema/auth.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { mintTenant } from '#server/domain/tenancy/mint-tenant.ts';
import { isRole, type Role } from '#server/domain/tenancy/permissions.ts';
import { badRequest, notFound } from '#server/kernel/errors.ts';

/** A new secret of an invitation's link: 256 random bits. */
export function newInvitationToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of that secret. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** An invitation that can be accepted, with the account of its address if there is one. */
export interface OpenInvitation {
  readonly id: string;
  readonly tenant: TenantId;
  readonly organisationName: string;
  readonly email: string;
  readonly role: Role;
  readonly inviterName: string;
  readonly expiresAt: Date;
  readonly account: { readonly id: string; readonly name: string } | null;
}

/**
 * The invitation whose link has this secret. The secret itself vouches for its organisation.
 * @throws {DomainError} NOT_FOUND (unknown or cancelled), BAD_REQUEST (`token`: used or expired).
 */
export async function openInvitation(
  { db }: Database,
  token: string,
  now: number,
): Promise<OpenInvitation> {
  const [found] = await db
    .select({ row: invitation, organisationName: organization.name, inviterName: user.name })
    .from(invitation)
    .innerJoin(organization, eq(organization.id, invitation.orgId))
    .leftJoin(user, eq(user.id, invitation.invitedBy))
    .where(eq(invitation.tokenSha256, tokenDigest(token)));
  if (!found || found.row.cancelledAt !== null) throw notFound();
  const { id, orgId, email, role, expiresAt, acceptedAt } = found.row;
  if (acceptedAt !== null) throw badRequest([{ path: 'token', code: 'link_used' }]);
  if (expiresAt.getTime() <= now) throw badRequest([{ path: 'token', code: 'link_expired' }]);
  if (!isRole(role)) throw new TypeError('The invitation names no role');
  const [account] = await db
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(eq(user.email, email));
  return {
    ...{ id, email, role, expiresAt, tenant: mintTenant(orgId) },
    organisationName: found.organisationName,
    inviterName: found.inviterName ?? '',
    account: account ?? null,
  };
}
