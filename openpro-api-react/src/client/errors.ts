export type OpenProErrorKind =
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'http'
  | 'refused'
  | 'malformed'
  | 'too_large'
  | 'redirected';

/** The call that failed. `path` is without the base address and the query. */
export interface FailedCall {
  method: string;
  path: string;
  requestId: string | null;
}

/**
 * Base of everything this client throws after a request was due; wrong arguments are `TypeError`s.
 * None carries the request, a cause or a header: no property can lead to the key.
 */
export class OpenProError extends Error {
  declare readonly kind: OpenProErrorKind;
  declare readonly method: string;
  declare readonly path: string;
  declare readonly requestId: string | null;

  /** `facts` become the properties that the class of that kind declares. */
  constructor(kind: OpenProErrorKind, call: FailedCall, detail: string, facts: object = {}) {
    super(`${call.method} ${call.path}: ${detail}`);
    Object.assign(this, { name: 'OpenProError', kind }, call, facts);
  }
}

/** No answer: refused connection, unknown host, broken off. A write may still have arrived. */
export class OpenProNetworkError extends OpenProError {
  declare readonly kind: 'network';
  /** The platform's code such as `ECONNREFUSED`, when it gives one. */
  declare readonly code: string | null;
}

/** The whole answer did not arrive in time. A write may still have arrived. */
export class OpenProTimeoutError extends OpenProError {
  declare readonly kind: 'timeout';
  declare readonly timeoutMs: number;
}

/** The caller's signal ended the call. A write may still have arrived. */
export class OpenProAbortedError extends OpenProError {
  declare readonly kind: 'aborted';
}

/** A status outside 2xx that is no redirect. */
export class OpenProHttpError extends OpenProError {
  declare readonly kind: 'http';
  declare readonly status: number;
  /** Upstream's own explanation, at most 500 characters, the key hidden. */
  declare readonly words: string | null;
  /** Seconds to wait according to `Retry-After`. */
  declare readonly retryAfterSeconds: number | null;
}

/** A 2xx answer that says `ok: 0`. */
export class OpenProRefusedError extends OpenProError {
  declare readonly kind: 'refused';
  /** Upstream's own explanation, at most 500 characters, the key hidden. */
  declare readonly words: string | null;
}

/** A 2xx answer that is not the JSON expected. A write may have been accepted. */
export class OpenProMalformedError extends OpenProError {
  declare readonly kind: 'malformed';
}

/** The answer is longer than allowed; reading stopped there. */
export class OpenProTooLargeError extends OpenProError {
  declare readonly kind: 'too_large';
  declare readonly maxBytes: number;
}

/** The answer leads elsewhere. It is never followed: the other host would receive the key. */
export class OpenProRedirectedError extends OpenProError {
  declare readonly kind: 'redirected';
}

/** Every error of this client; `kind` tells them apart. */
export type OpenProFailure =
  | OpenProNetworkError
  | OpenProTimeoutError
  | OpenProAbortedError
  | OpenProHttpError
  | OpenProRefusedError
  | OpenProMalformedError
  | OpenProTooLargeError
  | OpenProRedirectedError;

/** Whether a thrown value is an error of this client; then `kind` narrows it. */
export function isOpenProFailure(error: unknown): error is OpenProFailure {
  return error instanceof OpenProError;
}
