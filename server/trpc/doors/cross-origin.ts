import type { App } from '#server/composition.ts';
import { isOriginAllowed } from '#server/domain/auth/find-origin.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';

type Deps = Pick<App, 'database' | 'env'>;

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
  if (origin !== null && (await isOriginAllowed(deps.database.db, null, origin))) {
    headers.set('access-control-allow-origin', origin);
    for (const [name, value] of Object.entries(MAY_SEND)) headers.set(name, value);
  }
  return new Response(null, { status: 204, headers });
}

/**
 * Lets the page that called read the answer, when the organisation whose key it used lists the
 * page's origin. Answers to a session, or to nobody, are never shared.
 */
export async function shareAnswer(
  deps: Deps,
  request: Request,
  keyOf: TenantId | null,
  answer: Headers,
): Promise<void> {
  answer.append('vary', 'origin');
  const origin = foreignOriginOf(deps, request);
  if (origin === null || keyOf === null) return;
  if (!(await isOriginAllowed(deps.database.db, keyOf, origin))) return;
  answer.set('access-control-allow-origin', origin);
  answer.set('access-control-expose-headers', 'x-request-id, retry-after');
}

function foreignOriginOf({ env }: Deps, { headers }: Request): string | null {
  const origin = headers.get('origin');
  return origin === new URL(env.APP_URL).origin ? null : origin;
}
