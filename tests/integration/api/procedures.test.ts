import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { operatorCall } from '#server/commands/command.ts';
import { revokeApiKey } from '#server/domain/api-keys/revoke-api-key.ts';
import { bookingsPageOutput } from '#server/domain/bookings/schema.ts';
import { createOutput, previewOutput } from '#server/domain/bulk-updates/schema.ts';
import { calendarOutput } from '#server/domain/calendars/schema.ts';
import { batchListOutput, batchOutput } from '#server/domain/pushes/schema.ts';
import { rateTypeWithLinksOutput } from '#server/domain/rate-types/schema.ts';
import { rateDetailsOutput, ratesOutput } from '#server/domain/rates/schema.ts';
import { stockOutput } from '#server/domain/stock/schema.ts';
import { supplierOutput, supplierRefreshOutput } from '#server/domain/suppliers/schema.ts';
import { appRouter } from '#server/trpc/root.ts';
import { nightsOf } from '#tests/support/nights.ts';
import { addApiKey } from '#tests/support/people/api-keys.ts';
import {
  bearer,
  dataOf,
  errorOf,
  mutate,
  query,
  type RawAnswer,
  withoutRequestId,
} from '#tests/support/raw.ts';
import { type Organisation, settled, startWorld, type World } from '#tests/support/world.ts';

/** What a row of the matrix is called with. */
interface Ground {
  readonly supplierId: number;
  readonly batchId: string;
  readonly from: string;
  readonly to: string;
}

interface Row {
  readonly kind: 'query' | 'mutation';
  readonly output: z.ZodMiniType;
  readonly input: (ground: Ground) => Record<string, unknown>;
  /** Which part of the input addresses a resource; none for a list of one's own. */
  readonly addresses: 'supplierId' | 'batchId' | null;
}

const change = ({ from, to }: Ground) => ({
  ...{ rateTypeId: 2001, from, to, set: { priceCents: 10_050 } },
});
const unit = ({ supplierId }: Ground) => ({ supplierId, accommodationId: 1 });
const span = ({ from, to }: Ground) => ({ from, to });
const row = (
  kind: Row['kind'],
  output: z.ZodMiniType,
  input: Row['input'],
  addresses: Row['addresses'] = 'supplierId',
): Row => ({ kind, output, input, addresses });

/** The procedures that other programs live on. */
const ROWS: Readonly<Record<string, Row>> = {
  'suppliers.list': row('query', z.array(supplierOutput), () => ({}), null),
  'suppliers.refresh': row('mutation', supplierRefreshOutput, (g) => ({
    supplierId: g.supplierId,
  })),
  'calendar.get': row('query', calendarOutput, (g) => ({ supplierId: g.supplierId, ...span(g) })),
  'rates.get': row('query', ratesOutput, (g) => ({ ...unit(g), ...span(g) })),
  'rates.details': row('query', rateDetailsOutput, (g) => ({
    ...{ ...unit(g), rateTypeId: 2001, date: g.from },
  })),
  'rates.set': row('mutation', createOutput, (g) => ({
    ...{ ...unit(g), idempotencyKey: randomUUID(), changes: [change(g)] },
  })),
  'stock.get': row('query', stockOutput, (g) => ({ ...unit(g), ...span(g) })),
  'stock.set': row('mutation', createOutput, (g) => ({
    ...{ ...unit(g), idempotencyKey: randomUUID(), days: [{ date: g.from, units: 0 }] },
  })),
  'rateTypes.list': row('query', z.array(rateTypeWithLinksOutput), (g) => ({
    supplierId: g.supplierId,
  })),
  'bookings.list': row('query', bookingsPageOutput, (g) => ({ supplierId: g.supplierId })),
  'bulkUpdates.preview': row('mutation', previewOutput, (g) => ({
    supplierId: g.supplierId,
    changes: [{ accommodationId: 1, ...change(g) }],
  })),
  'bulkUpdates.create': row('mutation', createOutput, (g) => ({
    supplierId: g.supplierId,
    idempotencyKey: randomUUID(),
    changes: [{ accommodationId: 1, ...change(g) }],
  })),
  'bulkUpdates.get': row('query', batchOutput, (g) => ({ batchId: g.batchId }), 'batchId'),
  'bulkUpdates.list': row('query', batchListOutput, (g) => ({ supplierId: g.supplierId })),
};

let world: World;
let other: Organisation;
let ground: Ground;
beforeAll(async () => {
  world = await startWorld({ seed: 'all' });
  const { supplierId, api, stub } = world;
  await api.suppliers.refresh.mutate({ supplierId });
  other = await world.organisation('Autre maison', { supplierId: 62_002, apiKey: stub.apiKey });
  const { take } = await nightsOf(world);
  const { from, to } = take(2);
  const { batchId } = await api.bulkUpdates.create.mutate({
    supplierId,
    idempotencyKey: 'first',
    changes: [{ accommodationId: 1, from, to, set: { minStay: 3 } }],
  });
  await settled(api, batchId);
  ground = { supplierId, batchId, from, to };
});
afterAll(() => world[Symbol.asyncDispose]());

const names = Object.keys(ROWS);

function call(
  name: string,
  input: Record<string, unknown>,
  headers: Record<string, string>,
): Promise<RawAnswer> {
  return ROWS[name]?.kind === 'query'
    ? query(world.url, name, input, headers)
    : mutate(world.url, name, input, headers);
}

const inputOf = (name: string, over: Partial<Ground> = {}) =>
  ROWS[name]?.input({ ...ground, ...over }) ?? {};

