import { expect, test } from 'vitest';
import { isObject, type Json, type JsonObject } from '../../stub-server/json.ts';
import { bench, period, RATES, STOCK } from './support.ts';

const price = (prix: Json): JsonObject => ({ listeTarifPaxOccupation: [{ nbPers: 2, prix }] });
const rate = (more: JsonObject): [string, JsonObject] => [RATES, { tarifs: [period(more)] }];
const stock = (more: JsonObject): [string, JsonObject] => [
  STOCK,
  { listeStock: [{ date: '2027-07-05', valeur: 1, ...more }] },
];

const CASES: [string, string, [string, JsonObject]][] = [
  ['a price of zero', 'price', rate({ tarifPax: price(0) })],
  ['a negative price', 'price', rate({ tarifPax: price(-12.5) })],
  ['a price with three decimals', 'priceForm', rate({ tarifPax: price(12.345) })],
  ['a price as text', 'priceForm', rate({ tarifPax: price('12') })],
  ['min over max stay', 'stayBounds', rate({ dureeMin: 8, dureeMax: 7 })],
  ['a text as min stay', 'stayForm', rate({ dureeMin: '2' })],
  ['a day that does not exist', 'date', rate({ fin: '2027-02-29' })],
  ['an end before the start', 'range', rate({ fin: '2027-07-04' })],
  ['a range of a century', 'rangeTooLong', rate({ fin: '2127-07-04' })],
  ['an unknown type', 'unknownRateType', rate({ idTypeTarif: 1 })],
  ['stock below zero', 'stockNegative', stock({ valeur: -1 })],
  ['stock over the limit', 'stockHigh', stock({ valeur: 10_000 })],
  ['half a unit', 'stockForm', stock({ valeur: 1.5 })],
  ['stock on no day', 'date', stock({ date: '2027-13-01' })],
  ['no list', 'body', [STOCK, {}]],
];

test.each(CASES)(
  '%s is refused with the sentence of this run',
  async (_name, key, [path, body]) => {
    const stub = await bench();
    const sentences = (await stub.control('GET', 'sentences')).json;
    const message = isObject(sentences) ? sentences[key] : undefined;
    expect(message).toEqual(expect.stringMatching(/réf\. \d{6}/));
    const refused = await stub.api('POST', path, body);
    expect(refused.json).toEqual({ ok: 0, data: { message } });
    expect(refused.status).toBe(key === 'unknownRateType' ? 404 : 400);
    expect((await stub.control('GET', 'ledger')).json).toEqual([]);
    await stub.control('POST', 'mode', { errorMode: 'ok0' });
    const polite = await stub.api('POST', path, body);
    expect([polite.status, polite.json]).toEqual([200, { ok: 0, data: { message } }]);
  },
);

test('each run draws its own sentences, and keeps them through a reset', async () => {
  const [one, two] = [await bench(), await bench()];
  const of = async (stub: typeof one) => (await stub.control('GET', 'sentences')).text;
  const first = await of(one);
  expect(first).not.toBe(await of(two));
  await one.control('POST', 'reset');
  expect(await of(one)).toBe(first);
});

test('a body that is not JSON, or too large, is refused', async () => {
  const stub = await bench();
  const headers = { authorization: `OsApiKey ${stub.apiKey}` };
  const post = async (url: string, body: string) =>
    (await fetch(url, { method: 'POST', headers, body })).status;
  expect(await post(`${stub.url}/${STOCK}`, '{"listeStock":')).toBe(400);
  expect(await post(`${stub.url}/${STOCK}`, 'x'.repeat(17 * 1024 * 1024))).toBe(413);
  expect(await post(`${stub.origin}/__stub/faults`, '{')).toBe(400);
  expect(await post(`${stub.origin}/__stub/faults`, '{"fault":{"statut":500}}')).toBe(400);
  expect(await post(`${stub.origin}/__stub/faults`, '{"match":{"path":"/(/"},"fault":{}}')).toBe(
    400,
  );
});
