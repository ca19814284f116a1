import { randomUUID } from 'node:crypto';
import { test as base, expect } from '@playwright/test';
import {
  cookiesOf,
  exchange,
  mutation,
  signInOver,
  type Told,
  withKey,
} from './support/exchange.ts';
import { type OwnApp, withOwnApp } from './support/own-app.ts';

const APP_URL = 'https://planning.example.fr';

/** As it is installed: behind a proxy that speaks https, with the limits as they are shipped. */
const test = base.extend<object, { own: OwnApp }>({
  own: [
    // biome-ignore lint/correctness/noEmptyPattern: playwright reads the names from the pattern
    async ({}, use) => withOwnApp('house', use, { APP_URL, RATE_LIMIT_SCALE: '1' }),
    { scope: 'worker', timeout: 120_000 },
  ],
});

const guess = ({ url }: OwnApp, email: string, forwarded: string) =>
  signInOver(
    url,
    APP_URL,
    { email, password: 'guess guess guess' },
    { 'x-forwarded-for': forwarded },
  );

function expectTooMany(told: Told, seconds: number) {
  expect(told.status).toBe(429);
  const wait = Number(told.headers.get('retry-after'));
  expect(wait).toBeGreaterThanOrEqual(1);
  expect(wait).toBeLessThanOrEqual(seconds);
}

test('the eleventh sign-in in a quarter of an hour is refused, known or not, from anywhere', async ({
  own,
}) => {
  const { email } = await own.person('Agathe', 'Le Verger');
  for (const [at, who] of [email, 'nobody@example.org'].entries()) {
    const statuses: number[] = [];
    for (let i = 0; i < 10; i++) statuses.push((await guess(own, who, `198.51.${at}.${i}`)).status);
    expect(statuses).toEqual(Array(10).fill(401));
    expectTooMany(await guess(own, who, '203.0.113.1'), 900);
  }
});

test('the fifty-first sign-in of one address is refused, whatever it claims to come from', async ({
  own,
}) => {
  const from = () => `${randomUUID()}, 10.0.0.1, 203.0.113.77`;
  const tries = Array.from({ length: 50 }, (_, i) => guess(own, `person${i}@example.org`, from()));
  expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(Array(50).fill(401));
  expectTooMany(await guess(own, 'person50@example.org', from()), 900);
  expect((await guess(own, 'person51@example.org', '203.0.113.78')).status).toBe(401);
});

test('a key is refused after eight hundred calls, and told when to come back', async ({ own }) => {
  const { email } = await own.person('Colette', 'La Source');
  expect(email).toContain('@');
  const made = await own.command(
    ...['api-key:create', '--name', 'Shop', '--organisation', 'La Source', '--scopes', 'read'],
  );
  const path = `/api/trpc/${Array(20).fill('suppliers.list').join(',')}?batch=1&input=%7B%7D`;
  const ask = { path, headers: withKey(String(made.key)) };
  for (let i = 0; i < 40; i++) expect((await exchange(own.url, ask)).status).toBe(200);
  expectTooMany(await exchange(own.url, ask), 60);
});

test('an origin that the owner lists may call with the organisation’s keys, until it is taken off', async ({
  own,
}) => {
  const login = await own.person('Denise', 'Le Moulin');
  const made = await own.command(
    ...['api-key:create', '--name', 'Shop', '--organisation', 'Le Moulin', '--scopes', 'read'],
  );
  const cookie = cookiesOf(await signInOver(own.url, APP_URL, login));
  const allow = (allowedOrigins: string[]) =>
    exchange(
      own.url,
      mutation('organisation.update', { allowedOrigins }, { cookie, origin: APP_URL }),
    );
  const shop = 'https://shop.example.fr';
  const path = '/api/trpc/suppliers.list';
  const asked = async (origin: string) => ({
    preflight: await exchange(own.url, { method: 'OPTIONS', path, headers: { origin } }),
    call: await exchange(own.url, { path, headers: { ...withKey(String(made.key)), origin } }),
  });
  const told = ({ headers }: Told) =>
    Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
  expect((await allow([shop])).status).toBe(200);
  const listed = await asked(shop);
  expect(listed.preflight.status).toBe(204);
  expect(listed.preflight.headers.get('vary')).toMatch(/\borigin$/);
  expect(told(listed.preflight)).toEqual({
    'access-control-allow-origin': shop,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'authorization, content-type, idempotency-key, x-request-id',
    'access-control-max-age': '600',
  });
  expect(told(listed.call)).toEqual({
    'access-control-allow-origin': shop,
    'access-control-expose-headers': 'x-request-id, retry-after',
  });
  const other = await asked('https://evil.example');
  expect([told(other.preflight), told(other.call)]).toEqual([{}, {}]);
  expect((await allow([])).status).toBe(200);
  const gone = await asked(shop);
  expect([told(gone.preflight), told(gone.call)]).toEqual([{}, {}]);
});

test('every answer keeps browsers to https for a year, and cookies to it', async ({ own }) => {
  for (const path of [
    '/sign-in',
    '/api/health',
    '/api/trpc/suppliers.list',
    '/icon.svg',
    '/nothing',
  ]) {
    const { headers } = await exchange(own.url, { path });
    expect(headers.get('strict-transport-security'), path).toBe('max-age=31536000');
  }
  const login = await own.person('Emma', 'Le Lac');
  const { headers } = await signInOver(own.url, APP_URL, login);
  for (const cookie of headers.getSetCookie()) {
    expect(cookie).toMatch(/^__(Secure|Host)-/);
    expect(cookie).toMatch(/; Secure(;|$)/);
    expect(cookie).toMatch(/; HttpOnly(;|$)/);
    expect(cookie).toMatch(/; SameSite=Lax(;|$)/);
  }
});
