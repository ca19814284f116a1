import { eq } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { session, twoFactor, user, verification } from '#server/db/schema/auth.ts';
import { recordAboutPerson } from '#server/domain/accounts/record-personal.ts';
import type { Call, TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { DomainError } from '#server/kernel/errors.ts';

/**
 * Takes away the second factor of a person who has lost it, with every session and every open link
 * or sign-in; from then on the password is enough until they set another one up. Called by the
 * operator only.
 * @throws {DomainError} NOT_FOUND (nobody of this address), CONFLICT (they have no second factor).
 */
export async function removeSecondFactor(
  deps: { database: Database; clock: Clock },
  callIn: (tenant: TenantId) => Call,
  email: string,
): Promise<{ userId: string }> {
  const { database, clock } = deps;
  const { db } = database;
  const [found] = await db
    .select({ userId: user.id, isOn: user.twoFactorEnabled })
    .from(user)
    .where(eq(user.email, email));
  if (!found) throw new DomainError('NOT_FOUND', { reason: 'Nobody signs in with this address' });
  const { userId, isOn } = found;
  if (!isOn) throw new DomainError('CONFLICT', { reason: 'This person has no second factor' });
  const fact = { action: 'account.twoFactor', after: { isOn: false } } as const;
  await database.batch([
    db
      .update(user)
      .set({ twoFactorEnabled: false, updatedAt: new Date(clock.now()) })
      .where(eq(user.id, userId)),
    db.delete(twoFactor).where(eq(twoFactor.userId, userId)),
    db.delete(session).where(eq(session.userId, userId)),
    db.delete(verification).where(eq(verification.value, userId)),
    ...(await recordAboutPerson(deps, userId, callIn, fact)),
  ]);
  return { userId };
}
