import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROLES, type Role } from '#server/domain/tenancy/permissions.ts';
import {
  calendarOf,
  changeNight,
  eurosOf,
  nightsOf,
  rateAt,
  type Span,
  upstreamNight,
} from '#tests/support/nights.ts';
import { addMember, pageHeaders } from '#tests/support/people/members.ts';
import { bearer, dataOf, errorOf, mutate, type RawAnswer } from '#tests/support/raw.ts';
import { settled, startWorld, type World } from '#tests/support/world.ts';

const [FLOOR, CEILING] = [80_00, 200_00];
const ROW = { accommodationId: 1, rateTypeId: 2001 };

let world: World;
let nights: Awaited<ReturnType<typeof nightsOf>>;
const headers = {} as Record<Role | 'key', Record<string, string>>;
beforeAll(async () => {
  world = await startWorld();
  const { api, app, supplierId, tenant } = world;
  await api.suppliers.refresh.mutate({ supplierId });
  nights = await nightsOf(world);
  for (const role of ROLES)
    headers[role] = pageHeaders(app, (await addMember(app, tenant, role)).cookie);
  headers.key = bearer(world.apiKey);
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => bound(FLOOR, CEILING));

async function bound(floorCents: number | null, ceilingCents: number | null): Promise<void> {
  await world.api.settings.update.mutate({
    supplierId: world.supplierId,
    accommodations: [{ id: 1, set: { floorCents, ceilingCents } }],
  });
}

type Caller = keyof typeof headers;
type Door = 'bulkUpdates.preview' | 'bulkUpdates.create' | 'rates.set';

/** One change set through one of the doors. */
function call(door: Door, who: Caller, span: Span, set: object, more: object = {}) {
  const entry = { ...ROW, from: span.from, to: span.to, set };
  const input = {
    supplierId: world.supplierId,
    changes: [entry],
    ...(door !== 'bulkUpdates.preview' && { idempotencyKey: randomUUID() }),
    ...(door === 'rates.set' && { accommodationId: 1 }),
    ...more,
  };
  return mutate(world.url, door, input, { ...headers[who], 'accept-language': 'fr' });
}

const WRITING = ['bulkUpdates.create', 'rates.set'] as const;
const MEANT = { allowOutOfBounds: true };

async function counted() {
  const tables = ['push_batch', 'push_item', 'job', 'audit_entry'];
  const sql = tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join(', ');
  return { ...(await world.app.database.client.execute(`SELECT ${sql}`)).rows[0] };
}

async function audited(action: string, batchId: string) {
  const { rows } = await world.app.database.client.execute({
    sql: `SELECT actor_kind, target, supplier_id, before_json, after_json FROM audit_entry
      WHERE org_id = ? AND action = ? AND (target = ? OR after_json LIKE ?)`,
    args: [world.tenant, action, `batch:${batchId}`, `%${batchId}%`],
  });
  return rows.map((row) => ({
    actor: row.actor_kind,
    target: row.target,
    supplierId: row.supplier_id,
    before: row.before_json === null ? null : JSON.parse(String(row.before_json)),
    after: JSON.parse(String(row.after_json)),
  }));
}

const batchOf = (answer: RawAnswer) => {
  expect(answer.status, answer.text).toBe(200);
  return (dataOf(answer) as { batchId: string }).batchId;
};
const fieldsOf = (answer: RawAnswer) =>
  (errorOf(answer).data.fields ?? []).map(({ path, code, message }) => [path, code, message]);

const AT = 'changes.0.set';
const OUTSIDE: readonly (readonly [what: string, set: object, fields: string[][]])[] = [
  [
    'a price below the floor',
    { priceCents: FLOOR - 1 },
    [[`${AT}.priceCents`, 'below_floor', 'Sous le plancher de 80\u202f€']],
  ],
  [
    'a price above the ceiling',
    { priceCents: CEILING + 1 },
    [[`${AT}.priceCents`, 'above_ceiling', 'Au-dessus du plafond de 200\u202f€']],
  ],
  [
    'prices by guests on both sides',
    {
      prices: [1, FLOOR, CEILING, CEILING + 1].map((priceCents, i) => ({
        guests: i + 1,
        priceCents,
      })),
    },
    [
      [`${AT}.prices.0.priceCents`, 'below_floor', 'Sous le plancher de 80\u202f€'],
      [`${AT}.prices.3.priceCents`, 'above_ceiling', 'Au-dessus du plafond de 200\u202f€'],
    ],
  ],
];

describe.each(OUTSIDE)('%s', (_, set, fields) => {
  test('is a violation of the preview, which still shows what it would do', async () => {
    const before = await counted();
    const span = nights.take(2);
    for (const who of ['owner', 'manager', 'key'] as const) {
      const answer = await call('bulkUpdates.preview', who, span, set);
      expect(answer.status).toBe(200);
      const { violations, cells } = dataOf(answer) as {
        violations: { path: string; code: string; message: string }[];
        cells: unknown[];
      };
      expect(violations.map((one) => [one.path, one.code, one.message])).toEqual(fields);
      expect(cells.length).toBeGreaterThan(0);
    }
    expect(await counted()).toEqual(before);
  });

  test.each(WRITING)('is refused by %s, whoever sends it, and nothing is stored', async (door) => {
    const before = await counted();
    const span = nights.take(2);
    for (const who of ['owner', 'manager', 'key'] as const)
      for (const more of [{}, { allowOutOfBounds: false }]) {
        const answer = await call(door, who, span, set, more);
        expect(answer.status).toBe(400);
        expect(errorOf(answer).data.code).toBe('PRICE_OUT_OF_BOUNDS');
        expect(errorOf(answer).message).toBe('Un prix sort des limites que vous avez fixées.');
        expect(fieldsOf(answer)).toEqual(fields);
      }
    expect(await counted()).toEqual(before);
  });

  test('is nothing that a manager or a key may mean', async () => {
    const before = await counted();
    const span = nights.take(2);
    for (const who of ['manager', 'reception', 'viewer', 'key'] as const)
      for (const door of ['bulkUpdates.preview', ...WRITING] as const) {
        const answer = await call(door, who, span, set, MEANT);
        expect([answer.status, errorOf(answer).data.code]).toEqual([403, 'FORBIDDEN']);
      }
    expect(await counted()).toEqual(before);
  });

  test.each(WRITING)('is sent by %s when an owner means it, and written down', async (door) => {
    const span = nights.take(2);
    const preview = await call('bulkUpdates.preview', 'owner', span, set, MEANT);
    expect(dataOf(preview)).toMatchObject({ violations: [] });
    const batchId = batchOf(await call(door, 'owner', span, set, MEANT));
    expect((await settled(world.api, batchId)).state).toBe('done');
    const [entry, ...others] = await audited('bounds.override', batchId);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      ...{ actor: 'user', target: 'accommodation:1', supplierId: world.supplierId },
      before: { floorCents: FLOOR, ceilingCents: CEILING },
      after: { batchId, nights: [{ rateTypeId: 2001, from: span.from, to: span.to }] },
    });
    const sent = entry?.after.nights[0].prices as { priceCents: number }[];
    expect(sent).toHaveLength(fields.length);
    for (const { priceCents } of sent)
      expect(priceCents < FLOOR || priceCents > CEILING).toBe(true);
    const upstream = eurosOf(
      await upstreamNight(world.stub, { ...ROW, supplierId: world.supplierId }, span.to),
    );
    for (const { priceCents } of sent) expect(Object.values(upstream)).toContain(priceCents / 100);
  });
});

