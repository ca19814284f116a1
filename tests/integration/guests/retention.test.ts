import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, type CalendarDate, toEpochDay } from '#server/kernel/calendar-date.ts';
import { todayOf } from '#tests/support/nights.ts';
import { createTestClock } from '#tests/support/people/auth.ts';
import { eventually, startWorld, type World } from '#tests/support/world.ts';

const DAY_MS = 86_400_000;
const clock = createTestClock();

let world: World;
/** When the test began, at the property. */
let begin: CalendarDate;
beforeAll(async () => {
  world = await startWorld({ clock });
  await refresh();
  begin = await todayOf(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const refresh = () => world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });

const rowsOf = async (sql: string, args: (string | number)[] = []) =>
  (await world.app.database.client.execute({ sql, args })).rows;

/** Upstream as many days passed as here. */
const modified = () => ({ dateModification: new Date(clock.now()).toISOString() });

async function sell(departedDaysAgo: number) {
  const departure = addDays(begin, -departedDaysAgo);
  const stay = { arrival: addDays(departure, -2), departure, amount: 100 };
  const contact = { nom: 'Canari', prenom: 'Zoé', email: `zoe${departedDaysAgo}@canari.example` };
  const body = { supplierId: world.supplierId, ...stay, contact, ...modified() };
  return ((await world.stub.control('POST', 'dossiers', body)) as { id: number }).id;
}

const change = (id: number, body: object) =>
  world.stub.control('PATCH', `dossiers/${world.supplierId}/${id}`, {
    ...{ ...body, ...modified() },
  });

async function held(id: number) {
  const [row] = await rowsOf('SELECT * FROM booking WHERE booking_id = ?', [id]);
  return row;
}

interface Expired {
  readonly count: number;
  readonly departedBefore: string;
}

/** What was written down of the job, newest first. */
const expiries = async () =>
  (await world.api.audit.list.query({ action: 'guest.expire' })).items.map(
    ({ actorKind, supplierId, after }) => ({ actorKind, supplierId, ...(after as Expired) }),
  );

/** Lets days pass; the app looks for what is due when it starts. */
async function pass(days: number) {
  clock.forward(days * DAY_MS);
  await world.restart();
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  await eventually('the job of the day', async () => {
    const [job] = await rowsOf(
      `SELECT state FROM job WHERE kind = 'guests.expire' AND ref_id = ? AND state = 'done'`,
      [day],
    );
    return job ? true : null;
  });
  // What was asked for while a refresh was under way would be answered by that one.
  await eventually('the refresh of the day', async () => {
    const open = await rowsOf(
      `SELECT 1 FROM job WHERE kind = 'supplier.refresh' AND state IN ('ready', 'running')`,
    );
    return open.length === 0 ? true : null;
  });
}

const withGuest = async (before: number) =>
  (
    await rowsOf(
      `SELECT count(*) AS n FROM booking WHERE last_departure_day < ? AND (guest_name IS NOT NULL
        OR detail_json ->> '$.contact' IS NOT NULL)`,
      [before],
    )
  )[0]?.n;

test('by default nothing of 25 months is old enough, and nothing is written down', async () => {
  await pass(1);
  expect(await expiries()).toEqual([]);
  expect(await withGuest(toEpochDay(begin))).toBeGreaterThan(10);
});

test('after the months that the owner chose the guests go, once, and amounts stay', async () => {
  const old = await sell(40);
  const recent = await sell(5);
  await refresh();
  expect(await held(old)).toMatchObject({ guest_name: 'Zoé Canari' });
  await world.api.settings.update.mutate({
    ...{ supplierId: world.supplierId, set: { retentionMonths: 1 } },
  });
  await pass(1);
  const after = await held(old);
  expect(JSON.stringify(after)).not.toMatch(/canari|zoé/i);
  expect(after).toMatchObject({ total_cents: 10_000 });
  expect(await held(recent)).toMatchObject({ guest_name: 'Zoé Canari' });
  const [told, ...others] = await expiries();
  expect(others).toEqual([]);
  expect(told).toMatchObject({ actorKind: 'job', supplierId: world.supplierId });
  expect(told?.count).toBeGreaterThan(10);
  expect(await withGuest(toEpochDay(told?.departedBefore ?? ''))).toBe(0);
  expect((await rowsOf('SELECT * FROM guest_erasure')).length).toBe(0);
});

test('a later day and a restart find nothing to do again', async () => {
  const before = await expiries();
  await world.restart();
  const jobs = await rowsOf(`SELECT ref_id, count(*) AS n FROM job WHERE kind = 'guests.expire'
    GROUP BY ref_id`);
  for (const { n } of jobs) expect(n).toBe(1);
  const total = (list: readonly Expired[]) => list.reduce((sum, { count }) => sum + count, 0);
  await pass(1);
  // Only those that became old on this day.
  expect(total(await expiries()) - total(before)).toBeLessThan(5);
});

test('a refresh of an old stay brings no guest back, also in a mirror read anew', async () => {
  const old = await sell(45);
  await refresh();
  expect(JSON.stringify(await held(old))).not.toMatch(/canari|zoé/i);
  await change(old, { listeReglement: [{ type: 'Zoé Canari', montant: 60, date: '2026-02-01' }] });
  await refresh();
  const changed = await held(old);
  expect(JSON.stringify(changed)).not.toMatch(/canari|zoé/i);
  expect(JSON.parse(String(changed?.detail_json)).payments).toMatchObject([{ amountCents: 6_000 }]);
  const { client } = world.app.database;
  await client.execute('DELETE FROM booking_stay');
  await client.execute('DELETE FROM booking');
  await client.execute('UPDATE mirror_part SET watermark = NULL');
  await refresh();
  expect(JSON.stringify(await held(old))).not.toMatch(/canari|zoé/i);
});

test('a stay that upstream moves to later has its guest again', async () => {
  const id = await sell(50);
  await refresh();
  expect(await held(id)).toMatchObject({ guest_name: null });
  await change(id, { arrival: addDays(begin, 3), departure: addDays(begin, 6) });
  await refresh();
  expect(await held(id)).toMatchObject({ guest_name: 'Zoé Canari' });
});
