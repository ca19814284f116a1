import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerCsv } from '#app/api/audit/csv/answer-csv.ts';
import { operatorCall } from '#server/commands/command.ts';
import { auditRecord, type WrittenBy } from '#server/domain/audit/record-write.ts';
import type { AuditAction } from '#server/domain/audit/schema.ts';
import { addConnection } from '#server/domain/suppliers/add-suppliers.ts';
import { serve, type TestServer } from '#tests/support/http.ts';
import { addApiKey } from '#tests/support/people/api-keys.ts';
import { addMember, pageHeaders } from '#tests/support/people/members.ts';
import { bearer, errorOf } from '#tests/support/raw.ts';
import {
  clientOf,
  failureOf,
  type Organisation,
  startWorld,
  type World,
} from '#tests/support/world.ts';

const [FIRST, SECOND] = [61_001, 62_002];
const BEGIN = Date.parse('2026-03-01T00:00:00+01:00');
const DAY_MS = 86_400_000;

let world: World;
let other: Organisation;
let door: TestServer;
/** Keys of the first organisation: one for all of it, one for the second supplier alone. */
let keys: { all: string; second: string; noScope: string };

beforeAll(async () => {
  world = await startWorld({ seed: 'all' });
  await world.app.runner.stop();
  const { app, tenant, stub } = world;
  await addConnection(app, operatorCall(tenant), {
    ...{ name: 'Second', apiKey: stub.apiKey },
    suppliers: [{ supplierId: SECOND, name: 'Gîte' }],
  });
  other = await world.organisation('Les Autres', { supplierId: SECOND, apiKey: stub.apiKey });
  const [all, second, noScope] = [
    await addApiKey(app, tenant, { scopes: ['audit:read'] }),
    await addApiKey(app, tenant, { scopes: ['audit:read'], supplierIds: [SECOND] }),
    await addApiKey(app, tenant, { scopes: ['read'] }),
  ];
  keys = { all: all.key, second: second.key, noScope: noScope.key };
  door = await serve((request) => answerCsv(world.app, request));
  for (let day = 0; day < 6; day++) {
    const supplierId = day % 2 === 0 ? FIRST : SECOND;
    await write(day, {
      id: `u${day % 3}`,
      action: day < 3 ? 'settings.update' : 'rates.push',
      supplierId,
    });
  }
});
afterAll(async () => {
  await door.stop();
  await world[Symbol.asyncDispose]();
});

interface Fact {
  readonly id: string;
  readonly name?: string;
  readonly action: AuditAction;
  readonly supplierId?: number;
  readonly after?: unknown;
}

/** Writes something down as of the last millisecond of a day in Paris, counted from the beginning. */
const write = (day: number, fact: Fact, tenant = world.tenant) =>
  writeAt(BEGIN + (day + 1) * DAY_MS - 1, fact, tenant);

async function writeAt(at: number, { id, name = 'Zoé', ...fact }: Fact, tenant = world.tenant) {
  const { database } = world.app;
  const by: WrittenBy = {
    actor: { kind: 'user', id, name, tenant },
    requestId: 'r',
    address: null,
  };
  const clock = { now: () => at };
  await database.batch([auditRecord({ database, clock }, by, fact)]);
}

const list = (input: object = {}, key = keys.all) =>
  clientOf(world.url, key).audit.list.query({ actorKind: 'user', ...input });

const ats = async (input: object, key?: string) =>
  (await list(input, key)).items.map(({ at }) => Number(at.slice(8, 10)));

test('entries come newest first, with who, from where, what, before and after', async () => {
  const { app, tenant } = world;
  const { database, clock } = app;
  const actor = { kind: 'user', id: 'u9', name: 'Ève', tenant } as const;
  const by = { actor, requestId: 'r9', address: '203.0.113.9' };
  const fact = {
    action: 'organisation.update',
    target: 'organisation',
    before: null,
    after: { name: 'é' },
  };
  await database.batch([
    auditRecord({ database, clock }, by, { ...fact, action: 'organisation.update' }),
  ]);
  const { items } = await list();
  expect(items[0]).toEqual({
    ...{ id: expect.any(Number), at: expect.any(String), actorKind: 'user', actorId: 'u9' },
    ...{ actorName: 'Ève', address: '203.0.113.9', requestId: 'r9', supplierId: null },
    ...fact,
  });
  expect(items.map(({ id }) => id)).toEqual(items.map(({ id }) => id).sort((a, b) => b - a));
});

