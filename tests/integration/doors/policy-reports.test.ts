import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerPolicyReports } from '#server/trpc/doors/policy-reports.ts';
import { serve, type TestServer } from '#tests/support/http.ts';
import { errorOf } from '#tests/support/raw.ts';
import { startWorld, type World } from '#tests/support/world.ts';

let world: World;
let door: TestServer;
beforeAll(async () => {
  world = await startWorld();
  door = await serve((request) => answerPolicyReports(world.app, request));
});
afterAll(async () => {
  await door.stop();
  await world[Symbol.asyncDispose]();
});

/** Requests that were let as far as to be counted. */
let counted = 0;

const NEWER = 'application/reports+json';
const OLDER = 'application/csp-report';

async function report(body: unknown, type = NEWER, headers: Record<string, string> = {}) {
  const answer = await fetch(`${door.url}/api/csp-reports`, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  if (answer.status !== 403) counted++;
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** What was logged of the reports that one request brought. */
const loggedOf = ({ headers }: { headers: Headers }) =>
  world.lines
    .map((line) => JSON.parse(line))
    .filter(({ requestId }) => requestId === headers.get('x-request-id'))
    .filter(({ msg }) => msg === 'against the policy of a page')
    .map(({ level, directive, blocked, page }) => ({ level, directive, blocked, page }));

const PAGE = 'https://app.example/s/61001/calendar?guest=canary-query#canary-hash';

/** A report in the newer form; browsers send more, of which nothing is taken. */
const newer = (body: object) => ({
  ...{ type: 'csp-violation', age: 1, url: PAGE, user_agent: 'canary-agent' },
  body: { documentURL: PAGE, sample: 'canary-sample', disposition: 'enforce', ...body },
});

test('a report is logged by directive, origin and path, and by nothing else of it', async () => {
  const answer = await report([
    newer({ effectiveDirective: 'img-src', blockedURL: 'https://evil.example/canary-path?c=1' }),
    newer({ effectiveDirective: 'script-src-elem', blockedURL: 'inline' }),
    newer({ effectiveDirective: 'font-src', blockedURL: 'data:font/woff2;base64,canary' }),
    newer({ effectiveDirective: 'script-src canary', blockedURL: 'Canary text', documentURL: 7 }),
  ]);
  expect([answer.status, answer.text]).toEqual([204, '']);
  const page = '/s/61001/calendar';
  expect(loggedOf(answer)).toEqual([
    { level: 'warn', directive: 'img-src', blocked: 'https://evil.example', page },
    { level: 'warn', directive: 'script-src-elem', blocked: 'inline', page },
    { level: 'warn', directive: 'font-src', blocked: 'data:', page },
    { level: 'warn', directive: 'script-src', blocked: '', page: '' },
  ]);
  expect(world.lines.join('\n')).not.toContain('canary');
});

test('the older form is taken as well', async () => {
  const told = { 'violated-directive': 'style-src', 'blocked-uri': 'eval', 'document-uri': PAGE };
  const answer = await report({ 'csp-report': told }, `${OLDER}; charset=utf-8`);
  expect(answer.status).toBe(204);
  expect(loggedOf(answer)).toMatchObject([{ directive: 'style-src', blocked: 'eval' }]);
});

test('many at once are not all written down', async () => {
  const answer = await report(Array(20).fill(newer({ effectiveDirective: 'img-src' })));
  expect(loggedOf(answer)).toHaveLength(5);
});

test.each([
  ['no JSON', '{', NEWER, 400, 'BAD_REQUEST'],
  ['no report', [{ type: 'crash', body: null }], NEWER, 400, 'BAD_REQUEST'],
  ['nothing', null, NEWER, 400, 'BAD_REQUEST'],
  ['another type', {}, 'text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['too much', 'x'.repeat(16_001), NEWER, 413, 'PAYLOAD_TOO_LARGE'],
] as const)('%s is refused', async (_, body, type, status, code) => {
  const answer = await report(body, type);
  expect(answer.status).toBe(status);
  expect(errorOf(answer).data.code).toBe(code);
  expect(loggedOf(answer)).toEqual([]);
});

test('another site’s page cannot have them sent', async () => {
  const answer = await report([], NEWER, { origin: 'https://evil.example' });
  expect(errorOf(answer).data.code).toBe('CSRF_REJECTED');
});

test('sixty a minute are taken, whoever sends them', async () => {
  // Those before count too: a restart changes nothing.
  await world.app.limits.write();
  await world.restart({ RATE_LIMIT_SCALE: '1' });
  const left = 60 - counted;
  for (let i = 0; i < left; i++) expect((await report([])).status).toBe(204);
  const refused = await report([]);
  expect(errorOf(refused).data.code).toBe('TOO_MANY_REQUESTS');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});
