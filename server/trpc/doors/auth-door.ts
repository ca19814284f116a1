import { getTRPCErrorFromUnknown } from '@trpc/server';
import type { App } from '#server/composition.ts';
import { DomainError } from '#server/kernel/errors.ts';
import { withRequestLog } from '#server/observability/request-log.ts';
import { publicError } from '../error-map.ts';
import { errorResponse } from '../error-response.ts';
import { localeOf } from '../locale.ts';
import { withBoundedBody } from './bounded-body.ts';
import { refuseForeignPages } from './own-origin.ts';

/** Bytes of a body about signing in. */
const MAX_BODY_BYTES = 64_000;

/**
 * Answers what is asked of the sign-in service. That refuses other origins where it sees a cookie;
 * here the same goes for who has none yet, and for requests that tell their site alone.
 */
export function answerAuth(app: App, request: Request): Promise<Response> {
  return withRequestLog(app, request, async ({ requestId }) => {
    try {
      refuseForeignPages(request, app.env.APP_URL);
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      const bounded = isRead ? request : await withBoundedBody(request, MAX_BODY_BYTES);
      // What sign-in writes down names the request by the id that its log line has.
      if (!isRead) bounded.headers.set('x-request-id', requestId);
      return await app.auth.handler(bounded);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const told = publicError(getTRPCErrorFromUnknown(error), localeOf(request.headers));
      return errorResponse(told, requestId);
    }
  });
}
