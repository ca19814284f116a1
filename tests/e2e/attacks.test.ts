import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Demo, readDemo } from './support/demo.ts';
import {
  type Ask,
  cookiesOf,
  exchange,
  mutation,
  queryPath,
  signInOver,
  type Told,
  withKey,
} from './support/exchange.ts';
import { ledgerMark } from './support/ledger.ts';

/**
 * Attacks and what each is answered, exactly. They run against the production build; what needs
 * another tenant, a broken database or a hostile upstream is proven where that is at hand, and named
 * below. A door that is added later adds its rows.
 */
interface Attack {
  /** Number in the table of threats; a letter for what stands beside it. */
  readonly row: string;
  readonly what: string;
  readonly ask: (ground: Ground) => Ask;
  readonly status: number;
  /** Our own code, where the answer is one of ours. */
  readonly code?: string;
  /** The fields that are refused, with their codes. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** Headers that the answer has, or with null must not have. */
  readonly headers?: Readonly<Record<string, string | RegExp | null>>;
}

/** What the attacks are made with. */
interface Ground extends Demo {
  readonly supplierId: number;
  /** A session of the owner. */
  readonly cookie: string;
  readonly key: Record<string, string>;
  /** A day in two months. */
  readonly day: string;
}

let ground: Ground;
let mark: number;
test.beforeAll(async () => {
  const demo = readDemo();
  const [supplierId = 0] = demo.supplierIds;
  const signedIn = await signInOver(demo.url, demo.url, demo);
  const day = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const key = withKey(demo.apiKey);
  ground = { ...demo, supplierId, cookie: cookiesOf(signedIn), key, day };
  mark = await ledgerMark(demo);
});
test.afterAll(async () => {
  // Nothing of all this reached the booking system.
  expect(await ledgerMark(ground)).toBe(mark);
});

const EVIL = 'https://evil.example';

const preview = (entry: (ground: Ground) => object) => (given: Ground) => {
  const { supplierId, day, key } = given;
  const one = { accommodationId: 1, rateTypeId: 2001, from: day, to: day, set: { minStay: 2 } };
  const changes = [{ ...one, ...entry(given) }];
  return mutation('bulkUpdates.preview', { supplierId, changes }, key);
};
const set = (values: object) => preview(() => ({ set: values }));
const units = (count: unknown) => preview(() => ({ rateTypeId: undefined, set: { units: count } }));
const price = (text: string) => (given: Ground) => {
  const { body = '', ...ask } = set({ priceCents: 4711 })(given);
  return { ...ask, body: String(body).replace('4711', text) };
};
const refresh = (headers: (ground: Ground) => Record<string, string>) => (given: Ground) =>
  mutation('suppliers.refresh', { supplierId: given.supplierId }, headers(given));
const list =
  (headers: Record<string, string>, path = '/api/trpc/suppliers.list') =>
  () => ({
    path,
    headers,
  });

const REFUSED = { status: 400, code: 'BAD_REQUEST' } as const;
const NOBODY = { status: 401, code: 'UNAUTHORIZED' } as const;
const FOREIGN = { status: 403, code: 'CSRF_REJECTED' } as const;
const UNKNOWN = { status: 404, code: 'NOT_FOUND' } as const;
/** The page for what is not there, which knows nothing of any data. */
const NO_PAGE = { status: 404, headers: { 'content-type': /^text\/html/ } } as const;
const SILENT = {
  ...{ 'access-control-allow-origin': null, 'access-control-allow-credentials': null },
  ...{ 'access-control-allow-methods': null, 'access-control-allow-headers': null },
};