test('every filter narrows', async () => {
  expect(await ats({ action: 'rates.push' })).toEqual([6, 5, 4]);
  expect(await ats({ supplierId: SECOND })).toEqual([6, 4, 2]);
  expect(await ats({ actorId: 'u1' })).toEqual([5, 2]);
  expect(await ats({ actorId: 'u1', supplierId: SECOND })).toEqual([2]);
  expect(await ats({ from: '2026-03-03', to: '2026-03-05' })).toEqual([5, 4, 3]);
  expect(await ats({ to: '2026-03-01' })).toEqual([1]);
  expect(await ats({ actorKind: 'webhook' })).toEqual([]);
  const operator = await list({ actorKind: 'operator', action: 'apiKey.create' });
  expect(operator.items).toHaveLength(4);
});

test('pages of two hold the same entries once each', async () => {
  const seen: number[] = [];
  let cursor: number | null | undefined;
  do {
    const page = await list({
      from: '2026-03-01',
      to: '2026-03-31',
      limit: 2,
      ...(cursor && { cursor }),
    });
    expect(page.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.items.map(({ at }) => Number(at.slice(8, 10))));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual([6, 5, 4, 3, 2, 1]);
});

test('a key of one supplier sees what is about it and nothing else', async () => {
  const { items } = await list({ actorKind: undefined }, keys.second);
  expect(items.length).toBeGreaterThan(2);
  expect(new Set(items.map(({ supplierId }) => supplierId))).toEqual(new Set([SECOND]));
  expect(await ats({}, keys.second)).toEqual([6, 4, 2]);
  const refused = await failureOf(list({ supplierId: FIRST }, keys.second));
  expect(refused.data?.code).toBe('NOT_FOUND');
});

test('another organisation’s entries are nobody else’s, also about the same supplier', async () => {
  await write(2, { id: 'foreign', action: 'guest.erase', supplierId: SECOND }, other.tenant);
  expect(await ats({ supplierId: SECOND })).toEqual([6, 4, 2]);
  expect(await ats({ actorId: 'foreign' })).toEqual([]);
  const theirs = await clientOf(world.url, other.apiKey).audit.list.query({ actorId: 'foreign' });
  expect(theirs.items).toHaveLength(1);
  const foreign = await failureOf(other.api.audit.list.query({ supplierId: FIRST }));
  expect(foreign.data?.code).toBe('NOT_FOUND');
});

test.each([
  [{ from: '2026-03-05', to: '2026-03-04' }, 'to', 'reversed_range'],
  [{ from: '2026-02-30' }, 'from', 'invalid_date'],
  [{ action: 'guest.read' }, 'action', 'invalid_value'],
  [{ limit: 201 }, 'limit', 'too_big'],
  [{ orgId: 'x' }, 'orgId', 'unknown_key'],
])('%j is refused by its field', async (input, path, code) => {
  const refused = await failureOf(list(input));
  expect(refused.data).toMatchObject({ httpStatus: 400, fields: [{ path, code }] });
});

const csv = async (search: string, headers: Record<string, string> = bearer(keys.all)) => {
  const answer = await fetch(`${door.url}/api/audit/csv${search}`, { headers });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, text: bytes.toString('utf8') };
};

const rowsOf = (text: string) => text.replace('\ufeff', '').trim().split('\n');

test('the file holds what the filter lets through, readable by a spreadsheet', async () => {
  const { status, headers, text } = await csv('?actorKind=user&action=rates.push&to=2026-03-31');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-disposition')).toBe('attachment; filename="audit.csv"');
  expect(headers.get('cache-control')).toMatch(/no-store/);
  expect(text.startsWith('\ufeff')).toBe(true);
  const [head, ...rows] = rowsOf(text);
  expect(head).toBe(
    'id,at,actorKind,actorId,actorName,address,requestId,action,supplierId,target,before,after',
  );
  expect(rows.map((row) => row.split(',').slice(1).join())).toEqual([
    `2026-03-06T22:59:59.999Z,user,u2,Zoé,,r,rates.push,${SECOND},,,`,
    `2026-03-05T22:59:59.999Z,user,u1,Zoé,,r,rates.push,${FIRST},,,`,
    `2026-03-04T22:59:59.999Z,user,u0,Zoé,,r,rates.push,${SECOND},,,`,
  ]);
});

test('no cell of the file is a formula', async () => {
  const names = ['=cmd|calc', '+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1'];
  for (const name of names) await write(40, { id: 'formula', name, action: 'settings.update' });
  const after = { note: 'a "quoted", cell\nof two lines' };
  await write(40, { id: 'formula', action: 'settings.update', after });
  const { text } = await csv('?actorId=formula');
  for (const name of names) expect(text).toContain(`,'${name}`.replace(",'\r", ',"\'\r'));
  expect(text).toContain(`"{""note"":""a \\""quoted\\"", cell\\nof two lines""}"`);
});

test('a long file comes in pages, whole and in order', async () => {
  const { database } = world.app;
  const actor = { kind: 'job', id: 'many', name: 'many', tenant: world.tenant } as const;
  const by = { actor, requestId: 'r', address: null };
  const clock = { now: () => BEGIN };
  const record = () => auditRecord({ database, clock }, by, { action: 'guest.expire' });
  await database.batch(Array.from({ length: 1001 }, record));
  const { text } = await csv('?actorId=many');
  const ids = rowsOf(text)
    .slice(1)
    .map((row) => Number(row.split(',')[0]));
  expect(ids).toHaveLength(1001);
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
});

