import { expect, test } from 'vitest';
import { isObject, type JsonObject } from '../../stub-server/json.ts';
import {
  type Bench,
  bench,
  call,
  ledger,
  objects,
  period,
  RATES,
  rateOf,
  STOCK,
} from './support.ts';

const write = (stub: Bench, more: JsonObject = {}) =>
  stub.api('POST', RATES, { tarifs: [period(more)] });
const setUnits = (stub: Bench, valeur: number) =>
  stub.api('POST', STOCK, { listeStock: [{ date: '2027-07-05', valeur }] });
const units = async (stub: Bench) => {
  const answer = await stub.api('GET', `${STOCK}?debut=2027-07-05&fin=2027-07-05`);
  return objects(answer.data.listeStock)[0]?.valeur;
};

test('a fault counts its hits, ends after its times, and is cleared', async () => {
  const stub = await bench();
  await stub.fault({ method: 'GET', path: '/stock' }, { status: 503 }, 2);
  await stub.fault({ path: '/typetarifs\\/tarif$/' }, { status: 500 });
  expect((await stub.api('GET', STOCK)).status).toBe(503);
  expect((await setUnits(stub, 1)).status).toBe(200);
  expect((await stub.api('GET', STOCK)).status).toBe(503);
  expect((await stub.api('GET', STOCK)).status).toBe(200);
  expect((await stub.api('GET', RATES)).status).toBe(500);
  const rules = objects((await stub.control('GET', 'faults')).json);
  expect(rules.map(({ id, hits, left }) => [id, hits, left])).toEqual([
    [1, 2, 0],
    [2, 1, null],
  ]);
  await stub.control('DELETE', 'faults');
  expect((await stub.api('GET', RATES)).status).toBe(200);
  expect((await stub.control('GET', 'faults')).json).toEqual([]);
});

test('a status fault does not carry the call out, unless told so', async () => {
  const stub = await bench();
  await stub.fault({ method: 'POST' }, { status: 500 }, 1);
  expect((await write(stub)).status).toBe(500);
  expect(await ledger(stub)).toEqual([]);
  await stub.fault({ method: 'POST' }, { status: 502, afterApply: true }, 1);
  expect((await write(stub)).status).toBe(502);
  expect(await ledger(stub)).toHaveLength(3);
});

test('reset before carries nothing out, reset after does', async () => {
  const stub = await bench();
  await stub.fault({ method: 'POST' }, { resetBefore: true }, 1);
  await expect(write(stub)).rejects.toThrow();
  expect(await ledger(stub)).toEqual([]);
  await stub.fault({ method: 'POST' }, { resetAfter: true }, 1);
  await expect(write(stub)).rejects.toThrow();
  expect(await ledger(stub)).toHaveLength(3);
  const calls = objects((await stub.control('GET', 'calls')).json);
  expect(calls.map(({ status, fault }) => [status, fault])).toEqual([
    [0, 1],
    [0, 2],
  ]);
});

test('a hanging call is never answered', async () => {
  const stub = await bench();
  await stub.fault({ method: 'POST' }, { hang: true }, 1);
  const signal = AbortSignal.timeout(100);
  await expect(stub.api('POST', RATES, { tarifs: [period()] }, signal)).rejects.toThrow();
  expect(await ledger(stub)).toEqual([]);
});

test('a delayed call comes later, and lands even when the caller has gone', async () => {
  const stub = await bench();
  await stub.fault({ method: 'POST' }, { delayMs: 80 }, 1);
  await stub.fault({ method: 'GET' }, { delayMs: 250 }, 1);
  const signal = AbortSignal.timeout(20);
  await expect(stub.api('POST', RATES, { tarifs: [period()] }, signal)).rejects.toThrow();
  expect(await ledger(stub)).toEqual([]);
  expect((await stub.api('GET', RATES)).status).toBe(200);
  expect(await ledger(stub)).toHaveLength(3);
});

test('a call may be carried out at once and answered late', async () => {
  const stub = await bench();
  await stub.fault({ method: 'POST' }, { delayAfterMs: 200 }, 1);
  const signal = AbortSignal.timeout(100);
  await expect(stub.api('POST', RATES, { tarifs: [period()] }, signal)).rejects.toThrow();
  expect(await ledger(stub)).toHaveLength(3);
});

test('200 without applying', async () => {
  const stub = await bench();
  const before = await rateOf(stub, '2027-07-05');
  await stub.fault({ method: 'POST' }, { ignoreWrite: true });
  expect((await write(stub)).json).toEqual({ ok: 1, data: { warnings: [] } });
  expect((await setUnits(stub, 9)).json).toEqual({ ok: 1, data: {} });
  await stub.api('POST', 'fournisseur/61001/hebergements/2/typetarifs/2003');
  expect(await rateOf(stub, '2027-07-05')).toEqual(before);
  expect(await ledger(stub)).toEqual([]);
});

test('applied, but clamped to 10 €', async () => {
  const stub = await bench();
  await stub.fault({ method: 'POST' }, { clampCents: 1000, clampUnits: 0 });
  expect((await write(stub)).data).toEqual({ warnings: [] });
  expect(await rateOf(stub, '2027-07-05')).toMatchObject({
    dureeMin: 2,
    tarifPax: {
      listeTarifPaxOccupation: [
        { nbPers: 1, prix: 10 },
        { nbPers: 2, prix: 10 },
      ],
    },
  });
  await setUnits(stub, 9);
  expect(await units(stub)).toBe(0);
});