const ATTACKS: readonly Attack[] = [
  {
    ...{ row: '1', what: 'a supplier that is not one’s own, with a key', ...UNKNOWN },
    ask: ({ key }) => ({
      path: queryPath('rateTypes.list', { supplierId: 999_999 }),
      headers: key,
    }),
  },
  {
    ...{ row: '1', what: 'a supplier that is not one’s own, with a session', ...UNKNOWN },
    ask: ({ cookie }) => ({
      path: queryPath('rateTypes.list', { supplierId: 999_999 }),
      headers: { cookie },
    }),
  },
  {
    ...{ row: '2', what: 'an accommodation of another supplier under one’s own', ...REFUSED },
    ask: preview(() => ({ accommodationId: 999_999 })),
    fields: { 'changes.0.accommodationId': 'unknown_accommodation' },
  },
  {
    ...{ row: '5', what: 'fields that only the server sets', ...REFUSED },
    ask: ({ key, supplierId }) =>
      mutation('suppliers.refresh', { supplierId, orgId: 'x', role: 'owner' }, key),
    fields: { orgId: 'unknown_key', role: 'unknown_key' },
  },
  ...[
    ...['x-middleware-subrequest', 'x-nextjs-data', 'x-middleware-rewrite', 'x-forwarded-host'],
    ...['x-forwarded-for', 'x-forwarded-proto', 'x-original-url', 'x-invoke-path', 'forwarded'],
  ].map(
    (name): Attack => ({
      ...{ row: '7', what: `the header ${name} instead of a session`, ...NOBODY },
      ask: list({ [name]: name === 'x-forwarded-for' ? '127.0.0.1' : 'proxy:proxy:proxy:proxy' }),
    }),
  ),
  ...['x-middleware-subrequest', 'x-nextjs-data', 'next-router-prefetch'].map(
    (name): Attack => ({
      ...{ row: '7', what: `a page with the header ${name} instead of a session`, status: 307 },
      ask: ({ supplierId }) => ({
        path: `/s/${supplierId}/calendar`,
        headers: { [name]: name === 'x-middleware-subrequest' ? 'proxy:proxy:proxy' : '1' },
      }),
      headers: { location: /^\/sign-in\?to=/ },
    }),
  ),
  ...[
    ...['/%61pi/trpc/suppliers.list', '/api/%74rpc/suppliers.list', '/API/trpc/suppliers.list'],
    ...['/api%2ftrpc/suppliers.list', '/api/trpc%2fsuppliers.list'],
  ].map(
    (path): Attack => ({
      ...{ row: '7', what: `the path ${path}`, ...NO_PAGE },
      ask: ({ key }) => ({ path, headers: key }),
    }),
  ),
  ...['/api/trpc/suppliers%2elist', '/api/trpc/%73uppliers.list'].map(
    (path): Attack => ({
      ...{ row: '7', what: `the path ${path} without a session`, ...NOBODY },
      ask: list({}, path),
    }),
  ),
  {
    ...{ row: '8', what: 'a form of another site with the cookies of a session', ...FOREIGN },
    ask: ({ cookie }) => ({
      ...{ method: 'POST', path: '/api/trpc/suppliers.refresh' },
      headers: { cookie, origin: EVIL, 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\ncontent-disposition: form-data; name="supplierId"\r\n\r\n61001\r\n--x--\r\n',
    }),
  },
  {
    ...{ row: '8', what: 'JSON of another origin', ...FOREIGN },
    ask: refresh(({ cookie }) => ({ cookie, origin: EVIL })),
  },
  {
    ...{ row: '8', what: 'a request of another site that hides its origin', ...FOREIGN },
    ask: refresh(({ cookie }) => ({ cookie, 'sec-fetch-site': 'cross-site' })),
  },
  {
    ...{ row: '8', what: 'signing in from another site', ...FOREIGN },
    ask: ({ email, password }) => ({
      ...{ method: 'POST', path: '/api/auth/sign-in/email' },
      headers: { origin: EVIL, 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    }),
    headers: { 'set-cookie': null },
  },
  {
    ...{ row: '8', what: 'signing out from another site', ...FOREIGN },
    ask: ({ cookie }) => ({
      ...{ method: 'POST', path: '/api/auth/sign-out' },
      headers: { cookie, 'sec-fetch-site': 'same-site', 'content-type': 'application/json' },
      body: '{}',
    }),
  },
  ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'].map(
    (type): Attack => ({
      ...{ row: '8', what: `a body of ${type}`, status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
      ask: refresh(({ key }) => ({ ...key, 'content-type': type })),
    }),
  ),
  {
    ...{ row: '9', what: 'a mutation by GET', status: 405, code: 'METHOD_NOT_SUPPORTED' },
    ask: ({ key, supplierId }) => ({
      path: queryPath('suppliers.refresh', { supplierId }),
      headers: key,
    }),
  },
  ...['PUT', 'PATCH', 'DELETE'].map(
    (method): Attack => ({
      ...{ row: '9', what: `a procedure by ${method}`, status: 405 },
      ask: ({ key }) => ({ method, path: '/api/trpc/suppliers.list', headers: key }),
    }),
  ),
  ...[21, 3000].map(
    (count): Attack => ({
      ...{ row: '10', what: `a batch of ${count} calls`, ...REFUSED },
      ask: ({ key }) => ({
        path: `/api/trpc/${Array(count).fill('a').join(',')}?batch=1&input=%7B%7D`,
        headers: key,
      }),
      message: 'Batch call exceeds maximum size',
    }),
  ),
  {
    ...{ row: '10', what: 'an address of over 16 kB', status: 431 },
    ask: ({ key }) => ({
      path: `/api/trpc/suppliers.list?input=${'a'.repeat(20_000)}`,
      headers: key,
    }),
  },
  {
    // Refused for what it announces: none of it is waited for.
    ...{ row: '10', what: 'a body of 20 MB', status: 413, code: 'PAYLOAD_TOO_LARGE' },
    ask: ({ key }) => mutation('suppliers.refresh', '{', { ...key, 'content-length': '20000000' }),
  },
  {
    ...{ row: '10', what: 'a sign-in of 20 MB', status: 413, code: 'PAYLOAD_TOO_LARGE' },
    ask: ({ url }) => ({
      ...{ method: 'POST', path: '/api/auth/sign-in/email', body: '{' },
      headers: { origin: url, 'content-type': 'application/json', 'content-length': '20000000' },
    }),
  },
  ...['__proto__', 'constructor', 'suppliers.__proto__', 'toString.call'].map(
    (path): Attack => ({
      ...{ row: '11', what: `the procedure ${path}`, ...UNKNOWN },
      ask: ({ key }) => ({ path: `/api/trpc/${path}`, headers: key }),
    }),
  ),
  ...['__proto__', 'constructor'].map(
    (name): Attack => ({
      ...{ row: '11', what: `${name} in an input`, ...REFUSED },
      ask: ({ key, supplierId }) =>
        mutation('suppliers.refresh', `{"supplierId":${supplierId},"${name}":{"polluted":1}}`, key),
      fields: { [name]: 'unknown_key' },
    }),
  ),
  ...(
    [
      ['-1', 'too_small'],
      ['0', 'too_small'],
      ['1e309', 'invalid_type'],
      ['"12"', 'invalid_type'],
      ['12.345', 'not_integer'],
      ['99999900', 'too_big'],
    ] as const
  ).map(
    ([text, code]): Attack => ({
      ...{ row: '23', what: `a price of ${text}`, ...REFUSED },
      ...{ ask: price(text), fields: { 'changes.0.set.priceCents': code } },
    }),
  ),
  { ...{ row: '23', what: 'a price of NaN', ...REFUSED }, ask: price('NaN') },
  {
    ...{ row: '24', what: 'the thirtieth of February', ...REFUSED },
    ask: preview(() => ({ from: '2027-02-30' })),
    fields: { 'changes.0.from': 'invalid_date' },
  },
  {
    ...{ row: '24', what: 'an end before the start', ...REFUSED },
    ask: preview(({ day }) => ({ from: day, to: '2026-01-01' })),
    fields: { 'changes.0.to': 'reversed_range' },
  },
  {
    ...{ row: '24', what: 'ten years at once', ...REFUSED },
    ask: preview(({ day }) => ({ to: day.replace(/^\d+/, (year) => String(Number(year) + 10)) })),
    fields: { 'changes.0.to': 'range_too_long' },
  },
  {
    ...{ row: '24', what: 'a night that is past', ...REFUSED },
    ask: preview(() => ({ from: '2026-01-01', to: '2026-01-01' })),
    fields: { 'changes.0.from': 'past_night' },
  },
  {
    ...{ row: '25', what: 'stock of -1', ...REFUSED, ask: units(-1) },
    fields: { 'changes.0.set.units': 'too_small' },
  },
  {
    ...{ row: '25', what: 'stock of 10,000', ...REFUSED, ask: units(10_000) },
    fields: { 'changes.0.set.units': 'too_big' },
  },
  {
    ...{ row: '25', what: 'half a unit', ...REFUSED, ask: units(0.5) },
    fields: { 'changes.0.set.units': 'not_integer' },
  },
  {
    ...{ row: '25', what: 'a min stay of 0', ...REFUSED, ask: set({ minStay: 0 }) },
    fields: { 'changes.0.set.minStay': 'too_small' },
  },
  {
    ...{ row: '25', what: 'min above max', ...REFUSED, ask: set({ minStay: 5, maxStay: 4 }) },
    fields: { 'changes.0.set.minStay': 'min_above_max' },
  },
  {
    ...{ row: 'a', what: 'a way back to another site', status: 403 },
    ask: ({ url, email, password }) => ({
      ...{ method: 'POST', path: '/api/auth/sign-in/email' },
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ email, password, callbackURL: '//evil.example' }),
    }),
    headers: { location: null, 'set-cookie': null },
  },
  ...['/api/debug', '/debug', '/api/nothing', '/.well-known/workflow/v1/flow', '/.env'].map(
    (path): Attack => ({
      row: 'b',
      what: `${path} in production`,
      ask: list({}, path),
      ...NO_PAGE,
    }),
  ),
  ...['/.well-known/workflow/v1/flow', '/.well-known/workflow/v1/step'].map(
    (path): Attack => ({
      ...{ row: '22', what: `a forged message to ${path}`, status: 404 },
      ask: () => ({
        ...{ method: 'POST', path, body: '{}' },
        headers: { 'content-type': 'application/json', 'x-vqs-queue-name': 'a' },
      }),
    }),
  ),
  ...['suppliers.list', 'bulkUpdates.create'].map(
    (procedure): Attack => ({
      ...{ row: 'c', what: `another origin asks for leave to call ${procedure}`, status: 204 },
      ask: () => ({
        ...{ method: 'OPTIONS', path: `/api/trpc/${procedure}` },
        headers: { origin: EVIL, 'access-control-request-method': 'POST' },
      }),
      headers: { ...SILENT, vary: /\borigin\b/ },
    }),
  ),
  ...['/api/auth/sign-in/email', '/api/health', '/api/admin/user:create'].map(
    (path): Attack => ({
      ...{ row: 'c', what: `another origin asks for leave to call ${path}`, status: 204 },
      ask: () => ({ method: 'OPTIONS', path, headers: { origin: EVIL } }),
      headers: SILENT,
    }),
  ),
  {
    ...{ row: 'c', what: 'another origin with a key that leaked', status: 200 },
    ask: ({ key }) => ({ path: '/api/trpc/suppliers.list', headers: { ...key, origin: EVIL } }),
    headers: SILENT,
  },
  {
    ...{ row: 'd', what: 'the operator’s door without its token', status: 401 },
    ask: () => ({ method: 'POST', path: '/api/admin/user:create', body: '{}' }),
  },
  {
    ...{ row: 'd', what: 'the operator’s door through a proxy', status: 404 },
    ask: () => ({
      ...{ method: 'POST', path: '/api/admin/user:create', body: '{}' },
      headers: { 'x-forwarded-for': '127.0.0.1, 203.0.113.9' },
    }),
  },
];