test('the file is for those alone who may see the trail, and of it what they may', async () => {
  const { app, tenant } = world;
  expect((await csv('', {})).status).toBe(401);
  expect((await csv('', bearer('opk_forged'))).status).toBe(401);
  const scope = await csv('', { ...bearer(keys.noScope), 'accept-language': 'en' });
  expect(errorOf(scope)).toMatchObject({
    message: 'You may not do this.',
    data: { httpStatus: 403 },
  });
  const own = async (role: 'owner' | 'manager' | 'reception' | 'viewer') => {
    const { cookie } = await addMember(app, tenant, role);
    return (await csv('', pageHeaders(app, cookie))).status;
  };
  expect([await own('owner'), await own('manager')]).toEqual([200, 200]);
  expect([await own('reception'), await own('viewer')]).toEqual([403, 403]);
  const restricted = rowsOf((await csv('', bearer(keys.second))).text).slice(1);
  expect(restricted.length).toBeGreaterThan(2);
  for (const row of restricted) expect(row).toContain(`,${SECOND},`);
  expect((await csv('', bearer(keys.second))).text).not.toContain('foreign');
  expect((await csv(`?supplierId=${FIRST}`, bearer(keys.second))).status).toBe(404);
});

test.each([
  ['?supplierId=abc', 'supplierId'],
  ['?from=2026-02-30', 'from'],
  ['?from=2026-03-05&to=2026-03-04', 'to'],
  ['?action=guest.read', 'action'],
  ['?limit=5', 'limit'],
])('the file with %s is refused by its field', async (search, path) => {
  const refused = await csv(search);
  expect(refused.status).toBe(400);
  expect(errorOf(refused).data.fields).toMatchObject([{ path }]);
});

test('a failure says nothing of why', async () => {
  const { client } = world.app.database;
  await client.execute('ALTER TABLE audit_entry RENAME TO audit_gone');
  const failed = await csv('');
  await client.execute('ALTER TABLE audit_gone RENAME TO audit_entry');
  expect(failed.status).toBe(500);
  expect(failed.text).not.toMatch(/audit_entry|SELECT|libsql/i);
});

test('a day is one where the property is, also when the clocks change', async () => {
  const { client } = world.app.database;
  await client.execute({
    sql: `UPDATE supplier SET timezone = 'Indian/Reunion' WHERE org_id = ? AND supplier_id = ?`,
    args: [world.tenant, SECOND],
  });
  const fact = { id: 'night', action: 'rates.push' } as const;
  // The last and the first moment of days in Paris: of 23 hours, of 24, and of 25.
  const moments = [
    ...['2025-03-29T22:59:59.999Z', '2025-03-29T23:00:00.000Z'],
    ...['2025-03-30T21:59:59.999Z', '2025-03-30T22:00:00.000Z'],
    ...['2025-10-25T21:59:59.999Z', '2025-10-25T22:00:00.000Z'],
    ...['2025-10-26T22:59:59.999Z', '2025-10-26T23:00:00.000Z'],
  ];
  for (const [index, at] of moments.entries())
    await writeAt(Date.parse(at), { ...fact, supplierId: index % 2 === 0 ? FIRST : SECOND });
  const of = async (from: string, to: string, input: object = {}, key = keys.all) => {
    const { items } = await list({ actorId: 'night', from, to, ...input }, key);
    return items.map(({ at }) => at).sort();
  };
  expect(await of('2025-03-29', '2025-03-29')).toEqual(moments.slice(0, 1));
  expect(await of('2025-03-30', '2025-03-30')).toEqual(moments.slice(1, 3));
  expect(await of('2025-03-31', '2025-10-25')).toEqual(moments.slice(3, 5));
  expect(await of('2025-10-26', '2025-10-26')).toEqual(moments.slice(5, 7));
  expect(await of('2025-10-27', '2025-10-27')).toEqual(moments.slice(7));
  // There it is three or two hours later: the night has become the next day.
  for (const [input, key] of [
    [{ supplierId: SECOND }, keys.all],
    [{}, keys.second],
  ] as const) {
    expect(await of('2025-03-30', '2025-03-30', input, key)).toEqual(moments.slice(1, 2));
    expect(await of('2025-03-31', '2025-03-31', input, key)).toEqual(moments.slice(3, 4));
  }
  expect(await of('0000-01-01', '9999-12-31')).toEqual(moments);
  const file = await csv('?actorId=night&from=2025-10-26&to=2025-10-26');
  expect(file.text.split('\r\n').join('\n').trim().split('\n')).toHaveLength(3);
});
