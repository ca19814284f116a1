import { eq } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { user } from '#server/db/schema/auth.ts';
import type { Call, TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { notFound } from '#server/kernel/errors.ts';
import { recordAboutPerson } from './record-personal.ts';

/** What became of the person. */
export interface PlatformAdminChange {
  readonly userId: string;
  readonly hasTwoFactor: boolean;
}

/**
 * Makes a person a platform administrator, or no longer one. Called by the operator only.
 * @throws {DomainError} NOT_FOUND.
 */
export async function changePlatformAdmin(
  deps: { database: Database; clock: Clock },
  callIn: (tenant: TenantId) => Call,
  { email, isAdmin }: { email: string; isAdmin: boolean },
): Promise<PlatformAdminChange> {
  const { database, clock } = deps;
  const { db } = database;
  const [found] = await db
    .select({ id: user.id, was: user.platformAdmin, hasTwoFactor: user.twoFactorEnabled })
    .from(user)
    .where(eq(user.email, email));
  if (!found) throw notFound();
  const { id: userId, was, hasTwoFactor } = found;
  if (was === isAdmin) return { userId, hasTwoFactor };
  const fact = {
    action: 'account.platformAdmin',
    before: { is: was },
    after: { is: isAdmin },
  } as const;
  await database.batch([
    db
      .update(user)
      .set({ platformAdmin: isAdmin, updatedAt: new Date(clock.now()) })
      .where(eq(user.id, userId)),
    ...(await recordAboutPerson(deps, userId, callIn, fact)),
  ]);
  return { userId, hasTwoFactor };
}
