import { onTestFinished } from 'vitest';
import { parseDay } from '../../stub-server/calendar.ts';
import { field, isObject, type Json, type JsonObject, parseJson } from '../../stub-server/json.ts';
import { type RunningStub, type StubOptions, startStub } from '../../stub-server/server.ts';

export const ANCHOR = parseDay('2026-11-21') ?? 0;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Json;
  /** The `data` of the envelope, or an empty object. */
  data: JsonObject;
}

/** A stub of one test with short words for its two sides. */
export interface Bench extends RunningStub {
  api(method: string, path: string, body?: Json, signal?: AbortSignal): Promise<Answer>;
  control(method: string, path: string, body?: Json): Promise<Answer>;
  fault(match: JsonObject, fault: JsonObject, times?: number): Promise<void>;
}

/** Sends one request and reads the whole answer. */
export async function call(
  url: string,
  method: string,
  body?: Json,
  more: { key?: string; signal?: AbortSignal } = {},
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    headers: more.key === undefined ? {} : { authorization: `OsApiKey ${more.key}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(more.signal ? { signal: more.signal } : {}),
  });
  const text = await answer.text();
  const json = parseJson(text) ?? null;
  const data = isObject(json) ? field(json, 'data') : undefined;
  const { status, headers } = answer;
  return { status, headers, text, json, data: isObject(data) ? data : {} };
}

/** Starts a stub for one test and closes it afterwards; seed `house` unless told otherwise. */
export async function bench(options: StubOptions = {}): Promise<Bench> {
  const stub = await startStub({ seed: 'house', anchor: ANCHOR, webhookRetryMs: [0], ...options });
  onTestFinished(() => stub.close());
  const control: Bench['control'] = (method, path, body) =>
    call(`${stub.origin}/__stub/${path}`, method, body);
  return {
    ...stub,
    control,
    api: (method, path, body, signal) =>
      call(`${stub.url}/${path}`, method, body, {
        key: stub.apiKey,
        ...(signal ? { signal } : {}),
      }),
    fault: async (match, fault, times) => {
      const rule = { match, fault, ...(times === undefined ? {} : { times }) };
      const added = await control('POST', 'faults', rule);
      if (added.status !== 201) throw new Error(added.text);
    },
  };
}

/** The objects of a list. */
export function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** One whole rate period, valid as it stands. */
export function period(more: JsonObject = {}): JsonObject {
  return {
    idTypeTarif: 2001,
    debut: '2027-07-05',
    fin: '2027-07-07',
    ouvert: true,
    dureeMin: 2,
    dureeMax: 21,
    arriveeAutorisee: true,
    departAutorise: true,
    tarifPax: {
      listeTarifPaxOccupation: [
        { nbPers: 1, prix: 89.5 },
        { nbPers: 2, prix: 101 },
      ],
    },
    ...more,
  };
}

export const RATES = 'fournisseur/61001/hebergements/1/typetarifs/tarif';
export const STOCK = 'fournisseur/61001/hebergements/1/stock';

/** The stored rate of one night, as a read answers it. */
export async function rateOf(stub: Bench, date: string, type = 2001): Promise<JsonObject | null> {
  const answer = await stub.api('GET', RATES);
  const all = objects(answer.data.tarifs);
  return all.find((item) => item.debut === date && item.idTypeTarif === type) ?? null;
}

/** Changes noted since a sequence number. */
export async function ledger(stub: Bench, since = 0): Promise<JsonObject[]> {
  return objects((await stub.control('GET', `ledger?since=${since}`)).json);
}
