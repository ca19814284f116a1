import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SettingsUpdate, SettingsView } from '#server/domain/settings/schema.ts';
import { type CalendarDate, toEpochDay } from '#server/kernel/calendar-date.ts';
import { calendarOf, spanOf, todayOf } from '#tests/support/nights.ts';
import { type Api, clientOf, startWorld, type World } from '#tests/support/world.ts';

let world: World;
let api: Api;
let supplierId: number;
let today: CalendarDate;
beforeAll(async () => {
  world = await startWorld({ seed: 'hotel' });
  ({ api, supplierId } = world);
  await api.suppliers.refresh.mutate({ supplierId });
  today = await todayOf(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const read = () => api.settings.get.query({ supplierId });
const update = (change: Omit<SettingsUpdate, 'supplierId'>) =>
  api.settings.update.mutate({ supplierId, ...change });

interface Entry {
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What the audit log holds of settings since an entry, without who and when. */
async function audited(since = 0): Promise<Entry[]> {
  const { rows } = await world.app.database.client.execute({
    sql: `SELECT target, before_json, after_json FROM audit_entry
      WHERE org_id = ? AND action = 'settings.update' AND id > ? ORDER BY id`,
    args: [world.tenant, since],
  });
  return rows.map((row) => ({
    target: String(row.target),
    before: JSON.parse(String(row.before_json)),
    after: JSON.parse(String(row.after_json)),
  }));
}

async function lastEntry(): Promise<number> {
  const { rows } = await world.app.database.client.execute('SELECT max(id) AS id FROM audit_entry');
  return Number(rows[0]?.id ?? 0);
}

function of({ accommodations }: SettingsView, accommodationId: number) {
  const found = accommodations.find(({ id }) => id === accommodationId);
  if (!found) throw new Error(`No accommodation ${accommodationId}`);
  return found;
}

test('before anything is decided the defaults hold, and guesses are told apart', async () => {
  const settings = await read();
  expect(settings).toMatchObject({
    supplierId,
    ...{ name: 'Maison', timezone: 'Europe/Paris', weekendNights: [5, 6] },
    ...{ minStayReading: 'every_night', schoolZones: ['A', 'B', 'C'], holidayRegion: 'metropole' },
    ...{ vatRateBasisPoints: null, commissionBasisPoints: {}, retentionMonths: 36 },
    newNight: { minStay: 1, maxStay: 30, arrivalAllowed: true, departureAllowed: true },
  });
  const { accommodations, rates } = await calendarOf(world, spanOf(today, 1));
  expect(settings.accommodations.map(({ id, name, unitsGuess }) => [id, name, unitsGuess])).toEqual(
    accommodations.map(({ id, name, units }) => [id, name, units]),
  );
  for (const own of settings.accommodations) {
    expect(own).toMatchObject({
      ...{ units: null, floorCents: null, ceilingCents: null, referenceGuests: null },
      ...{ variableCostCents: null, turnoverCostCents: null },
    });
    const row = rates.find(({ accommodationId }) => accommodationId === own.id);
    expect(own.referenceGuestsGuess).toBe(row?.referenceGuests);
  }
});

test('tells the most units that stays have taken on one night to come', async () => {
  const { bookings } = await calendarOf(world, spanOf(today, 1_000));
  const { accommodations } = await read();
  expect(accommodations.some(({ mostBooked }) => mostBooked > 1)).toBe(true);
  for (const { id, mostBooked } of accommodations) {
    const taken = new Map<number, number>();
    for (const { state, stays } of bookings)
      for (const stay of stays) {
        if (state === 'cancelled' || stay.accommodationId !== id) continue;
        for (let day = toEpochDay(stay.arrival); day < toEpochDay(stay.departure); day++)
          if (day >= toEpochDay(today)) taken.set(day, (taken.get(day) ?? 0) + stay.units);
      }
    expect(mostBooked, `accommodation ${id}`).toBe(Math.max(0, ...taken.values()));
  }
});

test('what is named is stored, the rest stays, and the log holds what changed alone', async () => {
  const before = await read();
  const since = await lastEntry();
  const first = await update({
    set: { weekendNights: [6, 7], timezone: 'Europe/Paris', vatRateBasisPoints: 1_000 },
    accommodations: [
      { id: 1, set: { floorCents: 8_000, turnoverCostCents: 0 } },
      { id: 2, set: { units: 7 } },
    ],
  });
  expect(first).toEqual({
    ...before,
    ...{ weekendNights: [6, 7], vatRateBasisPoints: 1_000 },
    accommodations: before.accommodations.map((one) => ({
      ...one,
      ...(one.id === 1 && { floorCents: 8_000, turnoverCostCents: 0 }),
      ...(one.id === 2 && { units: 7 }),
    })),
  });
  expect(await read()).toEqual(first);
  const second = await update({
    set: { newNight: { ...before.newNight, minStay: 2, arrivalAllowed: false } },
    accommodations: [{ id: 1, set: { ceilingCents: 20_000, floorCents: null } }],
  });
  expect(second).toEqual({
    ...first,
    newNight: { minStay: 2, maxStay: 30, arrivalAllowed: false, departureAllowed: true },
    accommodations: first.accommodations.map((one) => ({
      ...one,
      ...(one.id === 1 && { floorCents: null, ceilingCents: 20_000 }),
    })),
  });
  expect(await audited(since)).toEqual([
    {
      target: `supplier:${supplierId}`,
      before: { weekendNights: [5, 6], vatRateBasisPoints: null },
      after: { weekendNights: [6, 7], vatRateBasisPoints: 1_000 },
    },
    {
      target: 'accommodation:1',
      before: { floorCents: null, turnoverCostCents: null },
      after: { floorCents: 8_000, turnoverCostCents: 0 },
    },
    { target: 'accommodation:2', before: { units: null }, after: { units: 7 } },
    {
      target: `supplier:${supplierId}`,
      before: { newNight: before.newNight },
      after: { newNight: second.newNight },
    },
    {
      target: 'accommodation:1',
      before: { ceilingCents: null, floorCents: 8_000 },
      after: { ceilingCents: 20_000, floorCents: null },
    },
  ]);
});

test('every field comes back as it was given', async () => {
  const set = {
    ...{ name: 'Gîte de l’Œuf', timezone: 'America/Guadeloupe', weekendNights: [7, 1] },
    ...{ minStayReading: 'arrival_night' as const, schoolZones: [], retentionMonths: 120 },
    ...{ holidayRegion: 'guadeloupe' as const, vatRateBasisPoints: 0 },
    commissionBasisPoints: { Booking: 1_700, unknown: 0 },
    newNight: { minStay: 3, maxStay: 3, arrivalAllowed: false, departureAllowed: false },
  };
  const own = {
    ...{ units: 999, floorCents: 1, ceilingCents: 1, referenceGuests: 99 },
    ...{ variableCostCents: 10_000_000, turnoverCostCents: 0 },
  };
  const stored = await update({ set, accommodations: [{ id: 3, set: own }] });
  expect(stored).toMatchObject(set);
  expect(of(stored, 3)).toMatchObject(own);
  const none = Object.fromEntries(Object.keys(own).map((field) => [field, null]));
  const open = await update({
    set: { vatRateBasisPoints: null },
    accommodations: [{ id: 3, set: none }],
  });
  expect(open).toMatchObject({ ...set, vatRateBasisPoints: null });
  expect(of(open, 3)).toMatchObject(none);
  await update({ set: { name: 'Maison', timezone: 'Europe/Paris' } });
});

test('what is as it was already writes and logs nothing', async () => {
  const settings = await read();
  const since = await lastEntry();
  const { name, commissionBasisPoints, newNight } = settings;
  const again = await update({
    set: { name, newNight, commissionBasisPoints: { ...commissionBasisPoints } },
    accommodations: [{ id: 1, set: { ceilingCents: of(settings, 1).ceilingCents } }],
  });
  expect(again).toEqual(settings);
  expect(await update({})).toEqual(settings);
  expect(await lastEntry()).toBe(since);
});

test('people who write at the same time change their own fields only, and the log is exact', async () => {
  const other = await world.organisation('Le Moulin', { supplierId, apiKey: world.stub.apiKey });
  const place = { supplierId };
  await other.api.suppliers.refresh.mutate(place);
  const clients = Array.from({ length: 12 }, () => clientOf(world.url, other.apiKey));
  const since = await lastEntry();
  await Promise.all(
    clients.map((client, i) =>
      client.settings.update.mutate({
        ...place,
        ...(i % 3 === 0 && { set: { retentionMonths: i + 1 } }),
        ...(i % 3 === 1 && { set: { vatRateBasisPoints: i } }),
        ...(i % 3 === 2 && { accommodations: [{ id: 1, set: { variableCostCents: i } }] }),
      }),
    ),
  );
  const settings = await other.api.settings.get.query(place);
  const { rows } = await world.app.database.client.execute({
    sql: `SELECT target, before_json, after_json FROM audit_entry
      WHERE org_id = ? AND id > ? AND action = 'settings.update' ORDER BY id`,
    args: [other.tenant, since],
  });
  expect(rows).toHaveLength(12);
  const held: Record<string, unknown> = {
    ...{ retentionMonths: 36, vatRateBasisPoints: null, variableCostCents: null },
  };
  for (const row of rows) {
    const [[field, before] = []] = Object.entries(JSON.parse(String(row.before_json)));
    expect(held[field ?? '']).toBe(before);
    Object.assign(held, JSON.parse(String(row.after_json)));
  }
  const { retentionMonths, vatRateBasisPoints } = settings;
  const { variableCostCents } = of(settings, 1);
  expect({ retentionMonths, vatRateBasisPoints, variableCostCents }).toEqual(held);
});

test('a floor and a ceiling that cross are never both stored, whoever comes first', async () => {
  const wanted = [{ floorCents: 9_000 }, { ceilingCents: 8_000 }];
  for (let round = 0; round < 8; round++) {
    await update({ accommodations: [{ id: 4, set: { floorCents: null, ceilingCents: null } }] });
    const outcomes = await Promise.allSettled(
      wanted.map((set) =>
        clientOf(world.url, world.apiKey).settings.update.mutate({
          ...{ supplierId, accommodations: [{ id: 4, set }] },
        }),
      ),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason.data).toMatchObject({
      httpStatus: 400,
      fields: [{ code: 'floor_above_ceiling' }],
    });
  }
});

test('a night that is over no longer counts, and tonight does', async () => {
  const { client } = world.app.database;
  const day = toEpochDay(today);
  const stay = (id: number, from: number, to: number, units: number) => [
    {
      sql: `INSERT INTO booking (org_id, supplier_id, booking_id, origin, state, currency,
          first_arrival_day, last_departure_day, detail_json, read_at)
        VALUES (?, ?, ?, 'unknown', ?, 'EUR', ?, ?, '{}', 0)`,
      args: [world.tenant, supplierId, id, id === 3 ? 'cancelled' : 'confirmed', from, to],
    },
    {
      sql: `INSERT INTO booking_stay (org_id, supplier_id, booking_id, line, accommodation_id,
          arrival_day, departure_day, units) VALUES (?, ?, ?, 0, 5, ?, ?, ?)`,
      args: [world.tenant, supplierId, id, from, to, units],
    },
  ];
  await client.batch(
    [...stay(1, day - 9, day, 80), ...stay(2, day - 9, day + 1, 60), ...stay(3, day, day + 9, 90)],
    'write',
  );
  const { mostBooked } = of(await read(), 5);
  expect(mostBooked).toBeGreaterThanOrEqual(60);
  expect(mostBooked).toBeLessThan(80);
});