const dataOf = ({ text }: Told) => JSON.parse(text).error;

for (const [index, attack] of ATTACKS.entries()) {
  const { row, what, status, code, fields, message, headers = {} } = attack;
  test(`${index + 1}. threat ${row}: ${what} is answered ${status} ${code ?? ''}`, async () => {
    const told = await exchange(ground.url, attack.ask(ground));
    expect(told.status, told.text.slice(0, 500)).toBe(status);
    expect(told.headers.get('x-powered-by')).toBeNull();
    for (const [name, value] of Object.entries(headers)) {
      const found = told.headers.get(name);
      if (value === null || typeof value === 'string') expect(found, name).toBe(value);
      else expect(found ?? '', name).toMatch(value);
    }
    if (code === undefined) return;
    const { message: words, data } = dataOf(told);
    const { requestId, fields: refused = [], ...rest } = data;
    expect(rest).toEqual({ code, httpStatus: status });
    expect(told.headers.get('x-request-id')).toBe(requestId);
    if (message) expect(words).toBe(message);
    const found = refused.map((field: { path: string; code: string }) => [field.path, field.code]);
    if (fields) expect(Object.fromEntries(found)).toEqual(fields);
    if (status === 403) expect(await logLine(requestId)).not.toHaveProperty('procedures');
  });
}

