import { and, eq } from 'drizzle-orm';
import type { Db } from '#server/db/client.ts';
import { allowedOrigin } from '#server/db/schema/auth.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';

/**
 * Whether pages of a web origin may call the API with keys of an organisation; with null, of any. It
 * is asked of the database each time, so that an origin taken off the list is refused at once.
 */
export async function isOriginAllowed(
  db: Db,
  tenant: TenantId | null,
  origin: string,
): Promise<boolean> {
  const called = eq(allowedOrigin.origin, origin);
  const found = await db
    .select({ origin: allowedOrigin.origin })
    .from(allowedOrigin)
    .where(tenant === null ? called : and(eq(allowedOrigin.orgId, tenant), called))
    .limit(1);
  return found.length > 0;
}
