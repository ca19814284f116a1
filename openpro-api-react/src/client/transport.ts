import { requireThat } from './check.ts';
import {
  type FailedCall,
  OpenProAbortedError,
  OpenProError,
  OpenProHttpError,
  OpenProMalformedError,
  OpenProNetworkError,
  OpenProRedirectedError,
  OpenProRefusedError,
  OpenProTimeoutError,
  OpenProTooLargeError,
} from './errors.ts';
import type { Settings } from './options.ts';
import type { Clean } from './redact.ts';
import type { CallOptions } from './types.ts';
import { type Fields, fieldsOf, isFields, Unreadable } from './wire/coerce.ts';

/** One call, already validated. */
export interface Call<T> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: URLSearchParams;
  body?: unknown;
  /** Rates have one element per night and type: their answers may be larger. */
  rates?: boolean;
  options?: CallOptions | undefined;
  /** Makes the result of the answer's `data`; throws `Unreadable` when it cannot. */
  read: (data: Fields) => T;
}

const READ_MS = 15_000;
const WRITE_MS = 30_000;
const MAX_BYTES = 5_000_000;
const MAX_RATES_BYTES = 32_000_000;
// Enough for an explanation; the rest of an error page is not worth the memory.
const MAX_ERROR_BYTES = 64_000;

async function readText(response: Response, maxBytes: number, call: FailedCall): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const chunk = await reader?.read();
    if (!chunk || chunk.done) return text + decoder.decode();
    bytes += chunk.value.byteLength;
    if (bytes > maxBytes) {
      throw new OpenProTooLargeError('too_large', call, `over ${maxBytes} bytes`, { maxBytes });
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
}

function isRedirect(response: Response): boolean {
  return (
    response.redirected ||
    response.type === 'opaqueredirect' ||
    [301, 302, 303, 307, 308].includes(response.status)
  );
}

/** The code of a failed connection; fetch hides it in its cause. */
function codeOf(error: unknown, clean: Clean): string | null {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = fieldsOf(cause).code;
  return typeof code === 'string' ? clean(code) : null;
}

