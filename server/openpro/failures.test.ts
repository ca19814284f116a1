import {
  OpenProAbortedError,
  OpenProHttpError,
  OpenProMalformedError,
  OpenProNetworkError,
  OpenProRedirectedError,
  OpenProRefusedError,
  OpenProTimeoutError,
  OpenProTooLargeError,
} from 'openpro-api-react/client';
import { describe, expect, test } from 'vitest';
import { UpstreamError } from '#server/domain/suppliers/upstream.ts';
import { upstreamErrorOf } from './failures.ts';

const CALL = { method: 'PUT', path: '/fournisseur/4/stock', requestId: 'r-1' };
const told = (error: unknown, isWrite: boolean) => {
  const { failure, words, retryAfterMs, outcomeUnknown } = upstreamErrorOf(error, isWrite);
  return { failure, words, retryAfterMs, outcomeUnknown };
};
const http = (status: number, over: object = {}) =>
  new OpenProHttpError('http', CALL, `${status}`, {
    ...{ status, words: 'Mot', retryAfterSeconds: null },
    ...over,
  });

/** Failures after which nobody knows whether a write arrived. */
const UNKNOWN = [
  [
    'no connection',
    new OpenProNetworkError('network', CALL, 'x', { code: 'ECONNRESET' }),
    'unreachable',
  ],
  [
    'no answer in time',
    new OpenProTimeoutError('timeout', CALL, 'x', { timeoutMs: 1 }),
    'unreachable',
  ],
  ['our own abort', new OpenProAbortedError('aborted', CALL, 'x'), 'unreachable'],
  ['an answer that is no JSON', new OpenProMalformedError('malformed', CALL, 'x'), 'unreadable'],
  [
    'an answer without end',
    new OpenProTooLargeError('too_large', CALL, 'x', { maxBytes: 1 }),
    'unreadable',
  ],
  ...[408, 425, 500, 502, 503, 504, 599].map(
    (status) => [`status ${status}`, http(status), 'unreachable'] as const,
  ),
] as const;

describe('the outcome of a write is unknown after', () => {
  test.each(UNKNOWN)('%s', (_, error, failure) => {
    expect(told(error, true)).toMatchObject({ failure, outcomeUnknown: true });
    expect(told(error, false)).toMatchObject({ failure, outcomeUnknown: false });
  });
});

describe('nothing was written after', () => {
  test.each([
    ['ok: 0', new OpenProRefusedError('refused', CALL, 'x', { words: 'Mot' }), 'refused'],
    ['status 400', http(400), 'refused'],
    ['status 409', http(409), 'refused'],
    ['status 422', http(422), 'refused'],
    ['status 401', http(401), 'key_refused'],
    ['status 403', http(403), 'key_refused'],
    ['status 404', http(404), 'not_found'],
    ['status 429', http(429), 'rate_limited'],
  ] as const)('%s, and upstream’s words are kept', (_, error, failure) => {
    for (const isWrite of [true, false])
      expect(told(error, isWrite)).toEqual({
        failure,
        words: 'Mot',
        retryAfterMs: null,
        outcomeUnknown: false,
      });
  });

  test('a redirect, which is never followed; a write may have been taken before it', () => {
    const error = new OpenProRedirectedError('redirected', CALL, 'x');
    expect(told(error, true)).toMatchObject({ failure: 'unreadable', outcomeUnknown: true });
    expect(told(error, false)).toMatchObject({ failure: 'unreadable', outcomeUnknown: false });
  });
});

test('how long to wait is kept where upstream says it', () => {
  for (const status of [429, 503])
    expect(told(http(status, { retryAfterSeconds: 120 }), true).retryAfterMs).toBe(120_000);
  expect(told(http(429, { retryAfterSeconds: 0 }), true).retryAfterMs).toBe(0);
});

test('words that are absent stay absent', () => {
  expect(told(http(400, { words: null }), true).words).toBeNull();
});

test('what is not a failure of the client stays what it is', () => {
  for (const error of [new TypeError('a bug of ours'), 'text', undefined]) {
    const attempt = () => upstreamErrorOf(error, true);
    expect(attempt).toThrow();
    try {
      attempt();
    } catch (thrown) {
      expect(thrown).toBe(error);
    }
  }
});

test('the cause is kept for the log', () => {
  const cause = new OpenProTimeoutError('timeout', CALL, 'x', { timeoutMs: 1 });
  const error = upstreamErrorOf(cause, true);
  expect(error).toBeInstanceOf(UpstreamError);
  expect(error.cause).toBe(cause);
});