/** How many rows the tables hold that a call could write. */
async function written() {
  const { rows } = await world.app.database.client.execute(`SELECT
    (SELECT count(*) FROM push_batch) AS batches, (SELECT count(*) FROM push_item) AS items,
    (SELECT count(*) FROM job WHERE kind = 'push.item') AS jobs`);
  return { ...rows[0] };
}

test('they keep their names and kinds', () => {
  const procedures: object = appRouter._def.procedures;
  const listed = Object.entries<{ _def: { type: string } }>({ ...procedures });
  const kinds = listed.map(([name, { _def }]) => [name, _def.type]);
  expect(Object.fromEntries(kinds)).toMatchObject(
    Object.fromEntries(Object.entries(ROWS).map(([name, { kind }]) => [name, kind])),
  );
});

describe.each(names)('%s', (name) => {
  test('answers its owner in exactly the published form', async () => {
    const answer = await call(name, inputOf(name), bearer(world.apiKey));
    expect(answer.status).toBe(200);
    const data = dataOf(answer);
    expect(z.parse(ROWS[name]?.output ?? z.never(), data)).toEqual(data);
  });

  test('refuses an unknown field', async () => {
    const input = { ...inputOf(name), orgId: other.tenant };
    const answer = await call(name, input, bearer(world.apiKey));
    expect(answer.status).toBe(400);
    expect(errorOf(answer).data.fields).toMatchObject([{ path: 'orgId', code: 'unknown_key' }]);
  });

  test('is nobody’s without a key, with a bad one and with one of another form', async () => {
    const before = await written();
    const wrong: Record<string, string>[] = [
      {},
      bearer('opk_0000000000000000000000000000000000000000000'),
      bearer(`${world.apiKey}x`),
      bearer(world.apiKey.slice(0, -1)),
      { authorization: world.apiKey },
      { authorization: `Basic ${world.apiKey}` },
      { 'x-api-key': world.apiKey, 'x-middleware-subrequest': 'proxy' },
    ];
    for (const headers of wrong) {
      const answer = await call(name, inputOf(name), headers);
      expect(answer.status).toBe(401);
      expect(errorOf(answer).data.code).toBe('UNAUTHORIZED');
    }
    expect(await written()).toEqual(before);
  });
});

const addressed = names.filter((name) => ROWS[name]?.addresses != null);

test.each(addressed)(
  '%s looks the same for what is foreign and what is not there',
  async (name) => {
    const before = await written();
    const since = await world.stub.now();
    const unknown = { supplierId: 99_999, batchId: randomUUID() };
    const own = bearer(other.apiKey);
    const foreign = await call(name, inputOf(name), own);
    const nowhere = await call(name, inputOf(name, unknown), own);
    expect([foreign.status, nowhere.status]).toEqual([404, 404]);
    expect(withoutRequestId(foreign)).toBe(withoutRequestId(nowhere));
    expect(errorOf(foreign).data).toEqual({
      ...{ code: 'NOT_FOUND', httpStatus: 404 },
      requestId: foreign.headers.get('x-request-id'),
    });
    expect(await written()).toEqual(before);
    const calls = await world.stub.calls(since);
    expect(calls.filter(({ path }) => path.includes(String(ground.supplierId)))).toEqual([]);
  },
);

test('a list holds one’s own suppliers only', async () => {
  const mine = await world.api.suppliers.list.query();
  const theirs = await other.api.suppliers.list.query();
  expect(mine.map(({ id }) => id)).toEqual([61_001]);
  expect(theirs.map(({ id }) => id)).toEqual([62_002]);
});

test('two organisations hold the same supplier, each with a mirror and batches of its own', async () => {
  const { supplierId, stub } = world;
  const third = await world.organisation('Troisième', { supplierId, apiKey: stub.apiKey });
  const { from, to } = ground;
  const read = { supplierId, from: from as never, to: to as never };
  const empty = await third.api.calendar.get.query(read);
  expect(empty).toMatchObject({ asOf: null, stale: true, accommodations: [], bookings: [] });
  await third.api.suppliers.refresh.mutate({ supplierId });
  const { accommodations } = await third.api.calendar.get.query(read);
  expect(accommodations).toHaveLength(3);
  expect((await third.api.bulkUpdates.list.query({ supplierId })).items).toEqual([]);
  const answer = await query(
    world.url,
    'bulkUpdates.get',
    { batchId: ground.batchId },
    bearer(third.apiKey),
  );
  expect(answer.status).toBe(404);
});

test('a key that is revoked is refused from the next request on', async () => {
  const { app, tenant, url } = world;
  const { id, key } = await addApiKey(app, tenant);
  expect((await query(url, 'suppliers.list', {}, bearer(key))).status).toBe(200);
  await revokeApiKey(app, operatorCall(tenant), { keyId: id });
  for (const name of names) {
    const answer = await call(name, inputOf(name), bearer(key));
    expect([name, answer.status]).toEqual([name, 401]);
  }
});

test('a batch lists newest first, page by page, with its actor and counts', async () => {
  const { api, supplierId } = world;
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const input = { supplierId, limit: 2, ...(cursor && { cursor }) };
    const page = await api.bulkUpdates.list.query(input);
    ids.push(...page.items.map(({ batchId }) => batchId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(ids).toEqual([...new Set(ids)].sort().reverse());
  const batch = await api.bulkUpdates.get.query({ batchId: ground.batchId });
  expect(batch).toMatchObject({
    supplierId,
    state: 'done',
    actor: { kind: 'apiKey', id: world.keyId, name: 'Tests' },
  });
});
