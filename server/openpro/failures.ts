import { isOpenProFailure, type OpenProFailure } from 'openpro-api-react/client';
import { UpstreamError } from '#server/domain/suppliers/upstream.ts';
import { UpstreamHeldError } from './limiter.ts';

const LATER = new Set([408, 425, 500, 502, 503, 504]);

/** Whether a failure tells that upstream is out of reach: no answer, or one that says "later". */
export function isOutage(error: unknown): boolean {
  if (!isOpenProFailure(error)) return false;
  if (error.kind === 'http') return LATER.has(error.status) || error.status >= 500;
  return ['network', 'timeout', 'aborted'].includes(error.kind);
}

/**
 * A client's failure in the domain's words. A write without a clear "no" has an unknown outcome.
 * @throws the error itself when it is not the client's.
 */
export function upstreamErrorOf(error: unknown, isWrite: boolean): UpstreamError {
  if (error instanceof UpstreamHeldError)
    return new UpstreamError('held', { retryAfterMs: error.retryAfterMs });
  if (!isOpenProFailure(error)) throw error;
  switch (error.kind) {
    case 'refused':
      return new UpstreamError('refused', { words: error.words });
    case 'http':
      return httpError(error, isWrite);
    case 'malformed':
    case 'too_large':
    case 'redirected':
      return new UpstreamError('unreadable', { outcomeUnknown: isWrite, cause: error });
    default:
      return new UpstreamError('unreachable', { outcomeUnknown: isWrite, cause: error });
  }
}

function httpError(error: Extract<OpenProFailure, { kind: 'http' }>, isWrite: boolean) {
  const { status, words, retryAfterSeconds } = error;
  const retryAfterMs = retryAfterSeconds === null ? null : retryAfterSeconds * 1000;
  if (status === 401 || status === 403) return new UpstreamError('key_refused', { words });
  if (status === 429) return new UpstreamError('rate_limited', { words, retryAfterMs });
  if (status === 404) return new UpstreamError('not_found', { words });
  if (LATER.has(status) || status >= 500)
    return new UpstreamError('unreachable', { words, retryAfterMs, outcomeUnknown: isWrite });
  return new UpstreamError('refused', { words });
}
