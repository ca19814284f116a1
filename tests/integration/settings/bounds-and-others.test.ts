import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  calendarOf,
  changeNight,
  eurosOf,
  rateAt,
  type Span,
  upstreamNight,
} from '#tests/support/nights.ts';
import { bearer, dataOf, errorOf, mutate } from '#tests/support/raw.ts';
import { settled, type World } from '#tests/support/world.ts';
import { batchOf, CEILING, type Doors, FLOOR, fieldsOf, openDoors, ROW } from './doors.ts';

const MEANT = { allowOutOfBounds: true };
const AT = 'changes.0.set';
const pick = ({ from, to }: Span) => ({ from, to });

let doors: Doors;
let world: World;
let nights: Doors['nights'];
beforeAll(async () => {
  doors = await openDoors();
  ({ world, nights } = doors);
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => doors.bound(FLOOR, CEILING));

test('in English amounts are told the English way', async () => {
  const answer = await mutate(
    world.url,
    'bulkUpdates.create',
    {
      ...{ supplierId: world.supplierId, idempotencyKey: randomUUID() },
      changes: [{ ...ROW, ...pick(nights.take(1)), set: { priceCents: 1 } }],
    },
    { ...bearer(world.apiKey), 'accept-language': 'en' },
  );
  expect(fieldsOf(answer)).toEqual([[`${AT}.priceCents`, 'below_floor', 'Below the floor of €80']]);
});

test('the bounds themselves, and whatever lies between, go through without a word', async () => {
  for (const [priceCents, more] of [
    [FLOOR, {}],
    [CEILING, {}],
    [120_50, MEANT],
  ] as const) {
    const batchId = batchOf(
      await doors.call('bulkUpdates.create', 'manager', nights.take(1), { priceCents }, more),
    );
    expect(await doors.audited('bounds.override', batchId)).toEqual([]);
    await settled(world.api, batchId);
  }
});

test('of several entries each is judged, also one that a later entry covers', async () => {
  const span = nights.take(2);
  const changes = [10_00, 100_00, 300_00].map((priceCents) => ({
    ...{ ...ROW, ...pick(span), set: { priceCents } },
  }));
  const answer = await doors.call('bulkUpdates.create', 'key', span, {}, { changes });
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
    const answer = await doors.call('bulkUpdates.create', 'owner', span, set, more);
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
  const preview = await doors.call('bulkUpdates.preview', 'manager', span, { minStay: 3 });
  expect(dataOf(preview)).toMatchObject({ violations: [] });
  const minStay = batchOf(await doors.call('bulkUpdates.create', 'manager', span, { minStay: 3 }));
  expect((await settled(api, minStay)).state).toBe('done');
  expect(eurosOf(await upstreamNight(stub, row, span.from))).toEqual(held);
  // Typed, the same price is refused.
  const typed = { prices: [{ guests: first?.nbPers ?? null, priceCents: 10_00 }] };
  const refused = await doors.call('bulkUpdates.create', 'manager', span, typed);
  expect(errorOf(refused).data.code).toBe('PRICE_OUT_OF_BOUNDS');
});

test('taking a price away has no bounds', async () => {
  const span = nights.take(1);
  const night = rateAt(await calendarOf(world, span), 1, 2001, span.from);
  const [first] = night?.prices ?? [];
  expect(night?.prices.length).toBeGreaterThan(1);
  const set = { prices: [{ guests: first?.guests, priceCents: null }] };
  const batchId = batchOf(await doors.call('rates.set', 'manager', span, set));
  expect((await settled(world.api, batchId)).state).toBe('done');
});

test('bounds act on the next call, on their accommodation alone', async () => {
  const span = nights.take(1);
  const cheap = { priceCents: 50_00 };
  expect((await doors.call('rates.set', 'key', span, cheap)).status).toBe(400);
  const elsewhere = { changes: [{ ...ROW, accommodationId: 2, ...pick(span), set: cheap }] };
  batchOf(await doors.call('bulkUpdates.create', 'key', span, {}, elsewhere));
  await doors.bound(null, null);
  batchOf(await doors.call('rates.set', 'key', span, cheap));
});

test('meaning it is content: the same key with and without it is not the same', async () => {
  const span = nights.take(1);
  const cheap = { priceCents: 50_00 };
  const idempotencyKey = randomUUID();
  const first = await doors.call('bulkUpdates.create', 'owner', span, cheap, {
    idempotencyKey,
    ...MEANT,
  });
  const batchId = batchOf(first);
  const again = await doors.call('bulkUpdates.create', 'owner', span, cheap, {
    idempotencyKey,
    ...MEANT,
  });
  expect(batchOf(again)).toBe(batchId);
  expect(await doors.audited('bounds.override', batchId)).toHaveLength(1);
  const other = await doors.call('bulkUpdates.create', 'owner', span, cheap, { idempotencyKey });
  expect([other.status, errorOf(other).data.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  const plain = { idempotencyKey: randomUUID() };
  const sound = { priceCents: 100_00 };
  const said = await doors.call('bulkUpdates.create', 'owner', span, sound, plain);
  const unsaid = { ...plain, allowOutOfBounds: false };
  expect(batchOf(await doors.call('bulkUpdates.create', 'owner', span, sound, unsaid))).toBe(
    batchOf(said),
  );
});

test.each(['yes', 1, null])('meaning it as %j is refused', async (allowOutOfBounds) => {
  const answer = await doors.call(
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
