import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { apiKey } from '#server/db/schema/auth.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { notFound } from '#server/kernel/errors.ts';

/**
 * Ends an API key of the caller's organisation; it is refused from the next request on. One that has
 * ended already stays as it is.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (no such key of this organisation).
 */
export async function revokeApiKey(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  { keyId }: { keyId: string },
): Promise<void> {
  authorise(call, 'keys:write');
  const own = and(eq(apiKey.orgId, call.actor.tenant), eq(apiKey.id, keyId));
  const [found] = await database.db
    .select({ name: apiKey.name, revokedAt: apiKey.revokedAt })
    .from(apiKey)
    .where(own);
  if (!found) throw notFound();
  if (found.revokedAt !== null) return;
  await database.batch([
    database.db
      .update(apiKey)
      .set({ revokedAt: new Date(clock.now()) })
      .where(and(own, isNull(apiKey.revokedAt))),
    auditRecord({ database, clock }, call, {
      action: 'apiKey.revoke',
      target: `apiKey:${keyId}`,
      before: { name: found.name },
    }),
  ]);
}
