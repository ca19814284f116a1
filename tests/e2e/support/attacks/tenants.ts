import { request } from 'node:http';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { expect } from '@playwright/test';
import { mutation, queryPath } from '../exchange.ts';
import { pathOf, ROUTES } from './routes.ts';
import { bare, inside, type Scene, type Stage } from './stage.ts';

const DAY = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
const SPAN = { from: DAY, to: DAY };
const NOWHERE = 99_999;

/** Every procedure that is asked about a property, with an input that is right but for it. */
const OF_SUPPLIER: readonly (readonly [kind: 'query' | 'mutation', name: string, rest: object])[] =
  [
    ['query', 'calendar.get', SPAN],
    ['query', 'rates.get', { accommodationId: 1, ...SPAN }],
    ['query', 'rates.details', { accommodationId: 1, rateTypeId: 2201, date: DAY }],
    ['query', 'stock.get', { accommodationId: 1, ...SPAN }],
    ['query', 'rateTypes.list', {}],
    ['query', 'bookings.list', {}],
    ['query', 'bulkUpdates.list', {}],
    ['query', 'settings.get', {}],
    ['query', 'audit.list', {}],
    ['mutation', 'suppliers.refresh', {}],
    ['mutation', 'settings.update', { set: { name: 'Ours now' } }],
    ...(['bulkUpdates.preview', 'bulkUpdates.create'] as const).map(
      (name) =>
        [
          'mutation',
          name,
          {
            ...(name === 'bulkUpdates.create' && { idempotencyKey: 'foreign' }),
            changes: [{ accommodationId: 1, ...SPAN, set: { minStay: 2 } }],
          },
        ] as const,
    ),
  ];

const entry = (accommodationId: number) => ({ accommodationId, ...SPAN, set: { minStay: 3 } });

/** Nothing that we did reached upstream in between. */
async function withoutCalls({ own }: Stage, path: RegExp, work: () => Promise<void>) {
  const since = await own.stub.now();
  await work();
  const calls = (await own.stub.calls(since)).filter((call) => path.test(call.path));
  expect(calls).toEqual([]);
}

async function foreignSupplier(stage: Stage) {
  const { ours, theirs, tell, log } = stage;
  await withoutCalls(stage, /\/99999\//, async () => {
    for (const headers of [ours.key, { cookie: ours.cookie }]) {
      for (const [kind, name, rest] of OF_SUPPLIER) {
        const ask = (supplierId: number) =>
          kind === 'query'
            ? { path: queryPath(name, { supplierId, ...rest }), headers }
            : mutation(name, { supplierId, ...rest }, headers);
        const [foreign, unknown] = [await tell(ask(theirs.supplierId)), await tell(ask(NOWHERE))];
        expect([name, foreign.status, unknown.status]).toEqual([name, 404, 404]);
        expect(bare(foreign)).toBe(bare(unknown));
        const id = foreign.headers.get('x-request-id') ?? '';
        await expect.poll(() => log().includes(id)).toBe(true);
        const lines = log()
          .split('\n')
          .filter((line) => line.includes(id));
        expect(lines.map((line) => JSON.parse(line).denied?.code)).toEqual(['NOT_FOUND']);
      }
    }
  });
}

async function everyRoute(stage: Stage) {
  const { ours, theirs, tell } = stage;
  const plain = (text: string, supplierId: number) =>
    text.replaceAll(/nonce="[^"]+"/g, '').replaceAll(String(supplierId), '#').length;
  for (const [route, [stranger, owner, other]] of Object.entries(ROUTES)) {
    const at = (supplierId: number, cookie?: string) =>
      tell({ path: pathOf(route, supplierId), ...(cookie && { headers: { cookie } }) });
    expect([route, (await at(theirs.supplierId)).status]).toEqual([route, stranger]);
    expect([route, (await at(theirs.supplierId, theirs.cookie)).status]).toEqual([route, owner]);
    if (other === undefined) continue;
    const [foreign, unknown] = [
      await at(theirs.supplierId, ours.cookie),
      await at(NOWHERE, ours.cookie),
    ];
    expect([route, foreign.status, unknown.status]).toEqual([route, other, other]);
    expect(foreign.text).toContain('Page introuvable');
    expect(plain(foreign.text, theirs.supplierId)).toBe(plain(unknown.text, NOWHERE));
  }
}

