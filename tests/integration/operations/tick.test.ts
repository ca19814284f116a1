import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerTick } from '#server/trpc/doors/answer-tick.ts';
import { createTestClock } from '#tests/support/people/auth.ts';
import { startWorld, type World } from '#tests/support/world.ts';

const SECRET = 'the secret of the scheduler';
const clock = createTestClock();

let world: World;
beforeAll(async () => {
  world = await startWorld({ clock });
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  // From here on nothing runs by itself.
  await world.app.runner.stop();
});
afterAll(() => world[Symbol.asyncDispose]());

function tick(secret: string | undefined, headers: Record<string, string>) {
  const { clock: own, runner, schedule } = world.app;
  return answerTick(
    { secret, now: () => own.now(), schedule, drain: (budgetMs) => runner.drain(budgetMs) },
    new Request('http://127.0.0.1/api/cron/tick', { headers }),
  );
}

const jobs = async () => (await world.app.database.client.execute('SELECT * FROM job')).rows.length;

test.each([
  ['without a secret here', undefined, { authorization: `Bearer ${SECRET}` }, 503],
  ['with an empty secret here', '', { authorization: 'Bearer ' }, 503],
  ['without a bearer', SECRET, {}, 401],
  ['with an empty bearer', SECRET, { authorization: 'Bearer ' }, 401],
  ['with another bearer', SECRET, { authorization: `Bearer ${SECRET}x` }, 401],
  ['with the secret alone', SECRET, { authorization: SECRET }, 401],
] as const)('a call %s does nothing', async (_, secret, headers, status) => {
  clock.forward(3_600_000);
  const before = await jobs();
  expect((await tick(secret, headers)).status).toBe(status);
  expect(await jobs()).toBe(before);
});

test('a call with the secret does what is due, and says how much', async () => {
  clock.forward(3_600_000);
  const since = await world.stub.now();
  const answer = await tick(SECRET, { authorization: `Bearer ${SECRET}` });
  expect(answer.status).toBe(200);
  const told = await answer.json();
  expect(told).toMatchObject({ success: true, timestamp: expect.any(String) });
  expect(told.jobs).toBeGreaterThan(0);
  expect((await world.stub.calls(since)).length).toBeGreaterThan(0);
});

test('two calls at once do the work once', async () => {
  clock.forward(3_600_000);
  const since = await world.stub.now();
  const answers = await Promise.all(
    [1, 2].map(() => tick(SECRET, { authorization: `Bearer ${SECRET}` })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const lists = (await world.stub.calls(since)).filter(({ path }) =>
    path.endsWith('/hebergements'),
  );
  expect(lists).toHaveLength(1);
});
