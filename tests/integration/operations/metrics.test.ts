import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerMetrics } from '#server/trpc/doors/answer-metrics.ts';
import { startWorld, type World } from '#tests/support/world.ts';

const SECRET = 'the secret of the scheduler';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
});
afterAll(() => world[Symbol.asyncDispose]());

const ask = (secret: string | undefined, bearer: string) =>
  answerMetrics(
    { metrics: world.app.metrics, secret },
    new Request('http://127.0.0.1/api/metrics', { headers: { authorization: `Bearer ${bearer}` } }),
  );

/** The samples of one metric: labels to value. */
async function samplesOf(name: string): Promise<Map<string, number>> {
  const answer = await ask(SECRET, SECRET);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const lines = (await answer.text()).split('\n').filter((line) => line.startsWith(name));
  return new Map(
    lines.map((line) => [
      line.slice(name.length, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' '))),
    ]),
  );
}

test('answers only who holds the secret', async () => {
  expect((await ask(SECRET, 'another')).status).toBe(401);
  expect((await ask(undefined, 'undefined')).status).toBe(401);
  expect((await ask('', '')).status).toBe(401);
  expect((await ask(SECRET, SECRET)).status).toBe(200);
});

test('counts requests by procedure and status', async () => {
  const name = 'openpro_http_request_duration_seconds_count';
  const one = (procedure: string, status: number) =>
    `{route="/api/trpc/${procedure}",method="GET",status="${status}"}`;
  const before = await samplesOf(name);
  await world.api.suppliers.list.query();
  await world.api.rateTypes.list.query({ supplierId: 1 }).catch(() => null);
  const after = await samplesOf(name);
  const more = (label: string) => (after.get(label) ?? 0) - (before.get(label) ?? 0);
  expect(more(one('suppliers.list', 200))).toBe(1);
  expect(more(one('rateTypes.list', 404))).toBe(1);
});

test('counts what is asked of the database, and what fails there', async () => {
  const name = 'openpro_database_statements_total';
  const before = await samplesOf(name);
  const failing = world.app.database.client.execute('SELECT * FROM nowhere');
  await expect(failing).rejects.toThrow();
  const after = await samplesOf(name);
  const more = (outcome: string) =>
    (after.get(`{outcome="${outcome}"}`) ?? 0) - (before.get(`{outcome="${outcome}"}`) ?? 0);
  expect(more('failed')).toBe(1);
  expect(more('ok')).toBeGreaterThan(0);
});

test('tells what waits, and for how long', async () => {
  const { client } = world.app.database;
  await world.app.runner.stop();
  await client.execute(`INSERT INTO job (id, kind, version, org_id, supplier_id, dedupe_key, ref_id,
    request_id, state, run_at, created_at)
    VALUES ('old', 'none', 1, 'o', 1, 'old', '', '', 'ready', unixepoch() * 1000 - 90000, 0)`);
  expect((await samplesOf('openpro_jobs')).get('{state="ready"}')).toBe(1);
  const [age] = [...(await samplesOf('openpro_job_oldest_ready_seconds')).values()];
  expect(age).toBeGreaterThanOrEqual(90);
  await client.execute(`DELETE FROM job WHERE id = 'old'`);
  expect((await samplesOf('openpro_jobs')).get('{state="ready"}')).toBeUndefined();
});

test('names no tenant, key, supplier or guest', async () => {
  const text = await (await ask(SECRET, SECRET)).text();
  for (const word of [world.tenant, world.apiKey, world.stub.apiKey, 'Tilleuls'])
    expect(text).not.toContain(word);
  expect(text).not.toMatch(new RegExp(`"${world.supplierId}"`));
});
