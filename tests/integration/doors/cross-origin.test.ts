import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allowedOrigin } from '#server/db/schema/auth.ts';
import { addMember } from '#tests/support/people/members.ts';
import { bearer, query } from '#tests/support/raw.ts';
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

test('a refusal is shared too, so that the program learns why', async () => {
  const headers = { ...bearer(world.apiKey), origin: LISTED };
  const answer = await query(world.url, 'rateTypes.list', { supplierId: 1 }, headers);
  expect(answer.status).toBe(404);
  expect(sharing(answer.headers)).toMatchObject({ 'access-control-allow-origin': LISTED });
});

test('never with another’s origins, without a key, or for a session', async () => {
  const member = await addMember(world.app, world.tenant, 'owner');
  const asked = [
    { ...bearer(world.apiKey), origin: OTHERS },
    { ...bearer(world.apiKey), origin: UNLISTED },
    { ...bearer(other.apiKey), origin: LISTED },
    { ...bearer('opk_false'), origin: LISTED },
    { cookie: member.cookie, origin: LISTED },
    { origin: LISTED },
  ];
  for (const headers of asked) expect(sharing((await listWith(headers)).headers)).toEqual({});
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
