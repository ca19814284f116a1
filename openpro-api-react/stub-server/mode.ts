import { isObject, type Json, type JsonObject } from './json.ts';

/** Where the real API is unknown or sources disagree, the stub can play either side. */
export interface Mode {
  /** Emit the older forms that a tolerant reader must understand. */
  legacy: boolean;
  /** Spell the end key of a rate `"fin "`. */
  trailingSpaceFin: boolean;
  /** `http` = 4xx with `ok: 0`, `ok0` = HTTP 200 with `ok: 0`. */
  errorMode: 'http' | 'ok0';
  unlinkedRate: 'warn' | 'refuse';
  emptyPrice: 'keep' | 'clear' | 'refuse';
  /** Whether a sale entered by a control route lowers the stock of its nights. */
  saleLowersStock: boolean;
  /** How a webhook calls. */
  webhookMethod: 'GET' | 'POST';
  /** False = registered webhooks stay silent. */
  webhooks: boolean;
}

export const DEFAULT_MODE: Mode = {
  legacy: false,
  trailingSpaceFin: false,
  errorMode: 'http',
  unlinkedRate: 'warn',
  emptyPrice: 'keep',
  saleLowersStock: false,
  webhookMethod: 'GET',
  webhooks: true,
};

const ALLOWED: { [K in keyof Mode]: readonly Mode[K][] } = {
  legacy: [true, false],
  trailingSpaceFin: [true, false],
  errorMode: ['http', 'ok0'],
  unlinkedRate: ['warn', 'refuse'],
  emptyPrice: ['keep', 'clear', 'refuse'],
  saleLowersStock: [true, false],
  webhookMethod: ['GET', 'POST'],
  webhooks: [true, false],
};

/** Reads a partial mode from JSON; a text names the first field that is wrong. */
export function parseMode(value: Json | undefined): Partial<Mode> | string {
  if (!isObject(value)) return 'mode must be an object';
  for (const [key, wanted] of Object.entries(value as JsonObject)) {
    const allowed = Object.hasOwn(ALLOWED, key) ? ALLOWED[key as keyof Mode] : undefined;
    if (!allowed) return `unknown mode field ${key}`;
    if (!(allowed as readonly Json[]).includes(wanted))
      return `${key}: one of ${allowed.join(', ')}`;
  }
  return value as Partial<Mode>;
}
