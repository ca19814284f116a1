import type { Db } from '#server/db/client.ts';
import type { Actor, Person, TenantId } from '#server/domain/tenancy/actor.ts';
import { mintTenant } from '#server/domain/tenancy/mint-tenant.ts';
import { isRole, isScope } from '#server/domain/tenancy/permissions.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { DomainError } from '#server/kernel/errors.ts';
import type { Auth } from './create-auth.ts';
import { organisationsCalled, prepareLookups, someOrganisations, touchApiKey } from './data.ts';
import { apiKeyDigest } from './key-digest.ts';

/** How exactly the last use of a key is known. */
const LAST_USED_STEP_MS = 60_000;

export interface ActorDeps {
  readonly db: Db;
  readonly auth: Auth;
  readonly clock: Clock;
  /** Runs work after the answer. */
  readonly defer: (work: () => Promise<unknown>) => void;
}

/** Who sends a request. */
export interface Identity {
  /** Signed in; null for other programs and strangers. */
  readonly person: Person | null;
  /** Acts for an organisation; null for strangers and for people who belong to none. */
  readonly actor: Actor | null;
}

/**
 * Who sends a request. With an `Authorization` header only that counts. A session that is renewed on
 * the way puts its cookie into `answer`; without `answer` it is not renewed.
 */
export type ResolveActor = (headers: Headers, answer?: Headers) => Promise<Identity>;

const NOBODY: Identity = { person: null, actor: null };

/** Makes the place where a request becomes an actor. */
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
): Promise<Identity> {
  const key = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  const sha256 = key === undefined ? null : apiKeyDigest(key);
  if (sha256 === null) return NOBODY;
  const [found] = await keyByDigest.execute({ sha256 });
  const now = clock.now();
  if (found === undefined || (found.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY) <= now)
    return NOBODY;
  if ((found.lastUsedAt?.getTime() ?? 0) <= now - LAST_USED_STEP_MS) {
    const before = new Date(now - LAST_USED_STEP_MS);
    defer(async () => touchApiKey(db, found.id, new Date(now), before));
  }
  const { id, name, orgId, scopesJson, supplierIdsJson } = found;
  const actor: Actor = {
    ...{ kind: 'apiKey', id, name, tenant: mintTenant(orgId) },
    scopes: (JSON.parse(scopesJson) as string[]).filter(isScope),
    supplierIds: supplierIdsJson === null ? null : (JSON.parse(supplierIdsJson) as number[]),
  };
  return { person: null, actor };
}

async function fromSession(
  { auth }: ActorDeps,
  { membershipsOfSession }: Lookups,
  headers: Headers,
  answer?: Headers,
): Promise<Identity> {
  if (!headers.has('cookie')) return NOBODY;
  const query = { disableRefresh: answer === undefined };
  const found = await auth.api.getSession({ headers, query, returnHeaders: true });
  for (const cookie of found.headers.getSetCookie()) answer?.append('set-cookie', cookie);
  if (found.response === null) return NOBODY;
  const { user, session } = found.response;
  const { id, name, email } = user;
  const memberships = await membershipsOfSession.execute({ sessionId: session.id });
  const [first] = memberships;
  if (first === undefined) return NOBODY;
  const person: Person = {
    ...{ id, name, email, sessionId: session.id },
    hasTwoFactor: user.twoFactorEnabled === true,
    isPlatformAdmin: first.platformAdmin,
  };
  const active = memberships.find(({ orgId, activeOrgId }) => orgId === activeOrgId) ?? first;
  if (active.orgId === null || active.role === null || !isRole(active.role))
    return { person, actor: null };
  const tenant = mintTenant(active.orgId);
  return { person, actor: { kind: 'user', id, name, tenant, role: active.role } };
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