test('in English amounts are told the English way', async () => {
  const answer = await mutate(
    world.url,
    'bulkUpdates.create',
    {
      ...{ supplierId: world.supplierId, idempotencyKey: randomUUID() },
      changes: [{ ...ROW, ...pick(nights.take(1)), set: { priceCents: 1 } }],
    },
    { ...headers.key, 'accept-language': 'en' },
  );
  expect(fieldsOf(answer)).toEqual([[`${AT}.priceCents`, 'below_floor', 'Below the floor of €80']]);
});

const pick = ({ from, to }: Span) => ({ from, to });

test('the bounds themselves, and whatever lies between, go through without a word', async () => {
  for (const [priceCents, more] of [
    [FLOOR, {}],
    [CEILING, {}],
    [120_50, MEANT],
  ] as const) {
    const batchId = batchOf(
      await call('bulkUpdates.create', 'manager', nights.take(1), { priceCents }, more),
    );
    expect(await audited('bounds.override', batchId)).toEqual([]);
    await settled(world.api, batchId);
  }
});

test('of several entries each is judged, also one that a later entry covers', async () => {
  const span = nights.take(2);
  const changes = [10_00, 100_00, 300_00].map((priceCents) => ({
    ...{ ...ROW, ...pick(span), set: { priceCents } },
  }));
  const answer = await call('bulkUpdates.create', 'key', span, {}, { changes });
  expect(fieldsOf(answer).map(([path]) => path)).toEqual([
    'changes.0.set.priceCents',
    'changes.2.set.priceCents',
  ]);
});

