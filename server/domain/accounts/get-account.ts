import { asc, eq } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { member, organization } from '#server/db/schema/auth.ts';
import { type Actor, isAllowed, type Person } from '#server/domain/tenancy/actor.ts';
import { CAPABILITIES, isRole } from '#server/domain/tenancy/permissions.ts';
import type { AccountView } from '#server/domain/tenancy/schema.ts';
import type { Mailer } from './ports.ts';

/** Who is signed in, which organisations they belong to and what they may do in the current one. */
export async function getAccount(
  { database, mailer }: { database: Database; mailer: Mailer | null },
  { person, actor }: { person: Person; actor: Actor | null },
): Promise<AccountView> {
  const memberships = await database.db
    .select({ id: organization.id, name: organization.name, role: member.role })
    .from(member)
    .innerJoin(organization, eq(organization.id, member.organizationId))
    .where(eq(member.userId, person.id))
    .orderBy(asc(member.createdAt), asc(member.id));
  const { id, name, email, hasTwoFactor, isPlatformAdmin } = person;
  return {
    ...{ id, name, email, hasTwoFactor, isPlatformAdmin },
    hasMail: mailer !== null,
    organisations: memberships.flatMap(({ role, ...organisation }) =>
      isRole(role) ? [{ ...organisation, role }] : [],
    ),
    activeOrganisationId: actor?.tenant ?? null,
    capabilities: actor === null ? [] : CAPABILITIES.filter((one) => isAllowed(actor, one)),
  };
}
