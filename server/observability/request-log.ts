import type { Clock } from '#server/kernel/clock.ts';
import { newId } from '#server/kernel/ids.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics/metrics.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of a request: the caller's `x-request-id` where that is a UUID, else a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get('x-request-id');
  return given !== null && UUID.test(given) ? given.toLowerCase() : newId();
}

/** What is learned about a request while it is answered; all of it stands in its one log line. */
export interface RequestFacts {
  readonly requestId: string;
  actorKind?: 'user' | 'apiKey' | 'job' | 'webhook' | 'cron' | 'operator' | 'nobody';
  supplierId?: number;
  procedures?: readonly string[];
  /** Who was refused what: not allowed, or not theirs. */
  denied?: { readonly actorId: string; readonly procedure: string; readonly code: string };
}

/** What `withRequestLog` needs. */
export interface RequestLogDeps {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'request'>;
}

/**
 * Answers a request and logs it as one line, also when it fails. The answer carries the request's
 * id and, where it says nothing else, is not to be stored. The line has neither query values nor bodies.
 */
export async function withRequestLog(
  { logger, clock, metrics }: RequestLogDeps,
  request: Request,
  answer: (facts: RequestFacts) => Promise<Response>,
): Promise<Response> {
  const startedAt = clock.now();
  const facts: RequestFacts = { requestId: requestIdOf(request.headers) };
  let status = 500;
  let err: unknown;
  try {
    const response = withHeader(await answer(facts), facts.requestId);
    status = response.status;
    return response;
  } catch (error) {
    err = error;
    throw error;
  } finally {
    const { method } = request;
    const path = new URL(request.url).pathname;
    const ms = clock.now() - startedAt;
    const line = { ...facts, method, path, status, ms };
    metrics.request(routeOf(path, facts), method, status, ms);
    if (err === undefined) logger.info(line, 'request');
    else logger.error({ ...line, err }, 'request');
  }
}

/** What a request counts as: one of few names, whatever its path says. */
function routeOf(path: string, { procedures = [] }: RequestFacts): string {
  const [procedure] = procedures;
  if (procedures.length > 1) return '/api/trpc (batch)';
  if (procedure !== undefined) return `/api/trpc/${procedure}`;
  return path.split('/').slice(0, 3).join('/');
}

function withHeader(response: Response, requestId: string): Response {
  const headers = new Headers(response.headers);
  headers.set('x-request-id', requestId);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
