import { getTRPCErrorFromUnknown } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { App } from '#server/composition.ts';
import { DomainError } from '#server/kernel/errors.ts';
import { type RequestFacts, withRequestLog } from '#server/observability/request-log.ts';
import { createContext } from './context.ts';
import { type PublicError, publicError } from './error-map.ts';
import { errorResponse } from './error-response.ts';
import { localeOf } from './locale.ts';
import { RepeatedText } from './repeated-text.ts';
import { appRouter } from './root.ts';

export const TRPC_ENDPOINT = '/api/trpc';

/** Calls in one HTTP request. */
const MAX_BATCH = 20;

/** Bytes of one request body: the largest change set fits. */
const MAX_BODY_BYTES = 2_000_000;

/** Answers a tRPC request: one log line, one request id, bounded body, nothing internal. */
export function answerTrpc(app: App, request: Request): Promise<Response> {
  return withRequestLog(app, request, async (facts) => {
    try {
      const bounded = request.method === 'POST' ? await withBoundedBody(request) : request;
      const response = await handle(app, bounded, facts);
      response.headers.set('cache-control', 'private, no-store');
      return response;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const told = publicError(getTRPCErrorFromUnknown(error), localeOf(request.headers));
      return errorResponse(told, facts.requestId);
    }
  });
}

async function handle(app: App, request: Request, facts: RequestFacts): Promise<Response> {
  const procedures: string[] = [];
  let refused: PublicError | undefined;
  const repeated = new RepeatedText();
  const response = await fetchRequestHandler({
    endpoint: TRPC_ENDPOINT,
    router: appRouter,
    req: request,
    maxBatchSize: MAX_BATCH,
    createContext: async ({ resHeaders: answerHeaders }) => {
      const origin = { headers: request.headers, requestId: facts.requestId, answerHeaders };
      const seen = (procedure: string, supplierId: number | null) => {
        procedures.push(procedure);
        if (supplierId !== null) facts.supplierId = supplierId;
      };
      const context = await createContext(app, origin, { seen, repeated });
      facts.actorKind = context.actor?.kind ?? 'nobody';
      facts.procedures = procedures;
      return context;
    },
    onError: ({ error, path, ctx }) => {
      // Without a context tRPC's own answer knows neither the request's id nor its language.
      if (ctx === undefined) refused = publicError(error, localeOf(request.headers));
      if (error.code === 'INTERNAL_SERVER_ERROR')
        app.logger.error({ err: error.cause ?? error, path, requestId: facts.requestId }, 'failed');
    },
  });
  return refused ? errorResponse(refused, facts.requestId) : repeated.putBack(response);
}

async function withBoundedBody(request: Request): Promise<Request> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json')
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE');
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES)
    throw new DomainError('PAYLOAD_TOO_LARGE');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new DomainError('PAYLOAD_TOO_LARGE');
    chunks.push(chunk);
  }
  const { method, headers, signal } = request;
  return new Request(request.url, { method, headers, signal, body: Buffer.concat(chunks) });
}