test('partly applied: every second night, or a fraction', async () => {
  const stub = await bench();
  await stub.fault({ method: 'POST' }, { partial: 'alternate' }, 1);
  await write(stub);
  expect((await ledger(stub)).map((entry) => entry.key)).toEqual([
    '2001:2027-07-05',
    '2001:2027-07-07',
  ]);
  await stub.fault({ method: 'POST' }, { partial: 0.34 }, 1);
  await write(stub, { dureeMin: 4 });
  expect((await ledger(stub)).slice(2).map((entry) => entry.key)).toEqual(['2001:2027-07-05']);
});

test('reads lag behind a write, by a number of reads', async () => {
  const stub = await bench();
  await setUnits(stub, 5);
  await stub.fault({ method: 'POST', path: '/stock' }, { staleReads: 2 }, 1);
  await setUnits(stub, 6);
  expect([await units(stub), await units(stub), await units(stub)]).toEqual([5, 5, 6]);
  await stub.fault({ method: 'GET', path: '/stock' }, { staleReads: { reads: 1 } });
  await setUnits(stub, 7);
  expect([await units(stub), await units(stub)]).toEqual([6, 7]);
});

test('reads lag behind a write, by time on the stub’s clock', async () => {
  let now = 1_800_000_000_000;
  const stub = await bench({ now: () => now });
  await setUnits(stub, 5);
  await stub.fault({ method: 'POST' }, { staleReads: { ms: 30_000 } }, 1);
  await setUnits(stub, 6);
  now += 29_999;
  expect(await units(stub)).toBe(5);
  now += 1;
  expect(await units(stub)).toBe(6);
});

test('false bodies', async () => {
  const stub = await bench();
  const good = (await stub.api('GET', STOCK)).text;
  const get = async (fault: JsonObject) => {
    await stub.fault({ method: 'GET' }, fault, 1);
    return stub.api('GET', STOCK);
  };
  const malformed = await get({ malformed: true });
  expect(good.startsWith(malformed.text)).toBe(true);
  expect(malformed.json).toBeNull();
  const html = await get({ html: true, status: 503 });
  expect([html.status, html.text.slice(0, 6)]).toEqual([503, '<html>']);
  expect((await get({ body: 'null' })).text).toBe('null');
  expect((await get({ body: '', status: 204 })).status).toBe(204);
  expect((await get({ echoKey: true })).text).toContain('OsApiKey stub-key');
  expect((await get({ hugeNumber: true })).text).toContain('"valeur":1e400');
  expect((await get({ tooLarge: 6_000_000 })).text.length).toBeGreaterThanOrEqual(6_000_000);
  expect((await get({ legacy: true })).data).toHaveProperty('jours');
  expect((await get({ mode: { legacy: true } })).data).toHaveProperty('jours');
  expect((await stub.api('GET', STOCK)).text).toBe(good);
});

test('429, redirects, refusals and warnings in given words', async () => {
  const stub = await bench();
  await stub.fault({}, { retryAfter: 120 }, 1);
  const limited = await stub.api('GET', STOCK);
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '120']);
  await stub.fault({}, { redirect: 'http://127.0.0.1:9/', status: 308 }, 1);
  const sent = await stub.api('GET', STOCK);
  expect([sent.status, sent.headers.get('location')]).toEqual([308, 'http://127.0.0.1:9/']);
  await stub.fault({}, { upstreamSentence: 'Période verrouillée' }, 1);
  const refused = await write(stub);
  expect([refused.status, refused.json]).toEqual([
    400,
    { ok: 0, data: { message: 'Période verrouillée' } },
  ]);
  await stub.fault({}, { warning: 'Période ajustée' }, 1);
  expect((await write(stub)).data).toEqual({
    warnings: [{ code: 'W12', detail: 'Période ajustée' }],
  });
});

test('a slow body arrives in pieces, whole in the end', async () => {
  const stub = await bench();
  const path = 'fournisseur/61001/hebergements';
  const good = (await stub.api('GET', path)).text;
  await stub.fault({}, { slowBody: { chunkBytes: 40, everyMs: 5 } }, 1);
  const answer = await fetch(`${stub.url}/${path}`, {
    headers: { authorization: `OsApiKey ${stub.apiKey}` },
  });
  const sizes: number[] = [];
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body ?? []) {
    sizes.push(chunk.length);
    chunks.push(chunk);
  }
  expect(sizes.length).toBeGreaterThan(2);
  expect(Buffer.concat(chunks).toString()).toBe(good);
});

test('faults never touch the control side, nor calls without a key', async () => {
  const stub = await bench();
  await stub.fault({}, { status: 500 });
  expect((await stub.control('GET', 'status')).status).toBe(200);
  expect((await call(`${stub.url}/${STOCK}`, 'GET')).status).toBe(401);
  const [rule] = objects((await stub.control('GET', 'faults')).json);
  expect(rule?.hits).toBe(0);
  const wrong = await stub.control('POST', 'faults', { fault: { partial: 2 } });
  expect([wrong.status, isObject(wrong.json)]).toEqual([400, true]);
});