async function foreignRoom({ ours, theirs, tell }: Stage) {
  // Room 12 exists, but in the other property.
  const told = (accommodationId: number) =>
    tell(
      mutation(
        'bulkUpdates.preview',
        { supplierId: ours.supplierId, changes: [entry(accommodationId)] },
        ours.key,
      ),
    );
  const seen = await tell({
    path: queryPath('calendar.get', { supplierId: theirs.supplierId, ...SPAN }),
    headers: theirs.key,
  });
  expect(inside(seen).accommodations.map(({ id }: { id: number }) => id)).toContain(12);
  const [foreign, unknown] = [await told(12), await told(NOWHERE)];
  expect([foreign.status, bare(foreign)]).toEqual([400, bare(unknown)]);
  expect(inside(foreign).data.fields).toMatchObject([
    { path: 'changes.0.accommodationId', code: 'unknown_accommodation' },
  ]);
}

async function oneOfFifty(stage: Stage) {
  const { ours, own, tell } = stage;
  const { supplierId, key } = ours;
  const changes = Array.from({ length: 50 }, (_, i) => entry(i === 37 ? 12 : 1 + (i % 3)));
  const batches = async () =>
    (await tell({ path: queryPath('bulkUpdates.list', { supplierId }), headers: key })).text;
  const [before, since] = [await batches(), await own.stub.now()];
  const input = { supplierId, idempotencyKey: 'fifty', changes };
  const refused = await tell(mutation('bulkUpdates.create', input, key));
  expect(refused.status).toBe(400);
  expect(inside(refused).data.fields).toMatchObject([
    { path: 'changes.37.accommodationId', code: 'unknown_accommodation' },
  ]);
  expect(await batches()).toBe(before);
  expect(await own.stub.ledger(since)).toEqual([]);
}

async function revokedKey({ own, tell }: Stage) {
  const made = await own.command('api-key:create', '--name', 'Gone', '--organisation', 'Port');
  const ask = {
    path: '/api/trpc/suppliers.list',
    headers: { authorization: `Bearer ${made.key}` },
  };
  expect((await tell(ask)).status).toBe(200);
  await own.command('api-key:revoke', '--id', String(made.id), '--organisation', 'Port');
  expect((await tell(ask)).status).toBe(401);
}

/** A body that says nothing of its length; gives the status, which comes before its end. */
function endless({ own, ours }: Stage): Promise<number> {
  const { hostname, port } = new URL(own.url);
  const headers = { ...ours.key, 'content-type': 'application/json' };
  const path = '/api/trpc/suppliers.refresh';
  return new Promise((done, fail) => {
    const sending = request({ hostname, port, method: 'POST', path, headers, agent: false });
    const more = () => {
      if (sending.destroyed) return;
      if (sending.write('x'.repeat(100_000))) setImmediate(more);
      else sending.once('drain', more);
    };
    sending.on('response', (answer) => {
      done(answer.statusCode ?? 0);
      sending.destroy();
    });
    sending.on('error', fail);
    more();
  });
}

async function brokenTable({ own, ours, tell, log }: Stage) {
  const client = createClient({ url: `file:${join(own.dataDir, 'demo.db')}` });
  await client.execute('ALTER TABLE rate_type RENAME TO rate_type_gone');
  const { supplierId, key, cookie } = ours;
  const broken = await tell({ path: queryPath('rateTypes.list', { supplierId }), headers: key });
  await client.execute('ALTER TABLE supplier RENAME TO supplier_gone');
  const page = await tell({ path: `/s/${supplierId}/calendar`, headers: { cookie } });
  await client.execute('ALTER TABLE supplier_gone RENAME TO supplier');
  await client.execute('ALTER TABLE rate_type_gone RENAME TO rate_type');
  client.close();
  expect([broken.status, page.status]).toEqual([500, 500]);
  const { message, data } = inside(broken);
  expect(message).toMatch(/^Erreur interne/);
  expect(data).toEqual({
    ...{ code: 'INTERNAL_SERVER_ERROR', httpStatus: 500 },
    requestId: broken.headers.get('x-request-id'),
  });
  for (const { text } of [broken, page])
    expect(text).not.toMatch(/no such table|SELECT |SQLITE|libsql|\bat \/|node_modules/);
  await expect.poll(() => log().includes('no such table: rate_type')).toBe(true);
  expect(log()).not.toContain(ours.secret.slice(4));
}

/** What somebody of one organisation may try with what is another’s. */
export const TENANTS: readonly Scene[] = [
  { row: '1', what: 'another’s property is like none, in every procedure', play: foreignSupplier },
  { row: '1', what: 'every route answers each as its row says', play: everyRoute },
  { row: '2', what: 'another’s room under one’s own property is refused', play: foreignRoom },
  { row: '3', what: 'one foreign room among fifty refuses the whole', play: oneOfFifty },
  { row: '6', what: 'a key that is revoked is refused with the next call', play: revokedKey },
  {
    ...{ row: '10', what: 'a body without an end and without a length is refused' },
    play: async (stage) => expect(await endless(stage)).toBe(413),
  },
  { row: '12', what: 'what breaks tells nothing of why', play: brokenTable },
];
