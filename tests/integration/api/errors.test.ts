import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, errorOf, mutate, query, send } from '#tests/support/raw.ts';
import { startWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const own = () => bearer(world.apiKey);
const json = { 'content-type': 'application/json' };

/** The log lines of one request. */
function linesOf(requestId: string) {
  return world.lines.filter((line) => line.includes(requestId));
}

describe('the form of an error', () => {
  test.each([
    ['fr', 'fr-FR,fr;q=0.9,en;q=0.8', 'Introuvable.'],
    ['en', 'en-GB,en;q=0.9,fr;q=0.8', 'Not found.'],
    ['fr, of a language that is not there', 'de-DE', 'Introuvable.'],
  ])('is told in %s', async (_, language, message) => {
    const headers = { ...own(), 'accept-language': language };
    const answer = await query(world.url, 'rateTypes.list', { supplierId: 1 }, headers);
    expect(answer.status).toBe(404);
    expect(errorOf(answer)).toMatchObject({
      message,
      data: { code: 'NOT_FOUND', httpStatus: 404 },
    });
  });

  test('names refused fields in the caller’s language', async () => {
    const input = { supplierId: world.supplierId, from: '2026-02-30', to: '2027-03-01' };
    const french = await query(world.url, 'calendar.get', input, own());
    const english = await query(world.url, 'calendar.get', input, {
      ...own(),
      'accept-language': 'en',
    });
    const field = { path: 'from', code: 'invalid_date' };
    expect(errorOf(french).data.fields).toEqual([{ ...field, message: 'Cette date n’existe pas' }]);
    expect(errorOf(english).data.fields).toEqual([
      { ...field, message: 'This date does not exist' },
    ]);
  });

  test('carries the caller’s request id in header, body and log', async () => {
    const requestId = randomUUID();
    const headers = { ...own(), 'x-request-id': requestId };
    const answer = await query(world.url, 'rateTypes.list', { supplierId: 1 }, headers);
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    expect(errorOf(answer).data.requestId).toBe(requestId);
    expect(linesOf(requestId)).toHaveLength(1);
  });

  test('has a request id of our own where the caller’s is none', async () => {
    const headers = { ...own(), 'x-request-id': 'not a uuid; drop table' };
    const answer = await query(world.url, 'rateTypes.list', { supplierId: 1 }, headers);
    const { requestId } = errorOf(answer).data;
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    expect(linesOf(requestId)).toHaveLength(1);
    expect(world.lines.join('')).not.toContain('drop table');
  });

  test('is never kept by a cache', async () => {
    const good = await query(world.url, 'suppliers.list', {}, own());
    const bad = await query(world.url, 'suppliers.list', {});
    for (const answer of [good, bad])
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });
});

describe('a request that is wrong as a whole', () => {
  interface Wrong {
    readonly what: string;
    readonly status: number;
    readonly code: string;
    readonly path: string;
    readonly init: () => RequestInit & { query?: string };
  }
  const batch = (count: number) => Array(count).fill('suppliers.list').join(',');
  const big = JSON.stringify({ supplierId: 1, padding: 'x'.repeat(2_000_001) });
  const cases: readonly Wrong[] = [
    {
      what: 'GET on a mutation',
      ...{ status: 405, code: 'METHOD_NOT_SUPPORTED', path: 'suppliers.refresh' },
      init: () => ({ headers: own(), query: '?input=%7B%22supplierId%22%3A61001%7D' }),
    },
    {
      what: 'POST on a query',
      ...{ status: 405, code: 'METHOD_NOT_SUPPORTED', path: 'rateTypes.list' },
      init: () => ({
        method: 'POST',
        headers: { ...own(), ...json },
        body: '{"supplierId":61001}',
      }),
    },
    ...['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'].map(
      (type) => ({
        what: `POST of ${type}`,
        ...{ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', path: 'suppliers.refresh' },
        init: () => ({
          method: 'POST',
          headers: { ...own(), 'content-type': type },
          body: '{"supplierId":61001}',
        }),
      }),
    ),
    {
      what: 'a batch of 21 calls',
      ...{ status: 400, code: 'BAD_REQUEST', path: batch(21) },
      init: () => ({ headers: own(), query: '?batch=1&input=%7B%7D' }),
    },
    {
      what: 'a body over 2 MB',
      ...{ status: 413, code: 'PAYLOAD_TOO_LARGE', path: 'bulkUpdates.preview' },
      init: () => ({ method: 'POST', headers: { ...own(), ...json }, body: big }),
    },
    {
      what: 'a body that is not JSON',
      ...{ status: 400, code: 'BAD_REQUEST', path: 'suppliers.refresh' },
      init: () => ({ method: 'POST', headers: { ...own(), ...json }, body: '{"supplierId":' }),
    },
    {
      what: 'an input that is not JSON',
      ...{ status: 400, code: 'BAD_REQUEST', path: 'rateTypes.list' },
      init: () => ({ headers: own(), query: '?input=%7Bnone' }),
    },
    {
      what: 'connection parameters that are not JSON',
      ...{ status: 400, code: 'BAD_REQUEST', path: 'rateTypes.list' },
      init: () => ({ headers: own(), query: '?input=%7B%7D&connectionParams=none' }),
    },
    {
      what: 'a procedure that does not exist',
      ...{ status: 404, code: 'NOT_FOUND', path: 'suppliers.destroy' },
      init: () => ({ headers: own() }),
    },
    ...['__proto__', 'constructor.constructor', 'suppliers.__proto__', 'toString'].map((path) => ({
      what: `the path ${path}`,
      ...{ status: 404, code: 'NOT_FOUND', path },
      init: () => ({ headers: own() }),
    })),
  ];

  test.each(cases)('$what: $status', async ({ status, code, path, init }) => {
    const requestId = randomUUID();
    const { headers, ...rest } = init();
    const named = { ...(headers as Record<string, string>), 'x-request-id': requestId };
    const answer = await send(world.url, path, { ...rest, headers: named });
    expect(answer.status).toBe(status);
    const { data } = errorOf(answer);
    expect(data).toEqual({ code, httpStatus: status, requestId });
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    expect(linesOf(requestId)).toHaveLength(1);
  });

  test('a batch of 20 calls is answered', async () => {
    const batched = { headers: own(), query: '?batch=1&input=%7B%7D' };
    const answer = await send(world.url, batch(20), batched);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toHaveLength(20);
  });

  test('a body over 2 MB that says nothing of its length is refused while it is read', async () => {
    const { port, hostname } = new URL(world.url);
    const path = '/api/trpc/suppliers.refresh';
    const status = await new Promise((done, fail) => {
      const sending = request(
        { port, hostname, path, method: 'POST', headers: { ...own(), ...json } },
        (answer) => done(answer.resume().statusCode),
      ).on('error', fail);
      for (let i = 0; i < 21; i++) sending.write(Buffer.alloc(100_000, 0x20));
      sending.end();
    });
    expect(status).toBe(413);
  });

  test.each([
    ['suppliers.refresh', '"__proto__":{"polluted":1}'],
    ['settings.update', '"set":{"commissionBasisPoints":{"__proto__":5}}'],
    ['settings.update', '"set":{"commissionBasisPoints":{"\\u005f_proto__":5}}'],
  ])('a forged prototype is refused and touches nothing: %s %s', async (name, field) => {
    const text = `{"supplierId":${world.supplierId},${field}}`;
    const answer = await mutate(world.url, name, text, own());
    expect(answer.status).toBe(400);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
