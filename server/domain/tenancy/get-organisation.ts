import { asc, eq } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { allowedOrigin, organization } from '#server/db/schema/auth.ts';
import { notFound } from '#server/kernel/errors.ts';
import { authorise, type Call } from './actor.ts';
import type { OrganisationView } from './schema.ts';

/**
 * The caller's organisation.
 * @throws {DomainError} FORBIDDEN.
 */
export async function getOrganisation(
  { database }: { database: Database },
  call: Call,
): Promise<OrganisationView> {
  const tenant = authorise(call, 'team:read');
  const { db } = database;
  const [found] = await db
    .select({ id: organization.id, name: organization.name })
    .from(organization)
    .where(eq(organization.id, tenant));
  if (!found) throw notFound();
  const origins = await db
    .select({ origin: allowedOrigin.origin })
    .from(allowedOrigin)
    .where(eq(allowedOrigin.orgId, tenant))
    .orderBy(asc(allowedOrigin.origin));
  return { ...found, allowedOrigins: origins.map(({ origin }) => origin) };
}
