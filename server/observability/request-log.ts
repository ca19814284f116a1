import type { Clock } from '#server/kernel/clock.ts';
import { newId } from '#server/kernel/ids.ts';
import type { Logger } from './logger.ts';

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
}

/**
 * Answers a request and logs it as one line, also when it fails. The answer carries the request's
 * id and, where it says nothing else, is not to be stored. The line has neither query values nor bodies.
 */
export async function withRequestLog(
  { logger, clock }: RequestLogDeps,
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
    const line = { ...facts, method, path, status, ms: clock.now() - startedAt };
    if (err === undefined) logger.info(line, 'request');
    else logger.error({ ...line, err }, 'request');
  }
}

function withHeader(response: Response, requestId: string): Response {
  const headers = new Headers(response.headers);
  headers.set('x-request-id', requestId);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
