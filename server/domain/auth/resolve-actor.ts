import type { Db } from '#server/db/client.ts';
import type { Actor, Role, TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { DomainError } from '#server/kernel/errors.ts';
import type { Auth } from './create-auth.ts';
import { organisationsCalled, prepareLookups, someOrganisations, touchApiKey } from './data.ts';
import { apiKeyDigest } from './key-digest.ts';

/** How exactly the last use of a key is known. */
const LAST_USED_STEP_MS = 60_000;

const ROLES: readonly string[] = ['owner', 'manager', 'reception', 'viewer'] satisfies Role[];

export interface ActorDeps {
  readonly db: Db;
  readonly auth: Auth;
  readonly clock: Clock;
  /** Runs work after the answer. */
  readonly defer: (work: () => Promise<unknown>) => void;
}

/**
 * Who sends a request, null for nobody. With an `Authorization` header only that counts. A session
 * that is renewed on the way puts its cookie into `answer`; without `answer` it is not renewed.
 */
export type ResolveActor = (headers: Headers, answer?: Headers) => Promise<Actor | null>;

/** Makes the one place where a request becomes an actor and a tenant id is minted. */
export function createResolveActor(deps: ActorDeps): ResolveActor {
  const lookups = prepareLookups(deps.db);
  return (headers, answer) => {
    const authorization = headers.get('authorization');
    return authorization === null
      ? fromSession(deps, lookups, headers, answer)
      : fromApiKey(deps, lookups, authorization);
  };
}

type Lookups = ReturnType<typeof prepareLookups>;

async function fromApiKey(
  { db, clock, defer }: ActorDeps,
  { keyByDigest }: Lookups,
  authorization: string,
): Promise<Actor | null> {
  const key = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  const sha256 = key === undefined ? null : apiKeyDigest(key);
  if (sha256 === null) return null;
  const [found] = await keyByDigest.execute({ sha256 });
  if (found === undefined) return null;
  const now = clock.now();
  if ((found.lastUsedAt?.getTime() ?? 0) <= now - LAST_USED_STEP_MS) {
    const before = new Date(now - LAST_USED_STEP_MS);
    defer(async () => touchApiKey(db, found.id, new Date(now), before));
  }
  return { kind: 'apiKey', id: found.id, name: found.name, tenant: mintTenant(found.orgId) };
}

async function fromSession(
  { auth }: ActorDeps,
  { membershipsOfUser }: Lookups,
  headers: Headers,
  answer?: Headers,
): Promise<Actor | null> {
  if (!headers.has('cookie')) return null;
  const query = { disableRefresh: answer === undefined };
  const found = await auth.api.getSession({ headers, query, returnHeaders: true });
  for (const cookie of found.headers.getSetCookie()) answer?.append('set-cookie', cookie);
  if (found.response === null) return null;
  const { id, name } = found.response.user;
  const [membership, another] = await membershipsOfUser.execute({ userId: id });
  if (membership === undefined || another !== undefined || !isRole(membership.role)) return null;
  return { kind: 'user', id, name, tenant: mintTenant(membership.orgId), role: membership.role };
}

/**
 * The organisation that the operator of this installation names by id or name; without a name the
 * only one there is.
 */
export async function resolveOrganisation(db: Db, idOrName?: string): Promise<TenantId> {
  const found =
    idOrName === undefined ? await someOrganisations(db) : await organisationsCalled(db, idOrName);
  const [only, another] = found;
  if (only === undefined) {
    throw new DomainError('NOT_FOUND', { reason: 'There is no such organisation' });
  }
  if (another !== undefined) {
    throw new DomainError('CONFLICT', {
      reason: 'Several organisations match: name one by its id',
    });
  }
  return mintTenant(only.id);
}

function isRole(role: string): role is Role {
  return ROLES.includes(role);
}

function mintTenant(orgId: string): TenantId {
  return orgId as TenantId;
}
