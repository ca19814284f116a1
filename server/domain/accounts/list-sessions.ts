import { and, desc, eq, gt } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { session } from '#server/db/schema/auth.ts';
import type { Person } from '#server/domain/tenancy/actor.ts';
import type { SessionView } from '#server/domain/tenancy/schema.ts';
import { isoInstant } from '#server/kernel/clock.ts';

/** The sessions of the person who is signed in, the one used last first; never their secrets. */
export async function listSessions(
  { database }: { database: Database },
  { id, sessionId }: Person,
): Promise<SessionView[]> {
  const rows = await database.db
    .select({
      id: session.id,
      createdAt: session.createdAt,
      updatedAt: session.updatedAt,
      expiresAt: session.expiresAt,
      ipAddress: session.ipAddress,
      userAgent: session.userAgent,
    })
    .from(session)
    .where(and(eq(session.userId, id), gt(session.expiresAt, new Date())))
    .orderBy(desc(session.updatedAt), desc(session.id));
  return rows.map((row) => ({
    id: row.id,
    createdAt: isoInstant(row.createdAt.getTime()),
    lastUsedAt: isoInstant(row.updatedAt.getTime()),
    expiresAt: isoInstant(row.expiresAt.getTime()),
    address: row.ipAddress || null,
    userAgent: row.userAgent || null,
    isCurrent: row.id === sessionId,
  }));
}
