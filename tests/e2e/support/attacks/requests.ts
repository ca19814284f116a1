import { mutation, queryPath } from '../exchange.ts';
import {
  type Attack,
  EVIL,
  FOREIGN,
  list,
  NO_PAGE,
  NOBODY,
  preview,
  REFUSED,
  refresh,
  UNKNOWN,
} from './attack.ts';

/** Requests that are wrong whatever they ask for: threats 1 to 11. */
export const REQUESTS: readonly Attack[] = [
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
];
