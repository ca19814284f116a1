import { requireInteger, requireObject, requireThat } from './check.ts';
import { type Clean, createClean } from './redact.ts';

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

/** The options after validation. */
export interface Settings {
  base: string;
  authorization: string;
  clean: Clean;
  send: typeof fetch;
  timeoutMs: number | undefined;
  maxBytes: number | undefined;
  onCall: OpenProOptions['onCall'] | undefined;
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

/**
 * Validates and copies the options.
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
  for (const name of ['fetch', 'onCall'] as const) {
    requireThat(typeof (options[name] ?? requireThat) === 'function', name, 'a function');
  }
  requireInteger(timeoutMs ?? 1, 'timeoutMs');
  requireInteger(maxBytes ?? 1, 'maxBytes');
  requireThat((timeoutMs ?? 1) <= LONGEST_MS, 'timeoutMs', `at most ${LONGEST_MS}`);
  return {
    timeoutMs,
    maxBytes,
    onCall,
    base,
    authorization: `OsApiKey ${apiKey}`,
    clean: createClean(apiKey),
    send: send ?? fetch,
  };
}
