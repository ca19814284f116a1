import { expect, test } from 'vitest';
import type { JsonObject } from '../../stub-server/json.ts';
import { bench, ledger, objects, period, RATES, rateOf, STOCK } from './support.ts';

test('one entry per changed night, with the whole element before and after', async () => {
  const stub = await bench();
  const before = await rateOf(stub, '2027-07-06');
  await stub.api('POST', RATES, { tarifs: [period()] });
  const entries = await ledger(stub);
  expect(entries.map((entry) => entry.key)).toEqual([
    '2001:2027-07-05',
    '2001:2027-07-06',
    '2001:2027-07-07',
  ]);
  expect(entries[1]).toEqual({
    seq: expect.any(Number),
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    supplierId: 61001,
    accommodationId: 1,
    kind: 'rate',
    key: '2001:2027-07-06',
    before,
    after: period({ debut: '2027-07-06', fin: '2027-07-06' }),
    by: 'api',
  });
});

test('writing what is there already changes nothing, but the call is seen', async () => {
  const stub = await bench();
  const body = { tarifs: [period()] };
  await stub.api('POST', RATES, body);
  const last = (await ledger(stub)).at(-1)?.seq;
  await stub.api('POST', RATES, body);
  // The same values in another order of keys are the same values.
  const turned = Object.fromEntries(Object.entries(period()).reverse());
  await stub.api('POST', RATES, { tarifs: [turned] });
  expect(await ledger(stub, Number(last))).toEqual([]);
  const calls = objects((await stub.control('GET', `calls?since=${String(last)}`)).json);
  expect(calls.map(({ method, status }) => [method, status])).toEqual([
    ['POST', 200],
    ['POST', 200],
    ['POST', 200],
  ]);
});

test('calls and changes share one counter, in the order in which they happened', async () => {
  const stub = await bench();
  await stub.api('POST', STOCK, { listeStock: [{ date: '2027-07-05', valeur: 7 }] });
  await stub.api('GET', STOCK);
  const [change] = await ledger(stub);
  const calls = objects((await stub.control('GET', 'calls')).json);
  const seqs = [change?.seq, ...calls.map((call) => call.seq)].map(Number);
  expect(seqs).toEqual([1, 2, 3]);
  expect(calls.map((call) => call.path)).toEqual([
    `/tarif/multi/v1/${STOCK}`,
    `/tarif/multi/v1/${STOCK}`,
  ]);
});

test('a cell written twice in one request is one change', async () => {
  const stub = await bench();
  const listeStock = [
    { date: '2027-07-05', valeur: 7 },
    { date: '2027-07-05', valeur: 3 },
  ];
  await stub.api('POST', STOCK, { listeStock });
  expect(await ledger(stub)).toMatchObject([{ key: '2027-07-05', after: { valeur: 3 } }]);
});

test('links, rate types, webhooks and dossiers are noted', async () => {
  const stub = await bench();
  await stub.api('POST', 'fournisseur/61001/hebergements/2/typetarifs/2003');
  await stub.api('POST', 'fournisseur/61001/hebergements/2/typetarifs/2003');
  await stub.api('POST', 'config/dossier/webhooks', { url: 'http://127.0.0.1:9/x' });
  await stub.control('POST', 'dossiers', { supplierId: 61001, notify: false });
  const typeTarifAjout = { libelle: [], description: [], ordre: 0 };
  await stub.api('POST', 'fournisseur/61001/typetarifs', { typeTarifAjout });
  expect((await ledger(stub)).map(({ kind, by }) => [kind, by])).toEqual([
    ['link', 'api'],
    ['webhook', 'api'],
    ['dossier', 'control'],
    ['rateType', 'api'],
  ]);
});

test('a night changed behind the client’s back says so', async () => {
  const stub = await bench();
  const where = { supplierId: 61001, accommodationId: 1, date: '2027-07-05' };
  await stub.control('POST', 'day', { ...where, kind: 'stock', value: 4 });
  await stub.control('POST', 'day', {
    ...where,
    kind: 'rate',
    rateTypeId: 2001,
    value: { dureeMin: 5 },
  });
  const odd = { ...where, kind: 'rate', rateTypeId: 2001, value: { dureeMin: 10_000 } };
  expect((await stub.control('POST', 'day', odd)).status).toBe(400);
  expect((await stub.control('POST', 'day', { ...odd, unchecked: true })).status).toBe(200);
  const nowhere = { ...where, kind: 'rate', rateTypeId: 'x', value: {}, unchecked: true };
  expect((await stub.control('POST', 'day', nowhere)).status).toBe(400);
  await stub.control('POST', 'day', { ...where, kind: 'rate', rateTypeId: 2003, value: null });
  const entries = await ledger(stub);
  expect(entries.map(({ key, by }) => [key, by])).toEqual([
    ['2027-07-05', 'control'],
    ['2001:2027-07-05', 'control'],
    ['2001:2027-07-05', 'control'],
    ['2003:2027-07-05', 'control'],
  ]);
  expect(entries[3]?.after).toBeNull();
  expect((await rateOf(stub, '2027-07-05'))?.dureeMin).toBe(10_000);
});

test('reset brings the seed back and lets the counter go on', async () => {
  const stub = await bench();
  const fresh = (await stub.api('GET', RATES)).text;
  await stub.api('POST', RATES, { tarifs: [period()] });
  await stub.fault({}, { status: 500 });
  await stub.control('POST', 'reset');
  expect(await ledger(stub)).toEqual([]);
  expect((await stub.api('GET', RATES)).text).toBe(fresh);
  await stub.api('POST', STOCK, { listeStock: [{ date: '2027-07-05', valeur: 7 }] });
  expect(Number((await ledger(stub))[0]?.seq)).toBeGreaterThan(4);
  const other = await stub.control('POST', 'reset', { seed: 'gite', anchor: '2027-01-10' });
  expect(other.json as JsonObject).toMatchObject({ supplierIds: [62002], anchor: '2027-01-10' });
});