test('what is wrong besides is told with it, and nobody can mean that', async () => {
  const span = nights.take(1);
  const set = { priceCents: 1, minStay: 300 };
  for (const [more, codes] of [
    [{}, ['min_above_max', 'below_floor']],
    [MEANT, ['min_above_max']],
  ] as const) {
    const answer = await call('bulkUpdates.create', 'owner', span, set, more);
    expect(errorOf(answer).data.code).toBe('BAD_REQUEST');
    expect(fieldsOf(answer).map(([, code]) => code)).toEqual(codes);
  }
});

test('what upstream holds out of bounds is kept, and never in the way of another change', async () => {
  const { stub, api, supplierId } = world;
  const span = nights.take(1);
  const row = { ...ROW, supplierId };
  const listed = (await upstreamNight(stub, row, span.from)).tarifPax;
  const [first, ...rest] = listed.listeTarifPaxOccupation;
  const occupations = [{ ...first, prix: 10 }, ...rest.map((one) => ({ ...one, prix: 999 }))];
  await changeNight(stub, row, span.from, {
    tarifPax: { ...listed, listeTarifPaxOccupation: occupations },
  });
  await api.suppliers.refresh.mutate({ supplierId });
  const held = eurosOf(await upstreamNight(stub, row, span.from));
  expect(Object.values(held)).toContain(10);
  const preview = await call('bulkUpdates.preview', 'manager', span, { minStay: 3 });
  expect(dataOf(preview)).toMatchObject({ violations: [] });
  const minStay = batchOf(await call('bulkUpdates.create', 'manager', span, { minStay: 3 }));
  expect((await settled(api, minStay)).state).toBe('done');
  expect(eurosOf(await upstreamNight(stub, row, span.from))).toEqual(held);
  // Typed, the same price is refused.
  const typed = { prices: [{ guests: first?.nbPers ?? null, priceCents: 10_00 }] };
  const refused = await call('bulkUpdates.create', 'manager', span, typed);
  expect(errorOf(refused).data.code).toBe('PRICE_OUT_OF_BOUNDS');
});

test('taking a price away has no bounds', async () => {
  const span = nights.take(1);
  const night = rateAt(await calendarOf(world, span), 1, 2001, span.from);
  const [first] = night?.prices ?? [];
  expect(night?.prices.length).toBeGreaterThan(1);
  const set = { prices: [{ guests: first?.guests, priceCents: null }] };
  const batchId = batchOf(await call('rates.set', 'manager', span, set));
  expect((await settled(world.api, batchId)).state).toBe('done');
});

