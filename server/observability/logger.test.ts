import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';
import { requestIdOf, withRequestLog } from './request-log.ts';

function capture() {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const logger = createLogger({ LOG_LEVEL: 'trace' }, { write });
  const last = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}');
  return { logger, lines, last };
}

const canary = 'canary-7f3a';

test('secrets and guest data are hidden down to the third level', () => {
  const { logger, lines } = capture();
  const names = ['authorization', 'set-cookie', 'apiKey', 'password', 'token', 'key'];
  for (const name of [...names, 'email', 'guestName', 'phone', 'remarks']) {
    const secret = { [name]: canary };
    logger.info({ ...secret, a: { ...secret, b: { ...secret, c: secret } } }, 'x');
    expect(lines.at(-1), name).not.toContain(canary);
    expect(lines.at(-1)?.match(/\[hidden\]/g), name).toHaveLength(4);
  }
});

test('an error is described without the values of a statement and without credentials', () => {
  const { logger, lines, last } = capture();
  const query = Object.assign(new Error(`Failed query: insert\nparams: ${canary}`), {
    query: 'insert into booking values (?)',
    params: [canary],
    cause: Object.assign(new Error(`Bearer ${canary} and opk_12345678${canary}`), { code: 'BUSY' }),
  });
  logger.error({ err: query }, 'failed');
  expect(lines.join('')).not.toContain(canary);
  expect(last().err).toMatchObject({
    message: 'Failed query: insert into booking values (?)',
    cause: { code: 'BUSY', message: 'Bearer [hidden] and opk_12345678[hidden]' },
  });
});

function counting() {
  const seen: unknown[][] = [];
  return { seen, metrics: { request: (...facts: unknown[]) => void seen.push(facts) } };
}

test('a request counts under its procedure, or the first steps of its path', async () => {
  const { logger } = capture();
  const { metrics, seen } = counting();
  const deps = { logger, clock: { now: () => 0 }, metrics };
  const routes = [
    ['/api/trpc/rates.get', ['rates.get']],
    ['/api/trpc/rates.get,stock.get', ['rates.get', 'stock.get']],
    ['/api/auth/reset-password/a-secret', []],
    [`/api/trpc/${canary}`, []],
  ] as const;
  for (const [path, procedures] of routes)
    await withRequestLog(deps, new Request(`http://x${path}`), async (facts) => {
      facts.procedures = procedures;
      return new Response();
    });
  expect(seen.map(([route]) => route)).toEqual([
    ...['/api/trpc/rates.get', '/api/trpc (batch)', '/api/auth', '/api/trpc'],
  ]);
});

test('a request is one line, with its id in the answer and without its query', async () => {
  const { logger, lines, last } = capture();
  const { metrics, seen } = counting();
  let now = 1000;
  const clock = { now: () => now };
  const requestId = '0198f2f3-93a5-7c3b-b0a4-111111111111';
  const request = new Request(`http://x/api/rates?guest=${canary}`, {
    headers: { 'x-request-id': requestId.toUpperCase(), authorization: `Bearer ${canary}` },
  });
  const answer = await withRequestLog({ logger, clock, metrics }, request, async (facts) => {
    facts.actorKind = 'apiKey';
    facts.supplierId = 47;
    now += 12;
    return new Response('ok', { status: 201, headers: { 'set-cookie': 'a=1' } });
  });
  expect([answer.status, await answer.text()]).toEqual([201, 'ok']);
  expect(answer.headers.get('x-request-id')).toBe(requestId);
  expect(answer.headers.getSetCookie()).toEqual(['a=1']);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(lines).toHaveLength(1);
  expect(last()).toMatchObject({
    ...{ requestId, method: 'GET', path: '/api/rates', status: 201, ms: 12 },
    ...{ actorKind: 'apiKey', supplierId: 47, level: 'info' },
  });
  expect(lines[0]).not.toContain(canary);
  expect(seen).toEqual([['/api/rates', 'GET', 201, 12]]);
});

test('a request that throws is logged as well, and thrown on', async () => {
  const { logger, lines, last } = capture();
  const { metrics, seen } = counting();
  const failing = withRequestLog(
    { logger, clock: { now: () => 0 }, metrics },
    new Request('http://x/'),
    () => Promise.reject(new Error('boom')),
  );
  await expect(failing).rejects.toThrow('boom');
  expect(lines).toHaveLength(1);
  expect(last()).toMatchObject({ level: 'error', status: 500, err: { message: 'boom' } });
  expect(seen).toEqual([['/', 'GET', 500, 0]]);
});

test('only a UUID is taken over as the id of a request', () => {
  for (const given of ['x', '', `${'0'.repeat(36)}`, '../../etc', 'a\tb']) {
    const id = requestIdOf(new Headers({ 'x-request-id': given }));
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(id).not.toBe(given);
  }
});
