import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SettingsUpdate } from '#server/domain/settings/schema.ts';
import { addDays, calendarDateOf } from '#server/kernel/calendar-date.ts';
import {
  calendarOf,
  eurosOf,
  nightsOf,
  rateAt,
  spanOf,
  todayOf,
  upstreamNight,
} from '#tests/support/nights.ts';
import { failureOf, settled, startWorld, type World } from '#tests/support/world.ts';

const DAY = 86_400_000;
const ROW = { accommodationId: 1, rateTypeId: 2001 };

/** The clock stands still at one in the morning of tomorrow, in UTC. */
const date = new Date(Date.now() + DAY).toISOString().slice(0, 10);
const clock = { now: () => Date.parse(`${date}T01:00:00Z`) };
const utcDate = calendarDateOf(date);

let world: World;
let nights: Awaited<ReturnType<typeof nightsOf>>;
beforeAll(async () => {
  world = await startWorld({ clock });
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  nights = await nightsOf(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const update = (change: Omit<SettingsUpdate, 'supplierId'>) =>
  world.api.settings.update.mutate({ supplierId: world.supplierId, ...change });
const create = (change: object, set: object) =>
  world.api.bulkUpdates.create.mutate({
    ...{ supplierId: world.supplierId, idempotencyKey: randomUUID() },
    changes: [{ ...ROW, from: utcDate, to: utcDate, ...change, set }],
  });

test('another zone is another today on the next call, for reading and for writing', async () => {
  const { api, supplierId } = world;
  expect(await todayOf(world)).toBe(utcDate);
  await update({ set: { timezone: 'America/Guadeloupe' } });
  const lastNight = addDays(utcDate, -1);
  expect(await todayOf(world)).toBe(lastNight);
  expect((await api.suppliers.list.query())[0]).toMatchObject({ timezone: 'America/Guadeloupe' });
  const tonight = { from: lastNight, to: lastNight };
  const { batchId } = await create(tonight, { minStay: 2 });
  expect((await settled(api, batchId)).state).toBe('done');
  await update({ set: { timezone: 'Pacific/Auckland' } });
  expect(await todayOf(world)).toBe(utcDate);
  await update({ set: { timezone: 'Pacific/Kiritimati' } });
  for (const from of [lastNight, addDays(utcDate, -2)]) {
    const { data } = await failureOf(create({ from, to: utcDate }, { minStay: 2 }));
    expect(data?.fields).toMatchObject([{ path: 'changes.0.from', code: 'past_night' }]);
    const stock = api.stock.set.mutate({
      ...{ supplierId, accommodationId: 1, idempotencyKey: randomUUID() },
      days: [{ date: from, units: 0 }],
    });
    expect((await failureOf(stock)).data?.fields).toMatchObject([
      { path: 'days.0.date', code: 'past_night' },
    ]);
  }
  await update({ set: { timezone: 'Europe/Paris' } });
});

test('a night that gets its first rate begins as the owner said, upstream too', async () => {
  const { api, stub, supplierId } = world;
  const { from, to } = spanOf(addDays(utcDate, 1_000), 2);
  expect(rateAt(await calendarOf(world, { from, to }), 1, 2001, from)).toBeNull();
  const newNight = { minStay: 3, maxStay: 9, arrivalAllowed: false, departureAllowed: true };
  await update({ set: { newNight } });
  const changes = [{ ...ROW, from, to, set: { priceCents: 111_00 } }];
  const preview = await api.bulkUpdates.preview.mutate({ supplierId, changes });
  expect(preview.warnings).toMatchObject([{ code: 'new_night', from, to }]);
  expect(preview.periods).toMatchObject([{ from, to, values: { ...newNight, open: true } }]);
  const { batchId } = await create({ from, to }, { priceCents: 111_00 });
  expect((await settled(api, batchId)).state).toBe('done');
  expect(rateAt(await calendarOf(world, { from, to }), 1, 2001, to)).toMatchObject(newNight);
  expect(await upstreamNight(stub, { ...ROW, supplierId }, to)).toMatchObject({
    ...{ ouvert: true, dureeMin: 3, dureeMax: 9, arriveeAutorisee: false, departAutorise: true },
  });
  // What the change says wins, and a night that has a rate keeps what it holds.
  const later = addDays(to, 2);
  const said = { from: later, to: later };
  const own = { priceCents: 90_00, arrivalAllowed: true, minStay: 2 };
  await settled(api, (await create(said, own)).batchId);
  expect(rateAt(await calendarOf(world, said), 1, 2001, later)).toMatchObject({
    ...newNight,
    ...{ arrivalAllowed: true, minStay: 2 },
  });
  await update({ set: { newNight: { ...newNight, departureAllowed: false, minStay: 1 } } });
  await settled(api, (await create({ from, to }, { priceCents: 112_00 })).batchId);
  expect(rateAt(await calendarOf(world, { from, to }), 1, 2001, from)).toMatchObject(newNight);
});

test('the unit count bounds the units of a night, and gives way to the guess again', async () => {
  const { from, to } = nights.take(1);
  const { accommodations } = await calendarOf(world, { from, to });
  const guess = accommodations[0]?.units ?? 0;
  const units = (count: number) => create({ from, to, rateTypeId: undefined }, { units: count });
  const refused = async (count: number) => {
    const { data } = await failureOf(units(count));
    expect(data?.fields).toMatchObject([{ path: 'changes.0.set.units', code: 'above_unit_count' }]);
  };
  await refused(guess + 1);
  const more = await update({ accommodations: [{ id: 1, set: { units: guess + 2 } }] });
  expect(more.accommodations[0]).toMatchObject({ units: guess + 2, unitsGuess: guess });
  expect((await calendarOf(world, { from, to })).accommodations[0]?.units).toBe(guess + 2);
  await settled(world.api, (await units(guess + 2)).batchId);
  await refused(guess + 3);
  await update({ accommodations: [{ id: 1, set: { units: null } }] });
  await refused(1_000 - 1);
});

test('the reference occupancy is what the grid shows and what a price means', async () => {
  const { api, stub, supplierId } = world;
  const { from, to } = nights.take(1);
  const span = { from, to };
  const row = { ...ROW, supplierId };
  const shown = async () => {
    const { rates } = await calendarOf(world, span);
    return rates.find(({ accommodationId }) => accommodationId === 1)?.referenceGuests;
  };
  const guess = await shown();
  const before = eurosOf(await upstreamNight(stub, row, from));
  const least = Math.min(...Object.keys(before).map(Number));
  expect(least).not.toBe(guess);
  await update({ accommodations: [{ id: 1, set: { referenceGuests: least } }] });
  expect(await shown()).toBe(least);
  const changes = [{ ...ROW, ...span, set: { priceCents: 123_00 } }];
  const { cells } = await api.bulkUpdates.preview.mutate({ supplierId, changes });
  expect(cells).toMatchObject([{ field: 'priceCents', guests: least, after: 123_00 }]);
  await settled(api, (await create(span, { priceCents: 123_00 })).batchId);
  expect(eurosOf(await upstreamNight(stub, row, from))).toEqual({ ...before, [least]: 123 });
  // Guests that no price is for yet get one.
  await update({ accommodations: [{ id: 1, set: { referenceGuests: 9 } }] });
  await settled(api, (await create(span, { priceCents: 199_00 })).batchId);
  expect(eurosOf(await upstreamNight(stub, row, from))).toEqual({
    ...before,
    ...{ [least]: 123, 9: 199 },
  });
  await update({ accommodations: [{ id: 1, set: { referenceGuests: null } }] });
});

test('the calendar tells which nights are weekend nights', async () => {
  const span = spanOf(utcDate, 1);
  expect((await calendarOf(world, span)).weekendNights).toEqual([5, 6]);
  for (const weekendNights of [[7, 3], []]) {
    await update({ set: { weekendNights } });
    expect((await calendarOf(world, span)).weekendNights).toEqual(weekendNights);
  }
});

test('a property that is renamed goes by its new name', async () => {
  await update({ set: { name: '  Villeneuve-d’Ascq  ' } });
  const [listed] = await world.api.suppliers.list.query();
  expect(listed?.name).toBe('Villeneuve-d’Ascq');
});
