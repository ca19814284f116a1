import { type Attack, EVIL, list, NO_PAGE, SILENT } from './attack.ts';

/** What stands beside the procedures: ways back, hidden doors, other origins, the operator’s door. */
export const SURROUNDINGS: readonly Attack[] = [
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
