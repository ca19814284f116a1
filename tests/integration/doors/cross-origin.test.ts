import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allowedOrigin } from '#server/db/schema/auth.ts';
import { addMember } from '#tests/support/people/members.ts';
import { bearer, mutate, query, type RawAnswer, send } from '#tests/support/raw.ts';
import { type Organisation, startWorld, type World } from '#tests/support/world.ts';

const LISTED = 'https://shop.example.fr';
const OTHERS = 'https://shop.example.org';
const UNLISTED = 'https://evil.example';

let world: World;
let other: Organisation;
beforeAll(async () => {
  world = await startWorld();
  const { supplierId, stub } = world;
  other = await world.organisation('Le Port', { supplierId, apiKey: stub.apiKey });
  await world.app.database.db.insert(allowedOrigin).values([
    { orgId: world.tenant, origin: LISTED },
    { orgId: other.tenant, origin: OTHERS },
  ]);
});
afterAll(() => world[Symbol.asyncDispose]());

const preflight = (origin: string) =>
  fetch(`${world.url}/api/trpc/bulkUpdates.create`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

/** What an answer tells a browser about sharing. */
const sharing = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

test.each([LISTED, OTHERS])('a listed origin may ask: %s', async (origin) => {
  const answer = await preflight(origin);
  expect(answer.status).toBe(204);
  expect(sharing(answer.headers)).toEqual({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'authorization, content-type, idempotency-key, x-request-id',
    'access-control-max-age': '600',
  });
  expect(answer.headers.get('vary')).toBe('origin');
});

test.each([UNLISTED, 'null', `${LISTED}.evil.example`, LISTED.toUpperCase(), `${LISTED}/`])(
  'any other is told nothing: %s',
  async (origin) => {
    const answer = await preflight(origin);
    expect(answer.status).toBe(204);
    expect(sharing(answer.headers)).toEqual({});
    expect(answer.headers.get('vary')).toBe('origin');
  },
);

const listWith = (headers: Record<string, string>) =>
  query(world.url, 'suppliers.list', {}, headers);

test('an answer is shared with the origins of the key’s own organisation', async () => {
  const answer = await listWith({ ...bearer(world.apiKey), origin: LISTED });
  expect(answer.status).toBe(200);
  expect(sharing(answer.headers)).toEqual({
    'access-control-allow-origin': LISTED,
    'access-control-expose-headers': 'x-request-id, retry-after',
  });
  expect(answer.headers.get('vary')).toMatch(/(^|, )origin$/);
});

const SHARED = {
  'access-control-allow-origin': LISTED,
  'access-control-expose-headers': 'x-request-id, retry-after',
};
const own = () => ({ ...bearer(world.apiKey), origin: LISTED });
const manyCalls = `${Array(21).fill('suppliers.list').join(',')}?batch=1&input=%7B%7D`;

/** What is refused with a good key, with a bad one, and before anybody looks at the key. */
const REFUSALS: readonly (readonly [status: number, ask: () => Promise<RawAnswer>])[] = [
  [400, () => query(world.url, 'rateTypes.list', { supplierId: 'x' }, own())],
  [400, () => send(world.url, manyCalls, { headers: own() })],
  [401, () => listWith({ ...bearer('opk_false'), origin: LISTED })],
  [401, () => listWith({ authorization: 'Basic eDp5', origin: LISTED })],
  [401, () => listWith({ origin: LISTED })],
  [403, () => query(world.url, 'apiKeys.list', {}, own())],
  [403, () => mutate(world.url, 'suppliers.refresh', {}, { origin: LISTED })],
  [404, () => query(world.url, 'rateTypes.list', { supplierId: 1 }, own())],
  [404, () => query(world.url, 'nothing.list', {}, own())],
  [405, () => query(world.url, 'suppliers.refresh', { supplierId: 1 }, own())],
  [413, () => mutate(world.url, 'suppliers.refresh', `"${'x'.repeat(2_000_001)}"`, own())],
  [
    415,
    () => mutate(world.url, 'suppliers.refresh', {}, { ...own(), 'content-type': 'text/plain' }),
  ],
];

test.each(REFUSALS)(
  'an answer %i is shared, so that the program learns why (%#)',
  async (status, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(sharing(answer.headers)).toEqual(SHARED);
    expect(answer.headers.get('vary')).toMatch(/(^|, )origin$/);
  },
);

test('never with another’s origins, for a session, or for an origin that nobody lists', async () => {
  const { cookie } = await addMember(world.app, world.tenant, 'owner');
  const asked = [
    { ...bearer(world.apiKey), origin: OTHERS },
    { ...bearer(world.apiKey), origin: UNLISTED },
    { ...bearer(other.apiKey), origin: LISTED },
    { ...bearer('opk_false'), origin: UNLISTED },
    { cookie, origin: LISTED },
    { cookie: 'openpro.session_token=false', origin: LISTED },
    { origin: UNLISTED },
    { origin: 'null' },
  ];
  for (const headers of asked) {
    const answer = await listWith(headers);
    expect(sharing(answer.headers)).toEqual({});
    expect(answer.headers.get('vary')).toMatch(/(^|, )origin$/);
  }
});

test('an origin that is taken off the list is refused with the next request', async () => {
  const { db } = world.app.database;
  const row = { orgId: world.tenant, origin: 'https://gone.example.fr' };
  await db.insert(allowedOrigin).values(row);
  const headers = { ...bearer(world.apiKey), origin: row.origin };
  expect(sharing((await listWith(headers)).headers)).not.toEqual({});
  await db
    .delete(allowedOrigin)
    .where(and(eq(allowedOrigin.orgId, row.orgId), eq(allowedOrigin.origin, row.origin)));
  expect(sharing((await listWith(headers)).headers)).toEqual({});
  expect(sharing((await preflight(row.origin)).headers)).toEqual({});
});

test('a list that cannot be read costs the sharing, not the answer', async () => {
  const { client } = world.app.database;
  await client.execute('ALTER TABLE allowed_origin RENAME TO allowed_origin_gone');
  const answer = await listWith(own());
  await client.execute('ALTER TABLE allowed_origin_gone RENAME TO allowed_origin');
  expect([answer.status, sharing(answer.headers)]).toEqual([200, {}]);
  expect(world.lines.join('')).toContain('the list of origins could not be read');
});

test('too many calls are told with the seconds to wait, which the page may read', async () => {
  await world.restart({ RATE_LIMIT_SCALE: '1' });
  const calls = `${Array(20).fill('suppliers.list').join(',')}?batch=1&input=%7B%7D`;
  let answer = await send(world.url, calls, { headers: own() });
  for (let i = 0; i < 50 && answer.status === 200; i++)
    answer = await send(world.url, calls, { headers: own() });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(sharing(answer.headers)).toEqual(SHARED);
});
