import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#server/db/client.ts';
import { rateLimit } from '#server/db/schema/auth.ts';
import { type KillableApp, startKillable } from '#tests/support/killable.ts';
import { addApiKey } from '#tests/support/people/api-keys.ts';
import { addMember, type Member, signIn } from '#tests/support/people/members.ts';
import { bearer, errorOf, mutate, query, type RawAnswer, send } from '#tests/support/raw.ts';
import { eventually, startWorld, type World } from '#tests/support/world.ts';

let world: World;
let owner: Member;
let secondSession: string;
let manager: Member;
let managersOther: string;
let keys: { readonly id: string; readonly key: string }[];
let database: Database;
let running: KillableApp;

beforeAll(async () => {
  world = await startWorld();
  owner = await addMember(world.app, world.tenant, 'owner');
  secondSession = await signIn(world.app, owner.email);
  manager = await addMember(world.app, world.tenant, 'manager');
  managersOther = await signIn(world.app, manager.email);
  keys = [];
  for (let i = 0; i < 9; i++) keys.push(await addApiKey(world.app, world.tenant));
  // The app goes on in a process of its own, with the limits as they are shipped.
  await world.down();
  database = await openDatabase({ url: world.variables.DATABASE_URL ?? '' });
  running = await start();
});
afterAll(async () => {
  await running.kill();
  database.close();
  await world[Symbol.asyncDispose]();
});

const start = () => startKillable({ ...world.variables, RATE_LIMIT_SCALE: '1' });
const keyOf = (index: number) => bearer(keys[index]?.key ?? '');

type Caller = Record<string, string>;

/** Twenty calls in one request. */
const twenty = (caller: Caller): Promise<RawAnswer> =>
  send(running.url, Array(20).fill('suppliers.list').join(','), {
    headers: caller,
    query: '?batch=1&input=%7B%7D',
  });

async function statuses(count: number, ask: () => Promise<RawAnswer>): Promise<number[]> {
  const seen: number[] = [];
  for (let i = 0; i < count; i++) seen.push((await ask()).status);
  return seen;
}

function expectRefused(answer: RawAnswer, seconds: number) {
  expect(answer.status).toBe(429);
  expect(errorOf(answer).data).toMatchObject({ code: 'TOO_MANY_REQUESTS', httpStatus: 429 });
  const wait = Number(answer.headers.get('retry-after'));
  expect(wait).toBeGreaterThanOrEqual(1);
  expect(wait).toBeLessThanOrEqual(seconds);
}

test('a key has 600 calls a minute and 200 beyond; each call of a batch counts', async () => {
  expect(await statuses(40, () => twenty(keyOf(0)))).toEqual(Array(40).fill(200));
  expectRefused(await twenty(keyOf(0)), 60);
  expect((await twenty(keyOf(1))).status).toBe(200);
});

test('a session has 1,200 calls a minute; another session has its own', async () => {
  const cookie = { cookie: owner.cookie };
  expect(await statuses(60, () => twenty(cookie))).toEqual(Array(60).fill(200));
  expectRefused(await twenty(cookie), 60);
  expect((await twenty({ cookie: secondSession })).status).toBe(200);
});

test('six refreshes a minute, whatever the session; reading goes on', async () => {
  const input = { supplierId: world.supplierId };
  const refresh = (cookie: string) => mutate(running.url, 'suppliers.refresh', input, { cookie });
  expect(await statuses(6, () => refresh(manager.cookie))).toEqual(Array(6).fill(200));
  const since = await world.stub.now();
  expectRefused(await refresh(managersOther), 60);
  expect(await world.stub.calls(since)).toEqual([]);
  const headers = { cookie: managersOther };
  expect((await query(running.url, 'rateTypes.list', input, headers)).status).toBe(200);
});

test('sixty change sets a minute, refused ones among them; one too many refuses its batch', async () => {
  const create = (count: number) =>
    send(running.url, Array(count).fill('bulkUpdates.create').join(','), {
      method: 'POST',
      headers: { ...keyOf(2), 'content-type': 'application/json' },
      query: '?batch=1',
      body: '{}',
    });
  expect(await statuses(2, () => create(20))).toEqual([400, 400]);
  expectRefused(await create(20).then(() => create(1)), 60);
});

test('other ways to send changes are counted with them, and tries of a key by themselves', async () => {
  const change = { supplierId: world.supplierId, accommodationId: 1 };
  for (const [name, most, key] of [
    ['rates.set', 60, 6],
    ['stock.set', 60, 7],
    ['connections.probe', 20, 8],
  ] as const) {
    const caller = keyOf(key);
    const ask = () => mutate(running.url, name, change, caller);
    expect(await statuses(most, ask)).not.toContain(429);
    expectRefused(await ask(), 60);
  }
});

test('a limit that is reached holds when the process is killed, and ends with its minute', async () => {
  expect(await statuses(6, () => refreshWith(3))).toEqual(Array(6).fill(200));
  expectRefused(await refreshWith(3), 60);
  const refreshes = eq(rateLimit.key, `calls-refresh:${keys[3]?.id}`);
  await eventually('the spent points', async () => {
    const rows = await database.db.select().from(rateLimit).where(refreshes);
    return rows.find(({ points }) => points === 7) ?? null;
  });
  await running.kill();
  running = await start();
  expectRefused(await refreshWith(3), 60);
  await running.kill();
  await database.db
    .update(rateLimit)
    .set({ expire: new Date(Date.now() - 1) })
    .where(refreshes);
  running = await start();
  expect((await refreshWith(3)).status).toBe(200);
});

test('a store that fails costs no answer', async () => {
  await database.client.execute('ALTER TABLE rate_limit RENAME TO rate_limit_gone');
  try {
    expect(await statuses(6, () => refreshWith(4))).toEqual(Array(6).fill(200));
    expectRefused(await refreshWith(4), 60);
  } finally {
    await database.client.execute('ALTER TABLE rate_limit_gone RENAME TO rate_limit');
  }
});

const refreshWith = (index: number) =>
  mutate(running.url, 'suppliers.refresh', { supplierId: world.supplierId }, keyOf(index));
