import { eq } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { user } from '#server/db/schema/auth.ts';
import type { PersonalCall } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { recordPersonal } from './record-personal.ts';

/** Gives the person who is signed in another name. */
export async function updateAccount(
  deps: { database: Database; clock: Clock },
  call: PersonalCall,
  { name }: { name: string },
): Promise<void> {
  const { database, clock } = deps;
  const { person } = call;
  if (name === person.name) return;
  const fact = {
    action: 'account.update',
    before: { name: person.name },
    after: { name },
  } as const;
  await database.batch([
    database.db
      .update(user)
      .set({ name, updatedAt: new Date(clock.now()) })
      .where(eq(user.id, person.id)),
    ...(await recordPersonal(deps, call, fact)),
  ]);
}
