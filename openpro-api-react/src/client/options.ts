import { requireObject, requireThat } from './check.ts';
import { createRedact, type Redact } from './redact.ts';

/** One finished request, for logs and metrics. */
export interface ObservedCall {
  method: string;
  /** Without the base address and the query. */
  path: string;
  /** null when no answer arrived. */
  status: number | null;
  ms: number;
  requestId: string | null;
}

/** How to reach upstream. */
export interface OpenProOptions {
  /** Address that the paths are appended to, without query or credentials. */
  baseUrl: string;
  /** Sent as `Authorization: OsApiKey <key>`. */
  apiKey: string;
  /** @default globalThis.fetch */
  fetch?: typeof fetch;
  /**
   * Milliseconds for a whole call, body included.
   * @default 15_000 for reads, 30_000 for writes
   */
  timeoutMs?: number;
  /**
   * Largest answer in bytes, counted while it arrives.
   * @default 5_000_000, for rates 32_000_000
   */
  maxBytes?: number;
  /** Called once per request after it ended, in success and failure. What it throws is ignored. */
  onCall?: (call: ObservedCall) => void;
}

/** The options after validation, with their defaults. */
export interface Settings {
  base: string;
  authorization: string;
  redact: Redact;
  send: typeof fetch;
  readMs: number;
  writeMs: number;
  maxBytes: number;
  maxRatesBytes: number;
  onCall: (call: ObservedCall) => void;
}

// Timers count in 32 bits: a longer one would fire at once.
const LONGEST_MS = 2 ** 31 - 1;

function baseOf(value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) && new URL(value);
  requireThat(
    url && /^https?:\/\/[^?#@]+$/.test(url.href),
    'baseUrl',
    'an absolute http or https URL without credentials, query or hash',
  );
  return url.href.replace(/\/+$/, '');
}

function requireNumber(value: unknown, option: string, largest: number): void {
  const fits = Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= largest;
  requireThat(value === undefined || fits, option, `a positive integer up to ${largest}`);
}

function requireFunction(value: unknown, option: string): void {
  requireThat(value === undefined || typeof value === 'function', option, 'a function');
}

/**
 * Validates the options and fills in the defaults.
 * @throws TypeError naming the option and what was expected, never its value
 */
export function readOptions(options: OpenProOptions): Settings {
  requireObject(options, 'options');
  const { baseUrl, apiKey, fetch: send, timeoutMs, maxBytes, onCall } = options;
  const base = baseOf(baseUrl);
  requireThat(
    typeof apiKey === 'string' && /^[\x21-\x7e]+$/.test(apiKey),
    'apiKey',
    'visible ASCII text without spaces',
  );
  requireFunction(send, 'fetch');
  requireFunction(onCall, 'onCall');
  requireNumber(timeoutMs, 'timeoutMs', LONGEST_MS);
  requireNumber(maxBytes, 'maxBytes', Number.MAX_SAFE_INTEGER);
  return {
    base,
    authorization: `OsApiKey ${apiKey}`,
    redact: createRedact(apiKey),
    // Looked up at each call, so that a platform that instruments fetch later is honoured.
    send: send ?? ((input, init) => globalThis.fetch(input, init)),
    readMs: timeoutMs ?? 15_000,
    writeMs: timeoutMs ?? 30_000,
    maxBytes: maxBytes ?? 5_000_000,
    maxRatesBytes: maxBytes ?? 32_000_000,
    onCall: onCall ?? (() => {}),
  };
}
