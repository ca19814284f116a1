import { getTRPCErrorFromUnknown, type TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { App } from '#server/composition.ts';
import type { Actor, TenantId } from '#server/domain/tenancy/actor.ts';
import { DomainError } from '#server/kernel/errors.ts';
import { type RequestFacts, withRequestLog } from '#server/observability/request-log.ts';
import { createContext } from './context.ts';
import { requireJson, withBoundedBody } from './doors/bounded-body.ts';
import { answerPreflight, shareAnswer } from './doors/cross-origin.ts';
import { refuseForeignPages } from './doors/own-origin.ts';
import { type PublicError, publicError, toTrpcError } from './error-map.ts';
import { errorResponse } from './error-response.ts';
import { localeOf } from './locale.ts';
import { RepeatedText } from './repeated-text.ts';
import { appRouter } from './root.ts';

export const TRPC_ENDPOINT = '/api/trpc';

/** Calls in one HTTP request. */
const MAX_BATCH = 20;

/** tRPC's words for a batch with more calls, which programs know it by. */
const BATCH_TOO_LARGE = 'Batch call exceeds maximum size';

/** Bytes of one request body: the largest change set fits. */
const MAX_BODY_BYTES = 2_000_000;

/** Answers a tRPC request: one log line, one request id, bounded body, nothing internal. */
export function answerTrpc(app: App, request: Request): Promise<Response> {
  return withRequestLog(app, request, async (facts) => {
    if (request.method === 'OPTIONS') return answerPreflight(app, request);
    const caller: Caller = { keyOf: null };
    const response = await answerCall(app, request, facts, caller);
    response.headers.set('cache-control', 'private, no-store');
    await shareAnswer(app, request, caller.keyOf, response.headers);
    return response;
  });
}

interface Caller {
  /** The organisation whose API key was shown. */
  keyOf: TenantId | null;
}

async function answerCall(
  app: App,
  request: Request,
  facts: RequestFacts,
  caller: Caller,
): Promise<Response> {
  try {
    return await handle(app, await admit(app, request), facts, caller);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const told = publicError(getTRPCErrorFromUnknown(error), localeOf(request.headers));
    return errorResponse(told, facts.requestId);
  }
}

/** The request as the router may see it; what no caller may send goes no further. */
async function admit(app: App, request: Request): Promise<Request> {
  // With an `Authorization` header cookies count for nothing, and no page can have it sent unasked.
  if (!request.headers.has('authorization')) refuseForeignPages(request, app.env.APP_URL);
  if (request.method !== 'POST') return request;
  requireJson(request);
  return withBoundedBody(request, MAX_BODY_BYTES);
}

async function handle(
  app: App,
  request: Request,
  facts: RequestFacts,
  caller: Caller,
): Promise<Response> {
  const procedures: string[] = [];
  let refused: PublicError | undefined;
  let retryAfter: number | null = null;
  const repeated = new RepeatedText();
  const response = await fetchRequestHandler({
    endpoint: TRPC_ENDPOINT,
    router: appRouter,
    req: request,
    maxBatchSize: MAX_BATCH,
    createContext: async ({ resHeaders: answerHeaders, info }) => {
      const origin = { headers: request.headers, requestId: facts.requestId, answerHeaders };
      const seen = (procedure: string, supplierId: number | null) => {
        procedures.push(procedure);
        if (supplierId !== null) facts.supplierId = supplierId;
      };
      const context = await createContext(app, origin, { seen, repeated });
      facts.actorKind = context.actor?.kind ?? 'nobody';
      facts.procedures = procedures;
      if (context.actor?.kind === 'apiKey') caller.keyOf = context.actor.tenant;
      const asked = info.calls.map(({ path }) => path);
      await app.limits.spend(context, asked).catch((error: unknown) => {
        throw toTrpcError(getTRPCErrorFromUnknown(error));
      });
      return context;
    },
    onError: ({ error, path, ctx }) => {
      // Without a context tRPC's own answer knows neither the request's id nor its language.
      if (ctx === undefined) refused = refusalOf(error, request.headers);
      if (error.cause instanceof DomainError) retryAfter ??= error.cause.retryAfterSeconds;
      noteDenial(facts, error, ctx?.actor ?? null, path);
      if (error.code === 'INTERNAL_SERVER_ERROR')
        app.logger.error({ err: error.cause ?? error, path, requestId: facts.requestId }, 'failed');
    },
  });
  const answer = refused
    ? errorResponse(refused, facts.requestId)
    : await repeated.putBack(response);
  if (retryAfter !== null) answer.headers.set('retry-after', String(retryAfter));
  return answer;
}

/** Who tries doors that are not theirs can be found in the log. */
function noteDenial(
  facts: RequestFacts,
  { cause }: TRPCError,
  actor: Actor | null,
  procedure = '',
): void {
  if (!actor || !(cause instanceof DomainError)) return;
  if (cause.code !== 'FORBIDDEN' && cause.code !== 'NOT_FOUND') return;
  facts.denied = { actorId: actor.id, procedure, code: cause.code };
}

function refusalOf(error: TRPCError, headers: Headers): PublicError {
  const told = publicError(error, localeOf(headers));
  return error.message === BATCH_TOO_LARGE ? { ...told, message: BATCH_TOO_LARGE } : told;
}
