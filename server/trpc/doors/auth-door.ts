import { getTRPCErrorFromUnknown, TRPCError } from '@trpc/server';
import type { App } from '#server/composition.ts';
import { AUTH_INPUTS } from '#server/domain/auth/schema.ts';
import { badRequest, DomainError } from '#server/kernel/errors.ts';
import { withRequestLog } from '#server/observability/request-log.ts';
import { type PublicError, publicError } from '../error-map.ts';
import { plainErrorResponse } from '../error-response.ts';
import { localeOf } from '../locale.ts';
import { authRefusal } from './auth-refusals.ts';
import { requireJson, withBoundedBody } from './bounded-body.ts';
import { refuseForeignPages } from './own-origin.ts';

/** Bytes of a body about signing in. */
const MAX_BODY_BYTES = 64_000;

const PREFIX = '/api/auth';

/**
 * Answers what is asked of the sign-in service. That refuses other origins where it sees a cookie;
 * here the same goes for who has none yet, and for requests that tell their site alone. Whatever is
 * refused is told in our own form and the caller's language.
 */
export function answerAuth(app: App, request: Request): Promise<Response> {
  return withRequestLog(app, request, async ({ requestId }) => {
    const asked: Asked = { path: new URL(request.url).pathname.slice(PREFIX.length) };
    try {
      refuseForeignPages(request, app.env.APP_URL);
      const answer = await app.auth.handler(await admit(request, requestId, asked));
      return answer.ok ? answer : await inOurForm(app, request, answer, { ...asked, requestId });
    } catch (error) {
      const told = publicError(
        getTRPCErrorFromUnknown(error),
        localeOf(request.headers),
        asked.input,
      );
      if (told.code === 'INTERNAL_SERVER_ERROR')
        app.logger.error({ part: 'auth', err: error, requestId }, 'Sign-in service failed');
      return plainErrorResponse(told, requestId);
    }
  });
}

interface Asked {
  readonly path: string;
  input?: unknown;
}

/** The request as the service may see it: of a known form, and with the id that its log line has. */
async function admit(request: Request, requestId: string, asked: Asked): Promise<Request> {
  if (request.method !== 'POST') return request;
  const bounded = await withBoundedBody(request, MAX_BODY_BYTES);
  bounded.headers.set('x-request-id', requestId);
  const schema = AUTH_INPUTS.get(asked.path);
  if (schema === undefined) return bounded;
  requireJson(request);
  const sent = jsonIn(await bounded.text());
  asked.input = sent;
  const parsed = schema.safeParse(sent);
  if (!parsed.success) throw new TRPCError({ code: 'BAD_REQUEST', cause: parsed.error });
  const { url, method, headers, signal } = bounded;
  const body = JSON.stringify({ ...sent, ...parsed.data });
  return new Request(url, { method, headers, signal, body });
}

function jsonIn(text: string): object | null {
  try {
    const sent: unknown = JSON.parse(text);
    return typeof sent === 'object' ? sent : null;
  } catch {
    throw badRequest([]);
  }
}

/** A refusal of the service in our words; what else it sets, such as the end of a cookie, stays. */
async function inOurForm(
  { logger }: App,
  { headers }: Request,
  answer: Response,
  { path, requestId }: Asked & { readonly requestId: string },
): Promise<Response> {
  const said: unknown = await answer.json().catch(() => null);
  const { code, fields } = authRefusal(path, answer.status, codeIn(said));
  if (code === 'INTERNAL_SERVER_ERROR')
    logger.error({ part: 'auth', requestId, code: codeIn(said) }, 'Sign-in service failed');
  const refused = getTRPCErrorFromUnknown(new DomainError(code, { fields }));
  const told = plainErrorResponse(inItsWords(publicError(refused, localeOf(headers))), requestId);
  for (const cookie of answer.headers.getSetCookie()) told.headers.append('set-cookie', cookie);
  const retryAfter = answer.headers.get('retry-after');
  if (retryAfter !== null) told.headers.set('retry-after', retryAfter);
  return told;
}

/** A wrong password is no invitation to sign in: what is wrong with the field says it better. */
function inItsWords(told: PublicError): PublicError {
  const [first] = told.fields ?? [];
  return told.code === 'UNAUTHORIZED' && first ? { ...told, message: `${first.message}.` } : told;
}

function codeIn(said: unknown): unknown {
  return typeof said === 'object' && said !== null && 'code' in said ? said.code : undefined;
}