/** Runs `talk` until it ends, its time is over or the caller aborts; then nothing stays open. */
async function within<T>(
  ms: number,
  signal: AbortSignal | undefined,
  call: FailedCall,
  talk: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let abort = (): void => {};
  try {
    // Raced rather than only passed on: a fetch that ignores its signal must not hold the caller.
    const stopped = new Promise<never>((_resolve, reject) => {
      abort = () => reject(new OpenProAbortedError('aborted', call, 'aborted by the caller'));
      timer = setTimeout(
        () => reject(new OpenProTimeoutError('timeout', call, `over ${ms} ms`, { timeoutMs: ms })),
        ms,
      );
      signal?.addEventListener('abort', abort);
    });
    return await Promise.race([talk(stop.signal), stopped]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    stop.abort();
  }
}

// `Message` is how one common server framework writes it.
const WORDS = 'data message detail erreur error libelle errors Message'.split(' ');

/** The first explanation found under the names that servers use for it. */
function findWords(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  if (depth > 3) return undefined;
  if (Array.isArray(value)) return findWords(value[0], depth + 1);
  const fields = fieldsOf(value);
  for (const name of WORDS) {
    const words = findWords(fields[name], depth + 1);
    if (words) return words;
  }
  return undefined;
}

function wordsOf(body: unknown, clean: Clean): string | null {
  // A bare text is a web server's page, not an explanation.
  return clean((isFields(body) && findWords(body)) || '') || null;
}

/** Seconds from either form of `Retry-After`; a date counts from the server's own clock. */
function retryAfterOf(headers: Headers): number | null {
  const value = headers.get('retry-after') ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const then = /GMT$/.test(value) ? Date.parse(value) : NaN;
  const now = Date.parse(headers.get('date') ?? '') || Date.now();
  return Number.isNaN(then) ? null : Math.max(0, Math.ceil((then - now) / 1000));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function requestOf<T>(settings: Settings, call: Call<T>, requestId: string | null): RequestInit {
  return {
    method: call.method,
    headers: {
      accept: 'application/json',
      authorization: settings.authorization,
      // Upstream's known client sends it without a body too.
      'content-type': 'application/json',
      ...(requestId && { 'x-request-id': requestId }),
    },
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
    redirect: 'manual',
    cache: 'no-store',
    credentials: 'omit',
  };
}

/** Reads an accepted answer's data. An accepted write need not say anything. */
function readData<T>(call: Call<T>, data: unknown): T {
  if (call.method === 'GET' && !isFields(data)) throw new Unreadable('data is not an object');
  return call.read(fieldsOf(data));
}

async function interpret<T>(
  settings: Settings,
  call: Call<T>,
  failed: FailedCall,
  response: Response,
): Promise<T> {
  const { status, headers } = response;
  if (isRedirect(response)) {
    throw new OpenProRedirectedError('redirected', failed, 'redirected, not followed');
  }
  const largest = settings.maxBytes ?? (call.rates ? MAX_RATES_BYTES : MAX_BYTES);
  const body = parse(
    response.ok
      ? await readText(response, largest, failed)
      : await readText(response, MAX_ERROR_BYTES, failed).catch(() => ''),
  );
  const { ok, data } = fieldsOf(body);
  const words = wordsOf(body, settings.clean);
  if (!response.ok) {
    const retryAfterSeconds = retryAfterOf(headers);
    const detail = `status ${status}${words ? `, ${words}` : ''}`;
    throw new OpenProHttpError('http', failed, detail, { status, words, retryAfterSeconds });
  }
  if (ok === 0) throw new OpenProRefusedError('refused', failed, words ?? 'refused', { words });
  try {
    if (ok !== 1) throw new Unreadable('ok is neither 1 nor 0');
    return readData(call, data);
  } catch (error) {
    const why = error instanceof Unreadable ? error.message : 'unreadable';
    throw new OpenProMalformedError('malformed', failed, why);
  }
}

function checkOptions({ requestId = '-', signal }: CallOptions): void {
  requireThat(
    /^[\x21-\x7e]{1,200}$/.test(requestId),
    'requestId',
    'visible ASCII text without spaces, at most 200 characters',
  );
  requireThat(!signal || signal.addEventListener, 'signal', 'an AbortSignal');
}

/**
 * Sends one call and reads its answer.
 * @throws TypeError for wrong call options, before anything is sent; else an `OpenProFailure`
 */
export async function perform<T>(settings: Settings, call: Call<T>): Promise<T> {
  const { options = {}, method, path } = call;
  checkOptions(options);
  const failed: FailedCall = { method, path, requestId: options.requestId ?? null };
  if (options.signal?.aborted)
    throw new OpenProAbortedError('aborted', failed, 'aborted by the caller');
  const ms = settings.timeoutMs ?? (method === 'GET' ? READ_MS : WRITE_MS);
  const query = call.query?.size ? `?${call.query}` : '';
  const { send } = settings;
  const started = performance.now();
  let status: number | null = null;
  try {
    return await within(ms, options.signal, failed, async (signal) => {
      const request = requestOf(settings, call, failed.requestId);
      const response = await send(settings.base + path + query, { ...request, signal });
      status = response.status;
      return interpret(settings, call, failed, response);
    });
  } catch (error) {
    // From `send`, or a connection that broke within the body.
    if (error instanceof OpenProError) throw error;
    const code = codeOf(error, settings.clean);
    throw new OpenProNetworkError('network', failed, code ?? 'no answer', { code });
  } finally {
    try {
      settings.onCall?.({ ...failed, status, ms: performance.now() - started });
    } catch {
      // An observer must not change the outcome of the call it observes.
    }
  }
}
