import type { App } from '#server/composition.ts';
import { isOriginAllowed } from '#server/domain/auth/find-origin.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';

type Deps = Pick<App, 'database' | 'env' | 'logger'>;

/** What a page of a listed origin may send; cookies are not among it. */
const MAY_SEND = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key, x-request-id',
  'access-control-max-age': '600',
};

/**
 * Answers the question of a browser whether a page of another origin may call the API. It comes
 * without a key, so any organisation's list will do; whose key it is counts with the call itself.
 */
export async function answerPreflight(deps: Deps, request: Request): Promise<Response> {
  const headers = new Headers({ vary: 'origin' });
  const origin = foreignOriginOf(deps, request);
  if (origin !== null && (await isListed(deps, null, origin))) {
    headers.set('access-control-allow-origin', origin);
    for (const [name, value] of Object.entries(MAY_SEND)) headers.set(name, value);
  }
  return new Response(null, { status: 204, headers });
}

/**
 * Lets the page that called read the answer, whatever it is, when the organisation whose key it used
 * lists the page's origin; where no key was accepted (a wrong one, a request that is refused before
 * anybody looks) any organisation's list will do, since nobody's data are in the answer and the page
 * must be able to tell a wrong key from a broken network. Answers to a session are never shared.
 */
export async function shareAnswer(
  deps: Deps,
  request: Request,
  keyOf: TenantId | null,
  answer: Headers,
): Promise<void> {
  answer.append('vary', 'origin');
  const origin = foreignOriginOf(deps, request);
  if (origin === null || mayBeSession(request)) return;
  if (!(await isListed(deps, keyOf, origin))) return;
  answer.set('access-control-allow-origin', origin);
  answer.set('access-control-expose-headers', 'x-request-id, retry-after');
}

/** With an `Authorization` header cookies count for nothing. */
function mayBeSession({ headers }: Request): boolean {
  return headers.has('cookie') && !headers.has('authorization');
}

/** A list that cannot be read costs the sharing, not the answer. */
async function isListed(
  { database, logger }: Deps,
  keyOf: TenantId | null,
  origin: string,
): Promise<boolean> {
  try {
    return await isOriginAllowed(database.db, keyOf, origin);
  } catch (err) {
    logger.error({ err }, 'the list of origins could not be read');
    return false;
  }
}

function foreignOriginOf({ env }: Deps, { headers }: Request): string | null {
  const origin = headers.get('origin');
  return origin === new URL(env.APP_URL).origin ? null : origin;
}
