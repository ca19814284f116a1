import { and, asc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { invitation, member, user } from '#server/db/schema/auth.ts';
import { isoInstant } from '#server/kernel/clock.ts';
import type { TenantId } from './actor.ts';
import { isRole } from './permissions.ts';
import type { TeamView } from './schema.ts';

/** One membership of an organisation, and how many owners that has. */
export interface MemberRow {
  readonly id: string;
  readonly userId: string;
  readonly role: string;
  readonly owners: number;
}

const ownersOf = (tenant: TenantId): SQL<number> =>
  sql`(SELECT count(*) FROM member o WHERE o.organization_id = ${tenant} AND o.role = 'owner')`;

/** A member of the organisation by the id of the membership; undefined when there is none. */
export async function memberRow(
  { db }: Database,
  tenant: TenantId,
  memberId: string,
): Promise<MemberRow | undefined> {
  const [found] = await db
    .select({
      id: member.id,
      userId: member.userId,
      role: member.role,
      owners: ownersOf(tenant).mapWith(Number),
    })
    .from(member)
    .where(and(eq(member.organizationId, tenant), eq(member.id, memberId)));
  return found;
}

/** That a membership is still as it was read, and that another owner stays when it is one. */
export function isStillReplaceable(tenant: TenantId, { id, role }: MemberRow): SQL {
  return sql`EXISTS (SELECT 1 FROM member WHERE organization_id = ${tenant} AND id = ${id}
    AND role = ${role}) AND (${role} <> 'owner' OR ${ownersOf(tenant)} > 1)`;
}

type Colleague = Omit<TeamView['members'][number], 'isSelf'>;

/** Everybody of an organisation, in the order they joined. */
export async function membersOf({ db }: Database, tenant: TenantId): Promise<Colleague[]> {
  const rows = await db
    .select({
      id: member.id,
      userId: member.userId,
      name: user.name,
      email: user.email,
      role: member.role,
      createdAt: member.createdAt,
      hasTwoFactor: user.twoFactorEnabled,
    })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(eq(member.organizationId, tenant))
    .orderBy(asc(member.createdAt), asc(member.id));
  return rows.flatMap(({ role, createdAt, ...rest }) =>
    isRole(role) ? [{ ...rest, role, joinedAt: isoInstant(createdAt.getTime()) }] : [],
  );
}

/** Invitations that can still be accepted, oldest first. */
export async function openInvitationsOf(
  { db }: Database,
  tenant: TenantId,
  now: number,
): Promise<TeamView['invitations']> {
  const rows = await db
    .select({
      id: invitation.id,
      email: invitation.email,
      role: invitation.role,
      inviter: user.name,
      createdAt: invitation.createdAt,
      expiresAt: invitation.expiresAt,
    })
    .from(invitation)
    .leftJoin(user, eq(user.id, invitation.invitedBy))
    .where(
      and(
        eq(invitation.orgId, tenant),
        isNull(invitation.acceptedAt),
        isNull(invitation.cancelledAt),
        gt(invitation.expiresAt, new Date(now)),
      ),
    )
    .orderBy(asc(invitation.createdAt), asc(invitation.id));
  return rows.flatMap(({ id, email, role, inviter, createdAt, expiresAt }) => {
    if (!isRole(role)) return [];
    const times = {
      createdAt: isoInstant(createdAt.getTime()),
      expiresAt: isoInstant(expiresAt.getTime()),
    };
    return [{ id, email, role, invitedBy: inviter ?? '', ...times }];
  });
}
