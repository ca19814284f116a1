import { and, eq, exists } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { member, session } from '#server/db/schema/auth.ts';
import type { Person } from '#server/domain/tenancy/actor.ts';
import { notFound } from '#server/kernel/errors.ts';

/**
 * Has the session of the person act for another organisation that they belong to. Other sessions of
 * theirs stay where they are.
 * @throws {DomainError} NOT_FOUND (not an organisation of theirs).
 */
export async function switchOrganisation(
  { database }: { database: Database },
  { id, sessionId }: Person,
  { organisationId }: { organisationId: string },
): Promise<void> {
  const { db } = database;
  const membership = db
    .select({ id: member.id })
    .from(member)
    .where(and(eq(member.userId, id), eq(member.organizationId, organisationId)));
  const switched = await db
    .update(session)
    .set({ activeOrganizationId: organisationId })
    .where(and(eq(session.id, sessionId), eq(session.userId, id), exists(membership)))
    .returning({ id: session.id });
  if (switched.length === 0) throw notFound();
}
