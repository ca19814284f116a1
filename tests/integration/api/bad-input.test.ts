import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, type CalendarDate } from '#server/kernel/calendar-date.ts';
import { todayOf } from '#tests/support/nights.ts';
import { bearer, errorOf, mutate, query, type RawAnswer } from '#tests/support/raw.ts';
import { startWorld, type World } from '#tests/support/world.ts';

let world: World;
let today: CalendarDate;
let since: number;
let rows: unknown;
beforeAll(async () => {
  world = await startWorld();
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  today = await todayOf(world);
  since = await world.stub.now();
  rows = await counts();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

async function counts() {
  const tables = ['push_batch', 'push_item', 'job', 'stock_run', 'rate_run', 'mirror_change'];
  const sql = tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join(', ');
  return { ...(await world.app.database.client.execute(`SELECT ${sql}`)).rows[0] };
}

const in60 = () => addDays(today, 60);

/** A change set entry with one thing wrong, and what the refusal must say. */
type Wrong = readonly [what: string, entry: () => object, path: string, code: string];

const base = () => ({ accommodationId: 1, rateTypeId: 2001, from: in60(), to: in60() });
const set = (values: object) => () => ({ ...base(), set: values });
const over = (fields: () => object) => () => ({ ...base(), set: { minStay: 2 }, ...fields() });
const stock = (units: unknown) => () => {
  const { rateTypeId: _, ...entry } = base();
  return { ...entry, set: { units } };
};

const WRONG: readonly Wrong[] = [
  ['a price below zero', set({ priceCents: -1 }), 'set.priceCents', 'too_small'],
  ['a price of zero', set({ priceCents: 0 }), 'set.priceCents', 'too_small'],
  ['a price with half a cent', set({ priceCents: 12.345 }), 'set.priceCents', 'not_integer'],
  ['a price as text', set({ priceCents: '12' }), 'set.priceCents', 'invalid_type'],
  ['a price beyond all', set({ priceCents: 10_000_000 }), 'set.priceCents', 'too_big'],
  ['a null price', set({ priceCents: null }), 'set.priceCents', 'invalid_type'],
  ['an unsafe price', set({ priceCents: 2 ** 60 }), 'set.priceCents', 'too_big'],
  [
    'both forms of price',
    set({ priceCents: 1_000, prices: [{ guests: 2, priceCents: 1_000 }] }),
    'set.prices',
    'price_and_prices',
  ],
  [
    'guests named twice',
    set({ prices: [1_000, 2_000].map((priceCents) => ({ guests: 2, priceCents })) }),
    'set.prices',
    'duplicate_guests',
  ],
  ['no price in a list', set({ prices: [] }), 'set.prices', 'empty'],
  [
    'a guest too few',
    set({ prices: [{ guests: 0, priceCents: 1_000 }] }),
    'set.prices.0.guests',
    'too_small',
  ],
  ['nothing to set', set({}), 'set', 'empty'],
  ['a min stay of zero', set({ minStay: 0 }), 'set.minStay', 'too_small'],
  ['a min stay of ten thousand', set({ minStay: 10_000 }), 'set.minStay', 'too_big'],
  ['a max stay of a half', set({ maxStay: 2.5 }), 'set.maxStay', 'not_integer'],
  ['min above max', set({ minStay: 5, maxStay: 4 }), 'set.minStay', 'min_above_max'],
  ['a flag as text', set({ open: 'false' }), 'set.open', 'invalid_type'],
  ['an unknown value', set({ minStay: 2, status: 'applied' }), 'set.status', 'unknown_key'],
  ['stock below zero', stock(-1), 'set.units', 'too_small'],
  ['stock of ten thousand', stock(10_000), 'set.units', 'too_big'],
  ['half a unit', stock(0.5), 'set.units', 'not_integer'],
  ['more units than there are', stock(2), 'set.units', 'above_unit_count'],
  ['units of a rate type', set({ units: 1 }), 'rateTypeId', 'rate_type_not_allowed'],
  [
    'a price of no rate type',
    over(() => ({ rateTypeId: undefined, set: { priceCents: 1_000 } })),
    'rateTypeId',
    'rate_type_required',
  ],
  ['a day that is none', over(() => ({ from: '2027-02-30' })), 'from', 'invalid_date'],
  ['a day of another form', over(() => ({ to: '1/3/2027' })), 'to', 'invalid_date'],
  ['a date with a time', over(() => ({ from: `${in60()}T00:00` })), 'from', 'invalid_date'],
  ['an end before the start', over(() => ({ to: addDays(in60(), -1) })), 'to', 'reversed_range'],
  ['yesterday', over(() => ({ from: addDays(today, -1) })), 'from', 'past_night'],
  ['a span of ten years', over(() => ({ to: addDays(in60(), 3_650) })), 'to', 'range_too_long'],
  ['beyond three years', over(() => far()), 'to', 'beyond_horizon'],
  ['a weekday of eight', over(() => ({ weekdays: [8] })), 'weekdays.0', 'too_big'],
  ['no weekday', over(() => ({ weekdays: [] })), 'weekdays', 'empty'],
  [
    'another’s room',
    over(() => ({ accommodationId: 99 })),
    'accommodationId',
    'unknown_accommodation',
  ],
  ['a room of zero', over(() => ({ accommodationId: 0 })), 'accommodationId', 'too_small'],
  [
    'a room with a path',
    over(() => ({ accommodationId: '1/../2' })),
    'accommodationId',
    'invalid_type',
  ],
  ['an unknown type', over(() => ({ rateTypeId: 777 })), 'rateTypeId', 'unknown_rate_type'],
  ['an unknown field', over(() => ({ orgId: 'x' })), 'orgId', 'unknown_key'],
];

const far = () => ({ from: addDays(today, 1_098), to: addDays(today, 1_098) });

const own = () => bearer(world.apiKey);
const head = () => ({ supplierId: world.supplierId });
const keyed = () => ({ ...head(), idempotencyKey: randomUUID() });

function expectField(answer: RawAnswer, path: string, code: string) {
  expect(answer.status).toBe(400);
  const { fields = [] } = errorOf(answer).data;
  expect(fields.map((field) => [field.path, field.code])).toContainEqual([path, code]);
  for (const { message } of fields) expect(message).not.toMatch(/[{}]|undefined|NaN/);
}

/** Nothing of what was refused is stored or sent. */
async function expectUntouched() {
  expect(await counts()).toEqual(rows);
  const calls = await world.stub.calls(since);
  expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
}

describe.each(WRONG)('%s is refused', (_, entry, path, code) => {
  test('by preview, create and rates.set, before anything is stored or sent', async () => {
    const changes = [
      { accommodationId: 1, from: in60(), to: in60(), set: { open: false } },
      entry(),
    ];
    const named = `changes.1.${path}`;
    const preview = await mutate(world.url, 'bulkUpdates.preview', { ...head(), changes }, own());
    expectField(preview, named, code);
    const create = await mutate(world.url, 'bulkUpdates.create', { ...keyed(), changes }, own());
    expectField(create, named, code);
    const one = { ...keyed(), accommodationId: 1, changes };
    expectField(await mutate(world.url, 'rates.set', one, own()), named, code);
    await expectUntouched();
  });
});

const spans: readonly (readonly [string, () => object, string, string])[] = [
  ['a day that is none', () => ({ from: '2026-02-30' }), 'from', 'invalid_date'],
  ['no day', () => ({ from: undefined }), 'from', 'required'],
  ['an end before the start', () => ({ to: addDays(in60(), -1) }), 'to', 'reversed_range'],
  ['more than three years', () => ({ to: addDays(in60(), 1_100) }), 'to', 'range_too_long'],
  ['a supplier as text', () => ({ supplierId: '61001' }), 'supplierId', 'invalid_type'],
  ['a supplier below one', () => ({ supplierId: -1 }), 'supplierId', 'too_small'],
];

test.each(spans)('calendar.get refuses %s', async (_, fields, path, code) => {
  const input = { ...head(), from: in60(), to: in60(), ...fields() };
  expectField(await query(world.url, 'calendar.get', input, own()), path, code);
});

test.each([
  ['a day that is none', () => ({ from: '2026-13-01' }), 'from', 'invalid_date'],
  ['an end before the start', () => ({ from: in60(), to: today }), 'to', 'reversed_range'],
  ['an origin that is none', () => ({ origin: 'Airbnb' }), 'origin', 'invalid_value'],
  ['a state that is none', () => ({ state: 'open' }), 'state', 'invalid_value'],
  ['a limit of 201', () => ({ limit: 201 }), 'limit', 'too_big'],
  ['a limit of zero', () => ({ limit: 0 }), 'limit', 'too_small'],
  ['a cursor of its own making', () => ({ cursor: "1' OR 1=1" }), 'cursor', 'invalid_value'],
])('bookings.list refuses %s', async (_, fields, path, code) => {
  const answer = await query(world.url, 'bookings.list', { ...head(), ...fields() }, own());
  expectField(answer, path, code);
});

test.each([
  ['a past day', () => [{ date: addDays(today, -1), units: 0 }], 'days.0.date', 'past_night'],
  ['a day that is none', () => [{ date: '2027-02-29', units: 0 }], 'days.0.date', 'invalid_date'],
  ['units below zero', () => [{ date: in60(), units: -1 }], 'days.0.units', 'too_small'],
  ['units with a part', () => [{ date: in60(), units: 1.5 }], 'days.0.units', 'not_integer'],
  ['too many units', () => [{ date: in60(), units: 2 }], 'days.0.units', 'above_unit_count'],
  [
    'an unknown field',
    () => [{ date: in60(), units: 0, open: true }],
    'days.0.open',
    'unknown_key',
  ],
  ['no day', () => [], 'days', 'empty'],
])('stock.set refuses %s', async (_, days, path, code) => {
  const input = { ...keyed(), accommodationId: 1, days: days() };
  expectField(await mutate(world.url, 'stock.set', input, own()), path, code);
  await expectUntouched();
});

test('one foreign room among fifty refuses the whole', async () => {
  const one = { from: in60(), to: in60(), set: { open: false } };
  const changes = Array.from({ length: 50 }, (_, i) => ({
    ...one,
    accommodationId: i === 31 ? 4 : 1,
  }));
  const answer = await mutate(world.url, 'bulkUpdates.create', { ...keyed(), changes }, own());
  expectField(answer, 'changes.31.accommodationId', 'unknown_accommodation');
  await expectUntouched();
});

test('rates.set refuses an entry of another room', async () => {
  const changes = [{ ...base(), accommodationId: 2, set: { minStay: 2 } }];
  const input = { ...keyed(), accommodationId: 1, changes };
  const answer = await mutate(world.url, 'rates.set', input, own());
  expectField(answer, 'changes.0.accommodationId', 'unknown_accommodation');
  await expectUntouched();
});

test.each([
  ['no entry', () => [], 'empty'],
  ['5,001 entries', () => Array(5_001).fill({ ...base(), set: { minStay: 2 } }), 'too_many'],
  [
    'more than 200,000 cells',
    () =>
      [2001, 2002, 2003].flatMap((rateTypeId) =>
        Array.from({ length: 70 }, (_, i) => ({
          ...{ accommodationId: 1, rateTypeId, from: in60(), to: addDays(in60(), 1_000) },
          set: { prices: [{ guests: i + 1, priceCents: 1_000 }], open: true },
        })),
      ),
    'too_many',
  ],
])('a change set of %s is refused', async (_, changes, code) => {
  const input = { ...keyed(), changes: changes() };
  expectField(await mutate(world.url, 'bulkUpdates.create', input, own()), 'changes', code);
  await expectUntouched();
});

test.each([
  ['no key', undefined, 'required'],
  ['an empty key', '', 'too_small'],
  ['a key of 201 characters', 'k'.repeat(201), 'too_big'],
])('a change set with %s is refused', async (_, idempotencyKey, code) => {
  const changes = [{ ...base(), set: { minStay: 2 } }];
  const input = { ...head(), idempotencyKey, changes };
  const answer = await mutate(world.url, 'bulkUpdates.create', input, own());
  expectField(answer, 'idempotencyKey', code);
  await expectUntouched();
});

test.each(['1e309', '-1e309', 'NaN', 'Infinity', '0x10'])(
  'the price %s is refused',
  async (text) => {
    const input = JSON.stringify({ ...keyed(), changes: [{ ...base(), set: { priceCents: 1 } }] });
    const forged = input.replace('"priceCents":1', `"priceCents":${text}`);
    const answer = await mutate(world.url, 'bulkUpdates.create', forged, own());
    expect(answer.status).toBe(400);
    await expectUntouched();
  },
);
