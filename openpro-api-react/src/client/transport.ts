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
import { cleanText, type Redact } from './redact.ts';
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

interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

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
function codeOf(error: unknown, redact: Redact): string | null {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = fieldsOf(cause).code;
  return typeof code === 'string' ? cleanText(code, redact) : null;
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

/** The first explanation found under the names that servers use for it. */
function findWords(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  if (depth > 3) return undefined;
  if (Array.isArray(value)) return findWords(value[0], depth + 1);
  const fields = fieldsOf(value);
  const names = ['message', 'detail', 'erreur', 'error', 'libelle', 'texte', 'title', 'errors'];
  for (const name of ['data', ...names, 'Message', 'Detail']) {
    const words = findWords(fields[name], depth + 1);
    if (words) return words;
  }
  return undefined;
}

function wordsOf(body: unknown, redact: Redact): string | null {
  // A bare text is a web server's page, not an explanation.
  const words = isFields(body) ? findWords(body) : undefined;
  return words ? cleanText(words, redact) || null : null;
}

/** Seconds from either form of `Retry-After`; a date counts from the server's own clock. */
function retryAfterOf(headers: Headers): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  if (!/^[A-Z].+GMT$/i.test(value)) return null;
  const now = Date.parse(headers.get('date') ?? '') || Date.now();
  const seconds = Math.ceil((Date.parse(value) - now) / 1000);
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function interpret<T>(answer: Answer, call: Call<T>, failed: FailedCall, redact: Redact): T {
  const body = parse(answer.text);
  const { ok, data } = fieldsOf(body);
  const words = wordsOf(body, redact);
  const malformed = (why: string) => new OpenProMalformedError('malformed', failed, why);
  if (answer.status < 200 || answer.status > 299) {
    const { status } = answer;
    const retryAfterSeconds = retryAfterOf(answer.headers);
    const detail = `status ${status}${words ? `, ${words}` : ''}`;
    throw new OpenProHttpError('http', failed, detail, { status, words, retryAfterSeconds });
  }
  if (ok === 0) throw new OpenProRefusedError('refused', failed, words ?? 'refused', { words });
  if (ok !== 1) throw malformed('ok is neither 1 nor 0');
  // An accepted write need not say more; a read without data has no answer.
  if (call.method === 'GET' && !isFields(data)) {
    throw malformed('data is not an object');
  }
  try {
    return call.read(fieldsOf(data));
  } catch (error) {
    if (error instanceof Unreadable) throw malformed(error.message);
    // Nesting deeper than the stack: the answer's fault, not the program's.
    if (error instanceof RangeError) throw malformed('nested too deeply');
    throw error;
  }
}

async function exchange<T>(
  settings: Settings,
  call: Call<T>,
  failed: FailedCall,
  stop: AbortSignal,
  onStatus: (status: number) => void,
): Promise<Answer> {
  const { send, base, authorization } = settings;
  const query = call.query?.size ? `?${call.query}` : '';
  const response = await send(`${base}${call.path}${query}`, {
    method: call.method,
    headers: {
      accept: 'application/json',
      authorization,
      // Upstream's known client sends it without a body too.
      'content-type': 'application/json',
      ...(failed.requestId === null ? {} : { 'x-request-id': failed.requestId }),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    redirect: 'manual',
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: stop,
  });
  onStatus(response.status);
  if (isRedirect(response))
    throw new OpenProRedirectedError('redirected', failed, 'redirected, not followed');
  const maxBytes = call.rates ? settings.maxRatesBytes : settings.maxBytes;
  const text = response.ok
    ? await readText(response, maxBytes, failed)
    : await readText(response, MAX_ERROR_BYTES, failed).catch(() => '');
  return { status: response.status, headers: response.headers, text };
}

function checkOptions(options: CallOptions): void {
  const { requestId, signal } = options;
  if (requestId !== undefined && !/^[\x21-\x7e]{1,200}$/.test(requestId)) {
    throw new TypeError('`requestId` must be 1 to 200 visible ASCII characters');
  }
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw new TypeError('`signal` must be an AbortSignal');
  }
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
  const ms = method === 'GET' ? settings.readMs : settings.writeMs;
  const started = performance.now();
  let status: number | null = null;
  const onStatus = (seen: number): void => {
    status = seen;
  };
  try {
    const answer = await within(ms, options.signal, failed, (stop) =>
      exchange(settings, call, failed, stop, onStatus),
    );
    return interpret(answer, call, failed, settings.redact);
  } catch (error) {
    if (error instanceof OpenProError || status !== null) throw error;
    const code = codeOf(error, settings.redact);
    throw new OpenProNetworkError('network', failed, code ?? 'no answer', { code });
  } finally {
    observe(settings, { ...failed, status, ms: performance.now() - started });
  }
}

function observe(settings: Settings, call: Parameters<Settings['onCall']>[0]): void {
  try {
    settings.onCall(call);
  } catch {
    // An observer must not change the outcome of the call it observes.
  }
}
