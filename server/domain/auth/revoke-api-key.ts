import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '#server/db/client.ts';
import { apiKey } from '#server/db/schema/auth.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { notFound } from '#server/kernel/errors.ts';

/** Ends an API key of this organisation; it is refused from the next request on. */
export async function revokeApiKey(
  { db, clock }: { db: Db; clock: Clock },
  { tenant, id }: { tenant: TenantId; id: string },
): Promise<void> {
  const revoked = await db
    .update(apiKey)
    .set({ revokedAt: new Date(clock.now()) })
    .where(and(eq(apiKey.orgId, tenant), eq(apiKey.id, id), isNull(apiKey.revokedAt)))
    .returning({ id: apiKey.id });
  if (revoked.length === 0) throw notFound();
}
