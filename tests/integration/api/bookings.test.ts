import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addDays } from '#server/kernel/calendar-date.ts';
import { nightsOf } from '#tests/support/nights.ts';
import { startWorld, type World } from '#tests/support/world.ts';

let world: World;
let nights: Awaited<ReturnType<typeof nightsOf>>;
beforeAll(async () => {
  world = await startWorld();
  await refresh();
  nights = await nightsOf(world);
});
afterEach(() => world.stub.clearFaults());
afterAll(() => world[Symbol.asyncDispose]());

const refresh = () => world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });

/** Every booking, page by page. */
async function all(limit = 200) {
  const { api, supplierId } = world;
  const items = [];
  let cursor: string | undefined;
  do {
    const page = await api.bookings.list.query({ supplierId, limit, ...(cursor && { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

async function sell(body: object = {}) {
  const { stub, supplierId } = world;
  const made = await stub.control('POST', 'dossiers', { supplierId, ...body });
  return (made as { id: number }).id;
}

const found = async (id: number) => (await all()).find((item) => item.id === id);

test('every booking that upstream lists is there, of every origin, in order', async () => {
  const bookings = await all();
  const url = `${world.stub.url}/fournisseur/${world.supplierId}/dossiers?nbParPage=100`;
  const listed = await fetch(url, { headers: { authorization: `OsApiKey ${world.stub.apiKey}` } });
  const { data } = (await listed.json()) as { data: { infoPage: { nbTotal: number } } };
  expect(bookings).toHaveLength(data.infoPage.nbTotal);
  expect(new Set(bookings.map(({ origin }) => origin))).toEqual(
    new Set(['OpenSystem', 'ResaLocale', 'Xotelia', 'Booking', 'unknown']),
  );
  expect(bookings.some(({ stays }) => stays.length > 1)).toBe(true);
  expect(bookings.some(({ state }) => state === 'cancelled')).toBe(true);
  const arrivals = bookings.map(({ stays }) => stays.map(({ arrival }) => arrival).sort()[0] ?? '');
  expect(arrivals).toEqual([...arrivals].sort());
});

test('pages of seven hold the same bookings once each, also by filter', async () => {
  const { api, supplierId } = world;
  const bookings = await all();
  expect(await all(7)).toEqual(bookings);
  for (const origin of ['Booking', 'unknown'] as const) {
    const { items } = await api.bookings.list.query({ supplierId, origin, limit: 200 });
    expect(items).toEqual(bookings.filter((item) => item.origin === origin));
  }
  const { items } = await api.bookings.list.query({ supplierId, state: 'cancelled', limit: 200 });
  expect(items).toEqual(bookings.filter(({ state }) => state === 'cancelled'));
});

test('a span holds the stays with a night in it, not those that leave that morning', async () => {
  const { api, supplierId } = world;
  const arrival = addDays(nights.today, 300);
  const departure = addDays(arrival, 3);
  const id = await sell({ arrival, departure, accommodationId: 2 });
  await refresh();
  const ids = async (from: typeof arrival, to: typeof arrival) =>
    (await api.bookings.list.query({ supplierId, from, to, limit: 200 })).items.map((b) => b.id);
  expect(await ids(arrival, arrival)).toContain(id);
  expect(await ids(addDays(departure, -1), departure)).toContain(id);
  expect(await ids(departure, addDays(departure, 1))).not.toContain(id);
  expect(await ids(addDays(arrival, -5), addDays(arrival, -1))).not.toContain(id);
});

test('a booking that is changed, moved and cancelled upstream follows each time', async () => {
  const { stub, supplierId } = world;
  const arrival = addDays(nights.today, 200);
  const departure = addDays(arrival, 2);
  const id = await sell({ arrival, departure, amount: 180.5, origin: 'Booking' });
  await refresh();
  const stay = { accommodationId: 1, arrival, departure, units: 1, guests: 2 };
  expect(await found(id)).toMatchObject({
    ...{ origin: 'Booking', state: 'confirmed', totalCents: 18_050, currency: 'EUR' },
    ...{ guestName: 'Maëlys Hélouin', stays: [stay] },
  });
  const moved = { arrival: addDays(arrival, 7), departure: addDays(arrival, 12) };
  await stub.control('PATCH', `dossiers/${supplierId}/${id}`, { ...moved, amount: 500 });
  await refresh();
  expect(await found(id)).toMatchObject({ totalCents: 50_000, stays: [{ ...stay, ...moved }] });
  await stub.control('DELETE', `dossiers/${supplierId}/${id}`);
  await refresh();
  expect(await found(id)).toMatchObject({ state: 'cancelled', stays: [moved] });
});

test('a change in the very second of the last read is not missed', async () => {
  const { stub, supplierId } = world;
  const made = await stub.control('POST', 'dossiers', { supplierId, amount: 100 });
  const { id, dossier } = made as { id: number; dossier: { dateModification: string } };
  await refresh();
  const { dateModification } = dossier;
  await stub.control('PATCH', `dossiers/${supplierId}/${id}`, { amount: 250, dateModification });
  await refresh();
  expect(await found(id)).toMatchObject({ totalCents: 25_000 });
});

test('a booking that upstream lists but no longer knows counts as cancelled', async () => {
  const { stub, supplierId } = world;
  const id = await sell();
  await refresh();
  expect(await found(id)).toMatchObject({ state: 'confirmed' });
  await stub.control('PATCH', `dossiers/${supplierId}/${id}`, { amount: 90 });
  await stub.fault({ match: { path: `/dossiers/${id}` }, fault: { status: 404 } });
  await refresh();
  expect(await found(id)).toMatchObject({ state: 'cancelled' });
});

test('one unreadable booking hides only itself, and comes back when it can be read', async () => {
  const { stub } = world;
  const before = await all();
  const hidden = await sell({ accommodationId: 1 });
  const fine = await sell({ accommodationId: 2 });
  await stub.fault({ match: { path: `/dossiers/${hidden}` }, fault: { malformed: true } });
  const { warnings } = await refresh();
  expect(warnings).toMatchObject([{ part: 'bookings', code: 'unreadable' }]);
  expect(warnings[0]?.detail).toContain(String(hidden));
  const ids = (await all()).map(({ id }) => id);
  expect(ids).toContain(fine);
  expect(ids).not.toContain(hidden);
  expect(ids).toHaveLength(before.length + 1);
  await stub.clearFaults();
  expect((await refresh()).warnings).toEqual([]);
  expect(await found(hidden)).toBeDefined();
});

test('a known booking that cannot be read for once stays as it was, with a warning', async () => {
  const { stub, supplierId } = world;
  const id = await sell({ amount: 70 });
  await refresh();
  const before = await found(id);
  await stub.control('PATCH', `dossiers/${supplierId}/${id}`, { amount: 80 });
  await stub.fault({ match: { path: `/dossiers/${id}` }, fault: { status: 500 } });
  const { warnings } = await refresh();
  expect(warnings).toMatchObject([{ part: 'bookings', code: 'unreadable' }]);
  expect(await found(id)).toEqual(before);
  await stub.clearFaults();
  await refresh();
  expect(await found(id)).toMatchObject({ totalCents: 8_000 });
});

const line = (arrival: string, departure: string, quantite: unknown) => ({
  nom: 'Chambre',
  cleHebergement: { idFournisseur: 61_001, idHebergement: 1 },
  sejour: { debut: arrival, fin: departure },
  montant: 100,
  quantite,
  pax: { nbPers: 2, listeAge: [] },
});

/** A warning without the age of the data it is about. */
const lasting = ({ part, code, detail }: { part: string; code: string; detail: string | null }) =>
  expect.objectContaining({ part, code, detail });

test('a booking with a line that makes no sense keeps its other lines and hurts nobody', async () => {
  const arrival = addDays(nights.today, 230);
  const departure = addDays(arrival, 2);
  const listeHebergement = [
    line(arrival, arrival, 1),
    line(arrival, departure, 0),
    line('2027-02-30', departure, 1),
    line(arrival, departure, 1),
  ];
  const odd = await sell({ listeHebergement });
  const empty = await sell({ listeHebergement: [] });
  const fine = await sell({ accommodationId: 3 });
  const { warnings } = await refresh();
  expect(warnings.length).toBeGreaterThanOrEqual(4);
  expect((await found(odd))?.stays).toEqual([
    { accommodationId: 1, arrival, departure, units: 1, guests: 2 },
  ]);
  expect(await found(empty)).toBeUndefined();
  expect(await found(fine)).toMatchObject({ state: 'confirmed' });
  // What is hidden stays told for as long as it is hidden.
  for (let i = 0; i < 2; i++)
    expect((await refresh()).warnings).toEqual(expect.arrayContaining(warnings.map(lasting)));
});

test('of many bookings at once none is lost between the pages of upstream', async () => {
  const before = (await all()).length;
  for (let i = 0; i < 120; i++) await sell({ arrival: addDays(nights.today, 400 + i) });
  const since = await world.stub.now();
  await refresh();
  const pages = (await world.stub.calls(since)).filter(({ path }) => path.endsWith('/dossiers'));
  expect(pages.length).toBeGreaterThanOrEqual(2);
  expect(await all()).toHaveLength(before + 120);
});
