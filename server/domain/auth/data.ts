import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from '#server/db/client.ts';
import { apiKey, member, organization, session, user } from '#server/db/schema/auth.ts';

/** The statements of every authenticated request, prepared once. */
export function prepareLookups(db: Db) {
  const keyByDigest = db
    .select({
      id: apiKey.id,
      orgId: apiKey.orgId,
      name: apiKey.name,
      scopesJson: apiKey.scopesJson,
      supplierIdsJson: apiKey.supplierIdsJson,
      expiresAt: apiKey.expiresAt,
      lastUsedAt: apiKey.lastUsedAt,
    })
    .from(apiKey)
    .where(and(eq(apiKey.sha256, sql.placeholder('sha256')), isNull(apiKey.revokedAt)))
    .limit(1)
    .prepare();
  const membershipsOfSession = db
    .select({
      platformAdmin: user.platformAdmin,
      activeOrgId: session.activeOrganizationId,
      orgId: member.organizationId,
      role: member.role,
    })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .leftJoin(member, eq(member.userId, user.id))
    .where(eq(session.id, sql.placeholder('sessionId')))
    .orderBy(member.createdAt, member.id)
    .prepare();
  return { keyByDigest, membershipsOfSession };
}

/** Notes that a key was used, unless that was noted after `before`. */
export function touchApiKey(db: Db, id: string, now: Date, before: Date) {
  return db
    .update(apiKey)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKey.id, id), or(isNull(apiKey.lastUsedAt), lte(apiKey.lastUsedAt, before))));
}

/** The organisations there are, two at most: to tell none, the only one and several apart. */
export async function someOrganisations(db: Db): Promise<{ id: string; name: string }[]> {
  return db.select({ id: organization.id, name: organization.name }).from(organization).limit(2);
}

/** Organisations with this id or name. */
export async function organisationsCalled(db: Db, idOrName: string): Promise<{ id: string }[]> {
  return db
    .select({ id: organization.id })
    .from(organization)
    .where(or(eq(organization.id, idOrName), eq(organization.name, idOrName)))
    .limit(2);
}

/** Whether somebody already signs in with this address. */
export async function isEmailTaken(db: Db, email: string): Promise<boolean> {
  const found = await db.select({ id: user.id }).from(user).where(eq(user.email, email)).limit(1);
  return found.length > 0;
}
