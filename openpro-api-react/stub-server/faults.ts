import type { WriteFault } from './api/context.ts';
import { field, isObject, type Json, type JsonObject } from './json.ts';
import { type Mode, parseMode } from './mode.ts';

/** What goes wrong. Fields combine: `delayMs` with `status`, `clampCents` with `resetAfter`. */
export interface Fault extends WriteFault {
  status?: number;
  delayMs?: number;
  /** Waits after the call was carried out, before it is answered. */
  delayAfterMs?: number;
  /** Carries the call out before the false answer (status, html, body …) is given. */
  afterApply?: boolean;
  resetBefore?: boolean;
  resetAfter?: boolean;
  malformed?: boolean;
  html?: boolean;
  retryAfter?: number | string;
  redirect?: string;
  body?: string;
  contentType?: string;
  hang?: boolean;
  slowBody?: { chunkBytes: number; everyMs: number };
  tooLarge?: number;
  echoKey?: boolean;
  upstreamSentence?: string;
  hugeNumber?: boolean;
  mode?: Partial<Mode>;
}

export interface FaultRule {
  id: number;
  method: string | null;
  path: string | RegExp | null;
  /** Hits left; null = until cleared. */
  left: number | null;
  hits: number;
  given: JsonObject;
  fault: Fault;
}

type Check = (value: Json) => boolean;
const isTrue: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => typeof value === 'number' && value >= 0;
const isText: Check = (value) => typeof value === 'string';

const CHECKS: Record<string, Check> = {
  status: (value) => typeof value === 'number' && value >= 100 && value <= 599,
  delayMs: isNumber,
  delayAfterMs: isNumber,
  afterApply: isTrue,
  resetBefore: isTrue,
  resetAfter: isTrue,
  ignoreWrite: isTrue,
  clampCents: isNumber,
  clampUnits: isNumber,
  partial: (value) => value === 'alternate' || (isNumber(value) && Number(value) <= 1),
  staleReads: (value) => isNumber(value) || isObject(value),
  warning: isText,
  malformed: isTrue,
  html: isTrue,
  retryAfter: (value) => isText(value) || isNumber(value),
  redirect: isText,
  body: isText,
  contentType: isText,
  hang: isTrue,
  slowBody: (value) => value === true || isObject(value),
  tooLarge: isNumber,
  echoKey: isTrue,
  upstreamSentence: isText,
  hugeNumber: isTrue,
  legacy: isTrue,
  mode: isObject,
};

function parseFault(given: JsonObject): Fault | string {
  for (const [key, value] of Object.entries(given)) {
    const check = Object.hasOwn(CHECKS, key) ? CHECKS[key] : undefined;
    if (!check) return `unknown fault ${key}; known: ${Object.keys(CHECKS).join(', ')}`;
    if (!check(value)) return `fault ${key} has a wrong value`;
  }
  const { legacy, staleReads, slowBody, mode: givenMode, ...plain } = given;
  const mode = parseMode(givenMode ?? {});
  if (typeof mode === 'string') return mode;
  const fault = plain as Fault;
  if (legacy !== undefined || givenMode !== undefined) {
    fault.mode = legacy === undefined ? mode : { legacy: legacy === true, ...mode };
  }
  if (typeof staleReads === 'number') fault.staleReads = { reads: staleReads };
  if (isObject(staleReads)) {
    const { reads, ms } = staleReads;
    if (typeof reads === 'number') fault.staleReads = { ...fault.staleReads, reads };
    if (typeof ms === 'number') fault.staleReads = { ...fault.staleReads, ms };
  }
  if (slowBody !== undefined) {
    const { chunkBytes, everyMs } = isObject(slowBody) ? slowBody : {};
    fault.slowBody = {
      chunkBytes: typeof chunkBytes === 'number' ? Math.max(1, chunkBytes) : 16,
      everyMs: typeof everyMs === 'number' ? everyMs : 50,
    };
  }
  return fault;
}

function parsePath(path: Json | undefined): string | RegExp | null {
  if (typeof path !== 'string') return null;
  const pattern = /^\/(.+)\/([iu]*)$/.exec(path);
  // A plain path may begin and end with a slash too: only one with pattern signs is a pattern.
  if (!pattern?.[1] || !/[\\^$.*+?()[\]{}|]/.test(pattern[1])) return path;
  return new RegExp(pattern[1], pattern[2]);
}

/** The faults now in force, in the order in which they were given. */
export class Faults {
  private rules: FaultRule[] = [];
  private lastId = 0;

  /** Adds a fault; a text says what is wrong with it. */
  add(body: JsonObject): FaultRule | string {
    const match = field(body, 'match') ?? {};
    const given = field(body, 'fault');
    const times = field(body, 'times') ?? null;
    if (!isObject(match)) return 'match must be an object';
    if (!isObject(given)) return 'fault must be an object';
    if (times !== null && !(typeof times === 'number' && times >= 1)) return 'times: 1 or more';
    const fault = parseFault(given);
    if (typeof fault === 'string') return fault;
    const method = typeof match.method === 'string' ? match.method.toUpperCase() : null;
    this.lastId += 1;
    const rule = { id: this.lastId, method, left: times, hits: 0, given: body, fault };
    let path: string | RegExp | null;
    try {
      path = parsePath(match.path);
    } catch {
      return 'match.path is not a regular expression';
    }
    const made = { ...rule, path };
    this.rules.push(made);
    return made;
  }

  /** The first fault that matches a request; it counts as hit. */
  take(method: string, url: string): FaultRule | null {
    const rule = this.rules.find(
      (candidate) =>
        candidate.left !== 0 &&
        (candidate.method === null || candidate.method === method) &&
        matches(candidate.path, url),
    );
    if (!rule) return null;
    rule.hits += 1;
    if (rule.left !== null) rule.left -= 1;
    return rule;
  }

  /** Every fault given since the last clearing, with its hits. */
  list(): JsonObject[] {
    return this.rules.map(({ id, hits, left, given }) => ({ id, hits, left, ...given }));
  }

  /** Removes all faults, or one. */
  clear(id: number | null = null): void {
    this.rules = id === null ? [] : this.rules.filter((rule) => rule.id !== id);
  }
}

function matches(path: string | RegExp | null, url: string): boolean {
  if (path === null) return true;
  return typeof path === 'string' ? url.includes(path) : path.test(url);
}