/** The line that the app logged of a request, next to what the demo wrote about itself. */
async function logLine(requestId: string): Promise<Record<string, unknown>> {
  const file = join(dirname(process.env.DEMO_FILE || '.data/demo.json'), 'demo-app.log');
  const found = () =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.includes(requestId));
  // The log follows the answer; it is written by another process.
  await expect.poll(() => found().length).toBe(1);
  return JSON.parse(found()[0] ?? 'null');
}

test('threat 1: what is another’s and what does not exist are the same bytes', async () => {
  const [one, other] = await Promise.all(
    [999_999, 1].map((supplierId) =>
      exchange(ground.url, {
        path: queryPath('rateTypes.list', { supplierId }),
        headers: ground.key,
      }),
    ),
  );
  const bare = (told?: Told) => told?.text.replace(dataOf(told).data.requestId, '');
  expect(bare(one)).toBe(bare(other));
});

test('threat 7: a page asked for as data gives a stranger the way to sign in alone', async () => {
  const { url, supplierId, cookie } = ground;
  const path = `/s/${supplierId}/calendar?_rsc`;
  const asData = (headers: Record<string, string>) =>
    exchange(url, { path, headers: { rsc: '1', ...headers } });
  const [own, stranger] = [await asData({ cookie }), await asData({})];
  expect([own.status, stranger.status]).toEqual([200, 200]);
  expect(own.text).toContain('"capabilities":["read"');
  expect(stranger.text).not.toContain('"capabilities":["read"');
  expect(stranger.text).toContain('NEXT_REDIRECT;replace;/sign-in?to=');
});

