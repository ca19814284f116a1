import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { calendarDateOf } from '#server/kernel/calendar-date.ts';
import { calendarOf, changeUnits, nightsOf, unitsAt } from '#tests/support/nights.ts';
import { createTestClock } from '#tests/support/people/auth.ts';
import { startWorld, type World } from '#tests/support/world.ts';

const clock = createTestClock();
let world: World;
let nights: Awaited<ReturnType<typeof nightsOf>>;

beforeAll(async () => {
  world = await startWorld({ clock, upstreamTimeoutMs: 2_500 });
  await refresh();
  nights = await nightsOf(world);
});
afterEach(async () => {
  await world.stub.clearFaults();
  await refresh();
});
afterAll(() => world[Symbol.asyncDispose]());

const refresh = () => world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
const unit = (accommodationId: number) => ({ supplierId: world.supplierId, accommodationId });
const all = () => world.api.bookings.list.query({ supplierId: world.supplierId, limit: 200 });

test('one part that fails keeps its last good data and says so; the others are fresh', async () => {
  const { from } = nights.take(1);
  const span = { from, to: from };
  const before = await calendarOf(world, span);
  const [one, two] = [1, 2].map((id) => unitsAt(before, id, from) ?? 0);
  await changeUnits(world.stub, unit(1), from, 1 - (one ?? 0));
  await changeUnits(world.stub, unit(2), from, 1 - (two ?? 0));
  await world.stub.fault({ match: { path: '/hebergements/2/stock' }, fault: { status: 500 } });
  const { warnings } = await refresh();
  const { asOf: goodAsOf } = before;
  expect(warnings).toEqual([
    {
      part: 'stock',
      code: 'unreachable',
      accommodationId: 2,
      asOf: expect.any(String),
      detail: null,
    },
  ]);
  expect(Date.parse(warnings[0]?.asOf ?? '')).toBeLessThanOrEqual(Date.parse(goodAsOf ?? ''));
  const after = await calendarOf(world, span);
  expect(after).toMatchObject({ stale: true, warnings });
  expect(unitsAt(after, 1, from)).toBe(1 - (one ?? 0));
  expect(unitsAt(after, 2, from)).toBe(two);
  await world.stub.clearFaults();
  await refresh();
  const healed = await calendarOf(world, span);
  expect(healed).toMatchObject({ stale: false, warnings: [] });
  expect(unitsAt(healed, 2, from)).toBe(1 - (two ?? 0));
});

const SILENT: readonly [string, object][] = [
  ['is down', { resetBefore: true }],
  ['answers 503', { status: 503 }],
  ['answers HTML', { html: true }],
  ['answers half a body', { malformed: true }],
  ['answers something else', { body: '{"ok":1,"data":{}}' }],
  ['answers null', { body: 'null' }],
  ['redirects', { redirect: 'http://127.0.0.1:9/' }],
  ['refuses in words', { upstreamSentence: 'Maintenance jusqu’à midi.' }],
];

test.each(SILENT)('an upstream that %s never looks like an empty house', async (_, fault) => {
  const span = nights.take(5);
  const before = await calendarOf(world, span);
  const bookings = await all();
  await world.stub.fault({ match: {}, fault });
  const { warnings } = await refresh();
  const after = await calendarOf(world, span);
  expect(new Set(warnings.map(({ part }) => part))).toEqual(
    new Set(['accommodations', 'rateTypes', 'stock', 'rates', 'bookings']),
  );
  expect(after.stale).toBe(true);
  for (const part of ['accommodations', 'rateTypes', 'stock', 'rates', 'bookings'] as const)
    expect(after[part]).toEqual(before[part]);
  expect(after.asOf).toBe(before.asOf);
  const kept = await all();
  expect(kept.items).toEqual(bookings.items);
  expect(kept.warnings).toHaveLength(1);
});

test('while upstream hangs the calendar answers at once from what it has', async () => {
  const span = nights.take(5);
  const before = await calendarOf(world, span);
  await world.stub.fault({ match: {}, fault: { hang: true } });
  // Older than an hour: every part is stale and opening the page asks for a refresh.
  clock.forward(3_700_000);
  const started = performance.now();
  const stale = await calendarOf(world, span);
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(stale).toMatchObject({ stale: true, asOf: before.asOf, rates: before.rates });
  expect((await world.api.suppliers.list.query())[0]).toMatchObject({ stale: true });
});

test('the words of a refusal reach the owner', async () => {
  const upstreamSentence = 'Compte suspendu (réf. 4711).';
  const match = { path: '/hebergements/1/typetarifs/tarif' };
  await world.stub.fault({ match, fault: { upstreamSentence } });
  const { warnings } = await refresh();
  expect(warnings).toMatchObject([
    { part: 'rates', code: 'refused', accommodationId: 1, detail: upstreamSentence },
  ]);
});

test('an answer that is too large is an error, not a short list', async () => {
  const before = await all();
  await world.stub.fault({ match: { path: '/dossiers?' }, fault: { tooLarge: 6_000_000 } });
  const { warnings } = await refresh();
  expect(warnings).toMatchObject([{ part: 'bookings', code: 'unreadable' }]);
  expect((await all()).items).toEqual(before.items);
});

test('a page of bookings that fails leaves the bookings as they were', async () => {
  const before = await all();
  const made = await world.stub.control('POST', 'dossiers', unit(1));
  await world.stub.fault({ match: { path: '/dossiers?' }, fault: { status: 500 } });
  const { warnings } = await refresh();
  expect(warnings).toMatchObject([{ part: 'bookings', code: 'unreachable' }]);
  expect((await all()).items).toEqual(before.items);
  await world.stub.clearFaults();
  await refresh();
  const ids = (await all()).items.map(({ id }) => id);
  expect(ids).toContain((made as { id: number }).id);
});

test('a list that had entries and comes back empty, or in part, takes nothing away', async () => {
  const { api, stub, supplierId } = world;
  await api.suppliers.refresh.mutate({ supplierId });
  const span = { from: '2027-03-01', to: '2027-03-02' } as const;
  const ask = () =>
    api.calendar.get.query({
      supplierId,
      from: calendarDateOf(span.from),
      to: calendarDateOf(span.to),
    });
  const before = await ask();
  const ids = (view: typeof before) => view.accommodations.map(({ id }) => id);
  const answers = [
    { listeHebergement: [] },
    { listeHebergement: [{ cleHebergement: { idHebergement: '?' }, nom: 'x' }] },
  ];
  for (const data of answers) {
    const body = JSON.stringify({ ok: 1, data });
    await stub.fault({
      match: { method: 'GET', path: '/hebergements' },
      times: 1,
      fault: { body },
    });
    await api.suppliers.refresh.mutate({ supplierId });
    const after = await ask();
    expect(ids(after)).toEqual(ids(before));
    expect(after.warnings).toContainEqual(expect.objectContaining({ part: 'accommodations' }));
    await stub.clearFaults();
  }
  await api.suppliers.refresh.mutate({ supplierId });
  expect((await ask()).warnings).toEqual([]);
});
