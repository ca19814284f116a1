import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Page, startPage } from '#tests/support/people/pages.ts';
import { dataOf, errorOf, mutate } from '#tests/support/raw.ts';
import { failureOf, SUPPLIERS, startWorld, type World } from '#tests/support/world.ts';

const HOUSE = SUPPLIERS.house ?? 0;
const GITE = SUPPLIERS.gite ?? 0;
const TYPED = 'a-key-that-was-typed-0123';
const LIST = { path: '/hebergements' };
let world: World;
let page: Page;

beforeAll(async () => {
  world = await startWorld({ seed: 'all', upstreamTimeoutMs: 2_000 });
  // From here on only a probe calls upstream.
  await world.app.runner.stop();
  page = await startPage(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const probe = (supplierIds: number[], apiKey = world.stub.apiKey) =>
  page.api.connections.probe.mutate({ key: { apiKey }, supplierIds });

/** How one probe ends while upstream has a fault. */
async function probedWith(fault: object) {
  await world.stub.fault({ match: LIST, fault });
  const [seen] = await probe([GITE]);
  await world.stub.clearFaults();
  return seen;
}

const nothing = { supplierId: GITE, words: null, accommodations: [], isAdded: false };

test('a good key shows the accommodations of each supplier, and which are here already', async () => {
  const [house, gite] = await probe([HOUSE, GITE]);
  expect(house).toMatchObject({ supplierId: HOUSE, result: 'ok', words: null, isAdded: true });
  expect(house?.accommodations.length).toBeGreaterThan(1);
  expect(house?.accommodations[0]).toEqual({ id: 1, name: expect.any(String) });
  expect(gite).toMatchObject({ supplierId: GITE, result: 'ok', isAdded: false });
  expect(gite?.accommodations.length).toBeGreaterThan(0);
});

test('a key that the organisation has is tried without being typed', async () => {
  const [connection] = await page.api.connections.list.query();
  const key = { connectionId: connection?.id ?? '' };
  const supplierIds = [GITE, HOUSE, GITE];
  const seen = await page.api.connections.probe.mutate({ key, supplierIds });
  expect(seen.map(({ supplierId, result }) => [supplierId, result])).toEqual([
    [GITE, 'ok'],
    [HOUSE, 'ok'],
  ]);
});

test('a key that upstream does not know is refused for every supplier', async () => {
  expect(await probe([GITE, HOUSE], TYPED)).toEqual([
    { ...nothing, result: 'key_refused' },
    { ...nothing, supplierId: HOUSE, result: 'key_refused', isAdded: true },
  ]);
});

test('a supplier that the key does not show is not found beside one that it shows', async () => {
  await world.stub.control('POST', 'keys', { key: TYPED, supplierIds: [GITE] });
  const seen = await probe([GITE, HOUSE, 999_999], TYPED);
  expect(seen.map(({ result }) => result)).toEqual(['ok', 'not_found', 'not_found']);
  expect(seen[1]?.accommodations).toEqual([]);
});

test.each([
  ['a 404', { status: 404 }, 'not_found', null],
  ['a 403', { status: 403, upstreamSentence: 'Accès interdit' }, 'key_refused', 'Accès interdit'],
  ['no, in an answer of 200', { status: 200, upstreamSentence: 'Non' }, 'refused', 'Non'],
  ['a 400', { upstreamSentence: 'Fournisseur fermé' }, 'refused', 'Fournisseur fermé'],
  ['a 500', { status: 500 }, 'unreachable', null],
  ['a 429', { retryAfter: 120 }, 'unreachable', null],
  ['a broken connection', { resetBefore: true }, 'unreachable', null],
  ['silence', { hang: true }, 'unreachable', null],
  ['a page of HTML', { html: true }, 'unreadable', null],
  ['half an answer', { malformed: true }, 'unreadable', null],
  ['a redirect', { redirect: 'https://elsewhere.example/' }, 'unreadable', null],
  ['an endless answer', { tooLarge: 5_200_000 }, 'unreadable', null],
  ['a list of nonsense', { body: '{"ok":1,"data":{"listeHebergement":[7]}}' }, 'unreadable', null],
])('%s is told as what it is', async (_name, fault, result, words) => {
  expect(await probedWith(fault)).toEqual({ ...nothing, result, words });
});

test('a probe writes nothing', async () => {
  const { client } = world.app.database;
  const counts = async () => {
    const tables = ['connection', 'supplier', 'job', 'audit_entry', 'mirror_part', 'accommodation'];
    const sums = tables.map((name) => `(SELECT count(*) FROM ${name})`).join(" || ',' || ");
    return (await client.execute(`SELECT ${sums} AS counts`)).rows[0]?.counts;
  };
  const before = await counts();
  await probe([GITE, HOUSE]);
  await probe([GITE], TYPED);
  expect(await counts()).toBe(before);
});

test('nobody probes with a connection of another organisation, nor sees what they added', async () => {
  const other = await world.organisation('Le Port', {
    supplierId: GITE,
    apiKey: world.stub.apiKey,
  });
  const theirs = await startPage(world, other.tenant);
  const [foreign] = await theirs.api.connections.list.query();
  const asked = async (connectionId: string) => {
    const input = { key: { connectionId }, supplierIds: [GITE] };
    const call = page.api.connections.probe.mutate(input);
    return (await failureOf(call)).data;
  };
  const unknown = await asked('0199a000-0000-7000-8000-000000000000');
  expect(await asked(foreign?.id ?? '')).toEqual({ ...unknown, requestId: expect.any(String) });
  expect(unknown).toMatchObject({ code: 'NOT_FOUND', httpStatus: 404 });
  expect((await probe([GITE]))[0]?.isAdded).toBe(false);
});

test('what cannot be a key or an id is a 400 with its field, and no call is made', async () => {
  const before = (await world.stub.calls()).length;
  const key = { apiKey: world.stub.apiKey };
  for (const [input, path] of [
    [{ key: { apiKey: 'two words 1234' }, supplierIds: [1] }, 'key.apiKey'],
    [{ key: { apiKey: 'k'.repeat(501) }, supplierIds: [1] }, 'key.apiKey'],
    [{ key: { ...key, connectionId: 'x' }, supplierIds: [1] }, 'key'],
    [{ key, supplierIds: [] }, 'supplierIds'],
    [{ key, supplierIds: [0] }, 'supplierIds.0'],
    [{ key, supplierIds: Array.from({ length: 21 }, (_, i) => i + 1) }, 'supplierIds'],
    [{ key }, 'supplierIds'],
    [{ key, supplierIds: [1], orgId: 'b' }, 'orgId'],
  ] as const) {
    const answer = await mutate(world.url, 'connections.probe', input, page.headers);
    expect(answer.status, path).toBe(400);
    expect(errorOf(answer).data.fields?.[0]?.path).toBe(path);
  }
  expect((await world.stub.calls()).length).toBe(before);
  const good = { key, supplierIds: [GITE] };
  const answer = await mutate(world.url, 'connections.probe', good, page.headers);
  expect(dataOf(answer)).toMatchObject([{ result: 'ok' }]);
});
