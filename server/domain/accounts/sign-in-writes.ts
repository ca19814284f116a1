import { tryGetCurrentAuthEndpointContext } from '@better-auth/core/context';
import type { DBAdapterInstance, Where } from '@better-auth/core/db/adapter';
import { and, eq, ne } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import { account, session, twoFactor, user, verification } from '#server/db/schema/auth.ts';
import type { AuditFact } from '#server/domain/audit/record-write.ts';
import type { Clock } from '#server/kernel/clock.ts';
import type { RequestOrigin } from './ports.ts';
import { recordPersonal } from './record-personal.ts';

interface WriteDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly originOf: (headers: Headers) => RequestOrigin;
}

/** What the sign-in service is about to write. */
interface Wanted {
  readonly model: string;
  readonly where: readonly Where[];
  readonly update: Readonly<Record<string, unknown>>;
}

/** What changes a person's way in: the statements, without those that tell of it. */
interface Change {
  readonly userId: string;
  readonly fact: AuditFact;
  readonly statements: readonly Statement[];
}

/**
 * The same store for the sign-in service, which batches nothing itself: what it is about to write of
 * a person's way in is written before it, in one batch with its audit entry and with all that must
 * end with it. Its own write then finds everything as it wants it.
 */
export function withWholeChanges(deps: WriteDeps, make: DBAdapterInstance): DBAdapterInstance {
  return (options) => {
    const adapter = make(options);
    const whole: typeof adapter = {
      ...adapter,
      update: async (wanted) => {
        await writeWhole(deps, wanted);
        return adapter.update(wanted);
      },
      updateMany: async (wanted) => {
        await writeWhole(deps, wanted);
        return adapter.updateMany(wanted);
      },
      transaction: (work) => work(whole),
    };
    return whole;
  };
}

async function writeWhole(deps: WriteDeps, wanted: Wanted): Promise<void> {
  const change = await changeOf(deps, wanted);
  if (change === null) return;
  const { userId, fact, statements } = change;
  const { database, originOf } = deps;
  const [person] = await database.db
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(eq(user.id, userId));
  if (!person) return;
  const { requestId, address } = originOf(new Headers(tryGetCurrentAuthEndpointContext()?.headers));
  const call = { person, requestId, address };
  await database.batch([...statements, ...(await recordPersonal(deps, call, fact))]);
}

async function changeOf(deps: WriteDeps, { model, where, update }: Wanted): Promise<Change | null> {
  const at = (name: string) => String(where.find(({ field }) => field === name)?.value ?? '');
  const { password, twoFactorEnabled, backupCodes, secret } = update;
  if (model === 'account' && typeof password === 'string') {
    // Named by its person or by itself.
    const userId = at('userId') || (await personOfAccount(deps, at('id')));
    return newPassword(deps, userId, password);
  }
  if (model === 'user' && typeof twoFactorEnabled === 'boolean')
    return otherFactor(deps, at('id'), twoFactorEnabled);
  // With a secret they belong to a factor that is not proven yet.
  if (model === 'twoFactor' && typeof backupCodes === 'string' && secret === undefined)
    return newCodes(deps, at('id'), backupCodes);
  return null;
}

async function personOfAccount({ database: { db } }: WriteDeps, id: string): Promise<string> {
  const [found] = await db
    .select({ userId: account.userId })
    .from(account)
    .where(eq(account.id, id));
  return found?.userId ?? '';
}

/** Ends every other session, the open links and the sign-ins that wait for their code. */
function newPassword({ database, clock }: WriteDeps, userId: string, password: string): Change {
  const { db } = database;
  const context = tryGetCurrentAuthEndpointContext();
  const isByLink = context?.path === '/reset-password';
  const current = isByLink ? undefined : context?.context.session?.session.id;
  return {
    userId,
    fact: { action: 'account.password', after: { by: isByLink ? 'link' : 'password' } },
    statements: [
      db
        .update(account)
        .set({ password, updatedAt: new Date(clock.now()) })
        .where(and(eq(account.userId, userId), eq(account.providerId, 'credential'))),
      db
        .delete(session)
        .where(
          and(
            eq(session.userId, userId),
            current === undefined ? undefined : ne(session.id, current),
          ),
        ),
      db.delete(verification).where(eq(verification.value, userId)),
    ],
  };
}

function otherFactor({ database, clock }: WriteDeps, userId: string, isOn: boolean): Change {
  const { db } = database;
  const ofPerson = eq(twoFactor.userId, userId);
  return {
    userId,
    fact: { action: 'account.twoFactor', after: { isOn } },
    statements: [
      db
        .update(user)
        .set({ twoFactorEnabled: isOn, updatedAt: new Date(clock.now()) })
        .where(eq(user.id, userId)),
      isOn
        ? db.update(twoFactor).set({ verified: true }).where(ofPerson)
        : db.delete(twoFactor).where(ofPerson),
    ],
  };
}

async function newCodes(
  { database: { db } }: WriteDeps,
  id: string,
  backupCodes: string,
): Promise<Change | null> {
  const ofRow = eq(twoFactor.id, id);
  const [found] = await db.select({ userId: twoFactor.userId }).from(twoFactor).where(ofRow);
  if (!found) return null;
  return {
    ...found,
    fact: { action: 'account.twoFactor', after: { backupCodes: 'replaced' } },
    statements: [db.update(twoFactor).set({ backupCodes }).where(ofRow)],
  };
}