test('bounds act on the next call, on their accommodation alone', async () => {
  const span = nights.take(1);
  const cheap = { priceCents: 50_00 };
  expect((await call('rates.set', 'key', span, cheap)).status).toBe(400);
  const elsewhere = { changes: [{ ...ROW, accommodationId: 2, ...pick(span), set: cheap }] };
  batchOf(await call('bulkUpdates.create', 'key', span, {}, elsewhere));
  await bound(null, null);
  batchOf(await call('rates.set', 'key', span, cheap));
});

test('meaning it is content: the same key with and without it is not the same', async () => {
  const span = nights.take(1);
  const cheap = { priceCents: 50_00 };
  const idempotencyKey = randomUUID();
  const first = await call('bulkUpdates.create', 'owner', span, cheap, {
    idempotencyKey,
    ...MEANT,
  });
  const batchId = batchOf(first);
  const again = await call('bulkUpdates.create', 'owner', span, cheap, {
    idempotencyKey,
    ...MEANT,
  });
  expect(batchOf(again)).toBe(batchId);
  expect(await audited('bounds.override', batchId)).toHaveLength(1);
  const other = await call('bulkUpdates.create', 'owner', span, cheap, { idempotencyKey });
  expect([other.status, errorOf(other).data.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  const plain = { idempotencyKey: randomUUID() };
  const sound = { priceCents: 100_00 };
  const said = await call('bulkUpdates.create', 'owner', span, sound, plain);
  const unsaid = { ...plain, allowOutOfBounds: false };
  expect(batchOf(await call('bulkUpdates.create', 'owner', span, sound, unsaid))).toBe(
    batchOf(said),
  );
});

test.each(['yes', 1, null])('meaning it as %j is refused', async (allowOutOfBounds) => {
  const answer = await call(
    'rates.set',
    'owner',
    nights.take(1),
    { priceCents: 100_00 },
    {
      allowOutOfBounds,
    },
  );
  expect(fieldsOf(answer).map(([path, code]) => [path, code])).toEqual([
    ['allowOutOfBounds', 'invalid_type'],
  ]);
});

describe('every sending is written down', () => {
  test('with what it holds, once however often it is asked for', async () => {
    const [a, b] = [nights.take(2), nights.take(1)];
    const idempotencyKey = randomUUID();
    const changes = [
      { ...ROW, ...pick(a), set: { priceCents: 100_00, minStay: 2 } },
      { accommodationId: 1, ...pick(b), set: { units: 0 } },
      { ...ROW, accommodationId: 2, from: a.from, to: a.from, set: { priceCents: 90_00 } },
    ];
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        call('bulkUpdates.create', 'key', a, {}, { idempotencyKey, changes }),
      ),
    );
    const batchId = batchOf(answers[0] as RawAnswer);
    for (const answer of answers) expect(batchOf(answer)).toBe(batchId);
    expect(await audited('rates.push', batchId)).toEqual([
      {
        ...{ actor: 'apiKey', target: `batch:${batchId}`, supplierId: world.supplierId },
        before: null,
        after: { entries: 3, items: 3, nights: 3, accommodations: [1, 2] },
      },
    ]);
  });

  test('through the other doors too', async () => {
    const span = nights.take(2);
    const rates = batchOf(await call('rates.set', 'manager', span, { minStay: 2 }));
    const input = {
      ...{ supplierId: world.supplierId, accommodationId: 2, idempotencyKey: randomUUID() },
      days: span.dates.map((date) => ({ date, units: 0 })),
    };
    const stock = batchOf(await mutate(world.url, 'stock.set', input, headers.key));
    const [first, second] = [
      await audited('rates.push', rates),
      await audited('rates.push', stock),
    ];
    expect(first).toMatchObject([
      { actor: 'user', after: { entries: 1, items: 1, nights: 2, accommodations: [1] } },
    ]);
    expect(second).toMatchObject([
      { actor: 'apiKey', after: { entries: 2, items: 1, nights: 2, accommodations: [2] } },
    ]);
  });
});
