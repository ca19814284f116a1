import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import type { Mode } from '../mode.ts';
import type { SentenceKey, Sentences } from '../sentences.ts';
import type { Cell } from '../store/sheet.ts';
import type { Store } from '../store/store.ts';

export interface Reply {
  status: number;
  body: string | Buffer;
}

/** What a fault may do to a write and to the reads that follow. */
export interface WriteFault {
  ignoreWrite?: boolean;
  clampCents?: number;
  clampUnits?: number;
  partial?: number | 'alternate';
  warning?: string;
  staleReads?: { reads?: number; ms?: number };
}

export interface ApiContext {
  store: Store;
  mode: Mode;
  sentences: Sentences;
  query: URLSearchParams;
  rawBody: string;
  fault: WriteFault;
  /** Suppliers the key may see; null = all. */
  scope: ReadonlySet<number> | null;
}

/** A refusal of the API, thrown anywhere below a route and turned into its answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly sentence: SentenceKey;

  constructor(sentence: SentenceKey, status = 400) {
    super(sentence);
    this.status = status;
    this.sentence = sentence;
  }
}

/** A successful answer. */
export function ok(data: JsonObject): Reply {
  return { status: 200, body: JSON.stringify({ ok: 1, data }) };
}

const HEAD = { open: '{"ok":1,"data":{', close: ']}}' };

/** A successful answer around an already serialised list. */
export function okList(name: string, items: string | Buffer, before = ''): Reply {
  const open = `${HEAD.open}${before}"${name}":[`;
  if (typeof items === 'string') return { status: 200, body: open + items + HEAD.close };
  return { status: 200, body: Buffer.concat([Buffer.from(open), items, Buffer.from(HEAD.close)]) };
}

/** A failed answer in the form that the mode asks for. */
export function failed(mode: Mode, status: number, sentence: string | null): Reply {
  const shown = mode.errorMode === 'ok0' ? 200 : status;
  if (mode.legacy && sentence !== null) {
    return { status: shown, body: JSON.stringify({ ok: 0, error: sentence }) };
  }
  const data = sentence === null ? {} : { message: sentence };
  return { status: shown, body: JSON.stringify({ ok: 0, data }) };
}

/** The request's JSON object, or a refusal. */
export function bodyOf(context: ApiContext): JsonObject {
  const body = parseJson(context.rawBody);
  if (!isObject(body)) throw new Refusal('body');
  return body;
}

/** A list of objects under a key of the body, or a refusal. */
export function listOf(body: JsonObject, key: string): JsonObject[] {
  const list: Json | undefined = Object.hasOwn(body, key) ? body[key] : undefined;
  if (!Array.isArray(list)) throw new Refusal('body');
  return list.map((item) => {
    if (!isObject(item)) throw new Refusal('body');
    return item;
  });
}

/** The cells that a partly applying fault lets through. */
export function letThrough(fault: WriteFault, cells: Cell[]): Cell[] {
  if (fault.ignoreWrite) return [];
  if (fault.partial === undefined) return cells;
  if (fault.partial === 'alternate') return cells.filter((_, index) => index % 2 === 0);
  return cells.slice(0, Math.floor(cells.length * fault.partial));
}
