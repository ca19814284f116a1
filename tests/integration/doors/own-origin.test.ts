import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerAuth } from '#server/trpc/doors/auth-door.ts';
import { serve, type TestServer } from '#tests/support/http.ts';
import { addMember, type Member, pageHeaders } from '#tests/support/people/members.ts';
import { bearer, errorOf, mutate, query, type RawAnswer, send } from '#tests/support/raw.ts';
import { startWorld, type World } from '#tests/support/world.ts';

let world: World;
let owner: Member;
let auth: TestServer;
let since: number;
beforeAll(async () => {
  world = await startWorld();
  owner = await addMember(world.app, world.tenant, 'owner');
  auth = await serve((request) => answerAuth(world.app, request));
});
afterAll(async () => {
  await auth.stop();
  await world[Symbol.asyncDispose]();
});
beforeEach(async () => {
  since = await world.stub.now();
});

type Headers = Record<string, string>;

const own = (): string => world.app.env.APP_URL;
const refresh = (headers: Headers) =>
  mutate(world.url, 'suppliers.refresh', { supplierId: world.supplierId }, headers);

/** The mutation did not run: it would have asked upstream. */
async function expectRefused(answer: RawAnswer) {
  expect(answer.status).toBe(403);
  expect(errorOf(answer).data).toMatchObject({ code: 'CSRF_REJECTED', httpStatus: 403 });
  const { requestId } = errorOf(answer).data;
  const asked = (await world.stub.calls(since)).filter((call) => call.requestId === requestId);
  expect(asked).toEqual([]);
  const line = world.lines.find((one) => one.includes(requestId));
  expect(JSON.parse(line ?? '{}')).not.toHaveProperty('procedures');
}

const FOREIGN: readonly (readonly [string, () => Headers])[] = [
  ['another origin', () => ({ origin: 'https://evil.example' })],
  ['another port of this machine', () => ({ origin: 'http://127.0.0.1:1' })],
  ['our origin over another scheme', () => ({ origin: own().replace('http:', 'https:') })],
  ['our origin as the start of another', () => ({ origin: `${own()}.evil.example` })],
  ['an origin that is hidden', () => ({ origin: 'null' })],
  ['another site, without an origin', () => ({ 'sec-fetch-site': 'cross-site' })],
  ['another origin of our site', () => ({ 'sec-fetch-site': 'same-site' })],
  ['our origin, but another site', () => ({ origin: own(), 'sec-fetch-site': 'cross-site' })],
  ['our site, but another origin', () => ({ origin: 'null', 'sec-fetch-site': 'same-origin' })],
];

describe('a mutation with a session is refused before the router', () => {
  test.each(FOREIGN)('from %s', async (_, headers) => {
    await expectRefused(await refresh({ cookie: owner.cookie, ...headers() }));
  });

  test('also as a form, which needs no leave of the browser', async () => {
    const form = new FormData();
    form.set('supplierId', String(world.supplierId));
    const headers = { cookie: owner.cookie, origin: 'https://evil.example' };
    const init = { method: 'POST', body: form, headers };
    await expectRefused(await send(world.url, 'suppliers.refresh', init));
  });

  test('also of nobody, who is told nothing of the procedure', async () => {
    await expectRefused(await refresh({ origin: 'https://evil.example' }));
  });
});

describe('goes on', () => {
  test.each<readonly [string, () => Headers]>([
    ['a page of ours', () => pageHeaders(world.app, owner.cookie)],
    ['a person in the address bar', () => ({ cookie: owner.cookie, 'sec-fetch-site': 'none' })],
    ['a program that tells no origin', () => ({ cookie: owner.cookie })],
    ['a key, from any page', () => ({ ...bearer(world.apiKey), origin: 'https://a.example' })],
  ])('%s', async (_, headers) => {
    expect((await refresh(headers())).status).toBe(200);
  });

  test('a query, which changes nothing', async () => {
    const headers = { cookie: owner.cookie, 'sec-fetch-site': 'cross-site' };
    expect((await query(world.url, 'suppliers.list', {}, headers)).status).toBe(200);
  });
});

test('with a key cookies count for nothing, so a false key does not borrow a session', async () => {
  const headers = { cookie: owner.cookie, ...bearer('opk_false'), origin: 'https://a.example' };
  expect((await refresh(headers)).status).toBe(401);
});

test('a form of our own is no JSON: 415', async () => {
  const init = {
    method: 'POST',
    body: new FormData(),
    headers: pageHeaders(world.app, owner.cookie),
  };
  const answer = await send(world.url, 'suppliers.refresh', init);
  expect([answer.status, errorOf(answer).data.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
});

describe('signing in and out', () => {
  const refusalIn = ({ text }: RawAnswer) => JSON.parse(text).error.code;
  const post = async (path: string, body: unknown, headers: Headers): Promise<RawAnswer> => {
    const answer = await fetch(`${auth.url}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  test.each(FOREIGN)('is refused from %s, with and without a session', async (_, headers) => {
    const credentials = { email: owner.email, password: 'correct horse battery staple' };
    const signIn = await post('/sign-in/email', credentials, headers());
    expect([signIn.status, refusalIn(signIn)]).toEqual([403, 'CSRF_REJECTED']);
    expect(signIn.headers.getSetCookie()).toEqual([]);
    const signOut = await post('/sign-out', {}, { cookie: owner.cookie, ...headers() });
    expect(signOut.status).toBe(403);
    const still = await query(world.url, 'suppliers.list', {}, { cookie: owner.cookie });
    expect(still.status).toBe(200);
  });

  test('a session without any origin is refused too', async () => {
    expect((await post('/sign-out', {}, { cookie: owner.cookie })).status).toBe(403);
  });

  test('a body over 64 kB is not read', async () => {
    const body = { email: 'a'.repeat(64_001), password: 'x' };
    const answer = await post('/sign-in/email', body, { origin: own() });
    expect([answer.status, refusalIn(answer)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });
});
