import { and, eq, ne } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { session } from '#server/db/schema/auth.ts';
import type { Person, PersonalCall } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { notFound } from '#server/kernel/errors.ts';
import { recordPersonal } from './record-personal.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
}

/**
 * Ends one session of the person who is signed in; it is refused from the next request on.
 * @throws {DomainError} NOT_FOUND (no such session of theirs).
 */
export async function endSession(
  deps: Deps,
  call: PersonalCall,
  { sessionId }: { sessionId: string },
): Promise<void> {
  const { db } = deps.database;
  const own = and(eq(session.userId, call.person.id), eq(session.id, sessionId));
  const [found] = await db.select({ id: session.id }).from(session).where(own);
  if (!found) throw notFound();
  const fact = { action: 'account.endSession', after: { sessions: 'one' } } as const;
  await deps.database.batch([
    db.delete(session).where(own),
    ...(await recordPersonal(deps, call, fact)),
  ]);
}

/** Ends every session of the person but the one that asks. */
export async function endOtherSessions(
  deps: Deps,
  call: PersonalCall & { readonly person: Person },
): Promise<void> {
  const { id, sessionId } = call.person;
  const fact = { action: 'account.endSession', after: { sessions: 'others' } } as const;
  await deps.database.batch([
    deps.database.db.delete(session).where(and(eq(session.userId, id), ne(session.id, sessionId))),
    ...(await recordPersonal(deps, call, fact)),
  ]);
}
