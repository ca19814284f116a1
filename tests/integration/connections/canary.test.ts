import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve, type TestServer } from '#tests/support/http.ts';
import { startKillable } from '#tests/support/killable.ts';
import { type Page, startPage } from '#tests/support/people/pages.ts';
import { bytesBelow, formsOf } from '#tests/support/people/secrets.ts';
import { mutate, query, type RawAnswer } from '#tests/support/raw.ts';
import { eventually, SUPPLIERS, startWorld, type World } from '#tests/support/world.ts';

const GITE = SUPPLIERS.gite ?? 0;
const CANARY = 'canary/live?key+31415&926==';
const OWN = { path: `/fournisseur/${GITE}/` };
let world: World;
let page: Page;
let elsewhere: TestServer;
let connectionId: string;
/** What arrived at the host that redirects lead to. */
const strayed: string[] = [];
/** Everything that the API answered. */
const answers: RawAnswer[] = [];

const call = async (url: string, name: string, input: unknown) => {
  const answer = await mutate(url, name, input, page.headers);
  answers.push(answer);
  return answer;
};

beforeAll(async () => {
  world = await startWorld({ seed: 'all', upstreamTimeoutMs: 1_000 });
  elsewhere = await serve(async (request) => {
    strayed.push(JSON.stringify([request.url, ...request.headers]));
    return new Response('{}');
  });
  await world.stub.control('POST', 'keys', { key: CANARY });
  page = await startPage(world);
  const suppliers = [{ supplierId: GITE }];
  const added = await page.api.connections.add.mutate({
    name: 'Canary',
    apiKey: CANARY,
    suppliers,
  });
  connectionId = added.connectionId;
  await page.api.suppliers.refresh.mutate({ supplierId: GITE });
});
afterAll(async () => {
  await elsewhere.stop();
  await world[Symbol.asyncDispose]();
});

/** Uses the key in every way there is: typed, stored, by a job, for a push. */
async function useKey(turn: number) {
  const supplierIds = [GITE];
  const supplierId = GITE;
  await call(world.url, 'connections.probe', { key: { apiKey: CANARY }, supplierIds });
  await call(world.url, 'connections.probe', { key: { connectionId }, supplierIds });
  await call(world.url, 'connections.replaceKey', { connectionId, apiKey: CANARY });
  const change = { accommodationId: 1, from: `2027-09-0${turn}`, to: `2027-09-0${turn}` };
  const changes = [{ ...change, set: { minStay: 2 } }];
  const input = { supplierId, idempotencyKey: `turn ${turn}`, changes };
  const pushed = await call(world.url, 'bulkUpdates.create', input);
  await call(world.url, 'suppliers.refresh', { supplierId });
  const { batchId } = JSON.parse(pushed.text).result.data;
  await eventually('an attempt to push', async () => {
    const { rows } = await world.app.database.client.execute({
      sql: `SELECT 1 FROM push_item WHERE batch_id = ?
        AND (state <> 'queued' OR upstream_message IS NOT NULL)
        UNION ALL SELECT 1 FROM job j JOIN push_item i ON i.id = j.ref_id
        WHERE i.batch_id = ? AND j.last_error_code IS NOT NULL`,
      args: [batchId, batchId],
    });
    return rows.length > 0 ? rows : null;
  });
  const days = { supplierId, from: '2027-09-01', to: '2027-09-30' };
  for (const [name, given] of [
    ['bulkUpdates.get', { batchId }],
    ['calendar.get', days],
    ['connections.list', {}],
    ['suppliers.list', {}],
  ] as const)
    answers.push(await query(world.url, name, given, page.headers));
}

const FAULTS: readonly (readonly [name: string, fault: () => object])[] = [
  ['nothing wrong', () => ({ delayMs: 0 })],
  ['a 401 that names it', () => ({ status: 401, echoKey: true })],
  ['a time-out', () => ({ hang: true })],
  ['a redirect', () => ({ redirect: `${elsewhere.url}/?from=upstream` })],
  ['a page of HTML that names it', () => ({ body: `<p>${CANARY}</p>`, contentType: 'text/html' })],
  ['a refusal that names it', () => ({ echoKey: true })],
  [
    'words that name it in base64 and percent-encoded',
    () => ({
      status: 500,
      upstreamSentence: `Bad ${btoa(CANARY)} and ${encodeURIComponent(CANARY)}`,
    }),
  ],
];

test.each(FAULTS.map(([name, fault], i) => ({ name, fault, turn: i + 1 })))(
  'the key is used with $name',
  async ({ fault, turn }) => {
    await world.stub.fault({ match: OWN, fault: fault() });
    const before = (await world.stub.calls()).length;
    await useKey(turn);
    expect((await world.stub.calls()).length).toBeGreaterThan(before);
    await world.stub.clearFaults();
    // A good read takes the key's refusal back.
    await page.api.suppliers.refresh.mutate({ supplierId: GITE });
  },
);

test('a process that dies while it uses the key leaves nothing of it', async () => {
  await world.down();
  const killable = await startKillable(world.variables);
  await world.stub.fault({ match: OWN, fault: { hang: true } });
  const since = await world.stub.now();
  const asked = { key: { apiKey: CANARY }, supplierIds: [GITE] };
  const probing = mutate(killable.url, 'connections.probe', asked, page.headers).then(
    () => 'answered',
    () => 'broken off',
  );
  await eventually('the call upstream', async () =>
    (await world.stub.calls(since)).some(({ path }) => path.includes(OWN.path)) ? true : null,
  );
  await killable.kill();
  expect(await probing).toBe('broken off');
  await world.stub.clearFaults();
});

test('it stands nowhere: not in the database, its log, our log or any answer', async () => {
  const stored = bytesBelow(world.variables.DATA_DIR ?? '');
  const said = world.lines.join('');
  const answered = answers.map(({ text, headers }) => text + JSON.stringify([...headers])).join('');
  // The places that are looked at hold what they should.
  expect(stored).toContain('Canary');
  expect(said).toContain('upstream call');
  expect(answered).toContain('key_refused');
  expect(answered).toContain('***');
  for (const form of formsOf(CANARY)) {
    expect(stored.includes(form), `database: ${form}`).toBe(false);
    expect(said.includes(form), `log: ${form}`).toBe(false);
    expect(answered.includes(form), `answer: ${form}`).toBe(false);
  }
  expect(strayed).toEqual([]);
});