test('threat 6: a session that was ended is nobody’s with the very next request', async () => {
  const { url, supplierId } = ground;
  const cookie = cookiesOf(await signInOver(url, url, ground));
  const ask = { path: queryPath('rateTypes.list', { supplierId }), headers: { cookie } };
  expect((await exchange(url, ask)).status).toBe(200);
  const headers = { cookie, origin: url, 'content-type': 'application/json' };
  const out = { method: 'POST', path: '/api/auth/sign-out', headers, body: '{}' };
  expect((await exchange(url, out)).status).toBe(200);
  expect((await exchange(url, ask)).status).toBe(401);
});

test('threat a: an unknown address and a wrong password are told alike', async () => {
  const password = 'not the password at all';
  const tell = (email: string) => signInOver(ground.url, ground.url, { email, password });
  const [known, unknown] = [await tell(ground.email), await tell('nobody@example.org')];
  expect([known.status, known.text]).toEqual([401, unknown.text]);
  const names = ({ headers }: Told) => [...headers.keys()].filter((name) => name !== 'date');
  expect(names(known)).toEqual(names(unknown));
});

/** Rows whose proof needs more than a request: where it stands, and what it is called. */
const PROVEN: readonly (readonly [row: string, file: string, title: string])[] = [
  ['1 another tenant’s', 'tests/integration/authorisation/matrix.test.ts', ''],
  ['2 the pair', 'tests/integration/api/bad-input.test.ts', 'another’s room'],
  [
    '3',
    'tests/integration/api/bad-input.test.ts',
    'one foreign room among fifty refuses the whole',
  ],
  ['6 a key', 'tests/integration/api/procedures.test.ts', 'a key that is revoked is refused'],
  ['8 more forms', 'tests/integration/doors/own-origin.test.ts', 'is refused before the router'],
  ['10 no length', 'tests/integration/api/errors.test.ts', 'says nothing of its length'],
  ['11 pollution', 'tests/integration/api/errors.test.ts', 'a forged prototype is refused'],
  ['12', 'tests/integration/api/secrecy.test.ts', 'a procedure that breaks tells nothing of why'],
  ['24 clock changes', 'tests/integration/api/merge.test.ts', 'the days of both clock changes'],
  ['26', 'tests/integration/api/merge.test.ts', 'a min stay set on a closed night leaves all else'],
  ['30', 'tests/integration/api/refresh-failures.test.ts', 'never looks like an empty house'],
  ['30 redirect', 'openpro-api-react/tests/client/transport.test.ts', '%i is not followed'],
  ['a way back', 'components/auth/return-path.test.ts', ''],
  ['c listed origins', 'tests/integration/doors/cross-origin.test.ts', 'a listed origin may ask'],
  ['e addresses', 'tests/integration/doors/address.test.ts', 'it is %s'],
  ['f limits', 'tests/integration/doors/limits.test.ts', 'holds when the process is killed'],
];

for (const [row, file, title] of PROVEN) {
  test(`threat ${row} is proven in ${file}`, () => {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(title);
  });
}
