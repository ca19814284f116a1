import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operatorCall } from '#server/commands/command.ts';
import { addConnection } from '#server/domain/suppliers/add-suppliers.ts';
import { addDays, type CalendarDate } from '#server/kernel/calendar-date.ts';
import { todayOf } from '#tests/support/nights.ts';
import { addMember, pageHeaders } from '#tests/support/people/members.ts';
import { type Page, startPage } from '#tests/support/people/pages.ts';
import { mutate } from '#tests/support/raw.ts';
import { failureOf, startWorld, type World } from '#tests/support/world.ts';

const SECOND = 62_002;

let world: World;
let page: Page;
let today: CalendarDate;
beforeAll(async () => {
  world = await startWorld({ seed: 'all' });
  const { app, tenant, stub } = world;
  await addConnection(app, operatorCall(tenant), {
    ...{ name: 'Second', apiKey: stub.apiKey },
    suppliers: [{ supplierId: SECOND, name: 'Gîte' }],
  });
  await refresh();
  await refresh(SECOND);
  page = await startPage(world);
  today = await todayOf(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const refresh = (supplierId = world.supplierId) =>
  world.api.suppliers.refresh.mutate({ supplierId });

interface Given {
  readonly supplierId?: number;
  /** Days from today to the arrival. */
  readonly inDays?: number;
  readonly nights?: number;
  readonly contact?: object;
  readonly [wire: string]: unknown;
}

/** Sells a stay upstream; by default one that is over. */
async function sell({ inDays = -30, nights = 2, supplierId = world.supplierId, ...rest }: Given) {
  const arrival = addDays(today, inDays);
  const body = { arrival, departure: addDays(arrival, nights), amount: 245.5, ...rest };
  const made = await world.stub.control('POST', 'dossiers', { supplierId, ...body });
  return { supplierId, bookingId: (made as { id: number }).id };
}

interface Key {
  readonly supplierId: number;
  readonly bookingId: number;
}

const change = ({ supplierId, bookingId }: Key, body: object) =>
  world.stub.control('PATCH', `dossiers/${supplierId}/${bookingId}`, body);

/** Everything that the database holds of a booking. */
async function held({ supplierId, bookingId }: Key) {
  const { rows } = await world.app.database.client.execute({
    sql: 'SELECT * FROM booking WHERE org_id = ? AND supplier_id = ? AND booking_id = ?',
    args: [world.tenant, supplierId, bookingId],
  });
  return rows[0];
}

const find = (guest: object) => page.api.guests.find.mutate({ guest } as never);
const erase = (guest: object) => page.api.guests.erase.mutate({ guest, confirm: true } as never);
const idsOf = (list: readonly Key[]) =>
  list.map(({ bookingId }) => bookingId).sort((a, b) => a - b);

describe('a guest is', () => {
  test('everybody with the same e-mail address, however it is written, in every property', async () => {
    const first = await sell({ contact: { nom: 'Un', email: 'Éloïse@Canari.example' } });
    const second = await sell({
      ...{ supplierId: SECOND, contact: { nom: 'Deux', email: ' éloïse@canari.EXAMPLE ' } },
    });
    await sell({ contact: { nom: 'Autre', email: 'eloise@canari.example' } });
    await refresh();
    await refresh(SECOND);
    const found = await find({ email: 'ÉLOÏSE@canari.example' });
    expect(found.matchedBy).toBe('email');
    expect(idsOf(found.bookings)).toEqual(idsOf([first, second]));
    expect(await find(first)).toEqual(found);
    expect(found.bookings.find(({ bookingId }) => bookingId === first.bookingId)).toMatchObject({
      ...{ supplierId: first.supplierId, guestName: 'Un', origin: 'OpenSystem' },
      ...{ arrival: addDays(today, -30), departure: addDays(today, -28) },
      ...{ totalCents: 24_550, currency: 'EUR', isOver: true, isErased: false },
    });
  });

  test('without an address, everybody with the same number, with or without its country', async () => {
    const contact = { nom: 'Tel', telephone1: '06 99 88 77 66' };
    const first = await sell({ contact });
    const second = await sell({ contact: { nom: 'Tel', telephone2: '+33 (0)6.99.88.77.66' } });
    await sell({ contact: { nom: 'Tel', telephone1: '+32 6 99 88 77 66' } });
    await refresh();
    const found = await find(first);
    expect(found.matchedBy).toBe('phone');
    expect(idsOf(found.bookings)).toEqual(idsOf([first, second]));
    expect(await find({ phone: '0033699887766' })).toEqual(found);
  });

  test('without either, the one booking', async () => {
    const one = await sell({ contact: { nom: 'Seul', email: null, telephone1: 'voir avec Paul' } });
    await sell({ contact: { nom: 'Seul', email: '', telephone1: 'voir avec Paul' } });
    await refresh();
    const found = await find(one);
    expect(found.matchedBy).toBe('booking');
    expect(idsOf(found.bookings)).toEqual([one.bookingId]);
  });

  test('nobody where nothing is held, and no number where none was given', async () => {
    expect(await find({ email: 'nobody@canari.example' })).toEqual({
      matchedBy: 'email',
      bookings: [],
    });
    expect((await failureOf(erase({ email: 'nobody@canari.example' }))).data?.code).toBe(
      'NOT_FOUND',
    );
    const guest = { supplierId: world.supplierId, bookingId: 999_999 };
    expect((await failureOf(find(guest))).data?.code).toBe('NOT_FOUND');
    const refused = await failureOf(find({ phone: 'none at all' }));
    expect(refused.data).toMatchObject({
      fields: [{ path: 'guest.phone', code: 'invalid_value' }],
    });
  });
});

const CONTACT = {
  ...{ societe: 'Canari SARL', nom: 'Villeneuve-Canari', prenom: 'Zoé', fax: '+33199887700' },
  ...{ email: 'zoe@villeneuve.example', telephone1: '+33699000001', adresse: '1 rue du Canari' },
  ...{ codePostal: '99123', ville: 'Canariville', pays: 'Canarie', remarques: 'Canari allergique' },
};
const PERSONAL = /canari|villeneuve|zoé|33699000001|99123/i;

/** A dossier with something of the guest in every place that has words. */
function dossier(inDays: number) {
  const arrival = addDays(today, inDays);
  return {
    inDays,
    contact: CONTACT,
    listeSupplementGlobal: [{ intitule: 'Taxe de séjour', quantite: 2, montant: 3.3 }],
    listeReglement: [{ type: 'Virement Villeneuve-Canari', montant: 100, date: '2026-02-01' }],
    listeHebergement: [
      {
        cleHebergement: { idFournisseur: world.supplierId, idHebergement: 1 },
        sejour: { debut: arrival, fin: addDays(arrival, 3) },
        ...{ quantite: 1, montant: 245.5, remarques: 'Lit bébé pour Zoé Canari' },
        pax: { nbPers: 2, listeAge: [{ intitule: 'Adulte', quantite: 2 }] },
        tarif: { typeTarif: { idTypeTarif: 2001, libelle: 'Tarif public' } },
        listeSupplementHebergement: [{ intitule: 'Ménage', quantite: 1, montant: 40 }],
      },
    ],
  };
}

describe('an export', () => {
  test('is everything that is held, and what was handed out is written down by ids', async () => {
    const one = await sell(dossier(-40));
    await refresh();
    const exported = await page.api.guests.export.mutate({ guest: one });
    expect(exported).toMatchObject({ organisation: 'Les Tilleuls', matchedBy: 'email' });
    expect(exported.bookings).toHaveLength(1);
    expect(exported.bookings[0]).toMatchObject({
      ...{
        supplierId: one.supplierId,
        bookingId: one.bookingId,
        guestName: 'Zoé Villeneuve-Canari',
      },
      ...{ state: 'confirmed', currency: 'EUR', property: 'Maison' },
      contact: {
        ...{ company: 'Canari SARL', lastName: 'Villeneuve-Canari', firstName: 'Zoé' },
        ...{ email: 'zoe@villeneuve.example', phones: ['+33699000001'], city: 'Canariville' },
        ...{ postalCode: '99123', country: 'Canarie', remarks: 'Canari allergique' },
      },
      payments: [
        { label: 'Virement Villeneuve-Canari', amountCents: 10_000, paidAt: '2026-02-01' },
      ],
      supplements: [{ label: 'Taxe de séjour', quantity: 2, amountCents: 330 }],
      stays: [
        {
          ...{ accommodationId: 1, arrival: addDays(today, -40), departure: addDays(today, -37) },
          ...{ amountCents: 24_550, rateTypeId: 2001, remarks: 'Lit bébé pour Zoé Canari' },
        },
      ],
    });
    const { items } = await page.api.audit.list.query({ action: 'guest.export' });
    expect(items[0]).toMatchObject({
      ...{ actorId: page.userId, supplierId: one.supplierId, target: `booking:${one.bookingId}` },
      after: { matchedBy: 'email', bookingIds: [one.bookingId] },
    });
    await erase(one);
  });
});

describe('an erasure', () => {
  test('takes the person and leaves what accounting needs', async () => {
    const one = await sell(dossier(-50));
    await refresh();
    const before = await held(one);
    expect(JSON.stringify(before)).toMatch(PERSONAL);
    expect(await erase(one)).toEqual({ erased: [one], kept: [] });
    const after = await held(one);
    expect(JSON.stringify(after)).not.toMatch(PERSONAL);
    const same = ['origin', 'reference', 'state', 'total_cents', 'commission_cents', 'currency'];
    for (const column of [...same, 'created_at', 'first_arrival_day', 'last_departure_day'])
      expect(after?.[column], column).toEqual(before?.[column]);
    expect(after).toMatchObject({ guest_name: null });
    expect(JSON.parse(String(after?.detail_json))).toEqual({
      contact: null,
      supplements: [{ label: 'Taxe de séjour', quantity: 2, amountCents: 330 }],
      payments: [{ label: '', amountCents: 10_000, paidAt: '2026-02-01' }],
      warnings: [],
      stays: [
        {
          ages: [{ label: 'Adulte', count: 2 }],
          supplements: [{ label: 'Ménage', quantity: 1, amountCents: 4_000 }],
          ...{ remarks: null, rateTypeLabel: 'Tarif public' },
        },
      ],
    });
    const { items } = await page.api.audit.list.query({ action: 'guest.erase' });
    expect(items[0]).toMatchObject({
      target: `booking:${one.bookingId}`,
      after: { matchedBy: 'email', erased: [one.bookingId], kept: [] },
    });
    expect(await find(one)).toMatchObject({
      matchedBy: 'booking',
      bookings: [
        { guestName: null, isErased: true, isOver: true, totalCents: 24_550 + 4_000 + 330 },
      ],
    });
    expect((await find({ email: CONTACT.email })).bookings).toEqual([]);
  });

  test('outlasts changes upstream, restarts, and a mirror that is read anew', async () => {
    const one = await sell(dossier(-60));
    await refresh();
    await erase(one);
    await change(one, { contact: { ...CONTACT, prenom: 'Zoé-Canari' } });
    await refresh();
    expect(JSON.stringify(await held(one))).not.toMatch(PERSONAL);
    await change(one, {
      listeReglement: [{ type: 'Chèque Canari', montant: 7, date: '2026-02-02' }],
    });
    await world.restart();
    await refresh();
    const changed = await held(one);
    expect(JSON.stringify(changed)).not.toMatch(PERSONAL);
    expect(JSON.parse(String(changed?.detail_json)).payments).toEqual([
      { label: '', amountCents: 700, paidAt: '2026-02-02' },
    ]);
    const { client } = world.app.database;
    await client.execute('DELETE FROM booking_stay');
    await client.execute('DELETE FROM booking');
    await client.execute('UPDATE mirror_part SET watermark = NULL');
    await refresh();
    await refresh(SECOND);
    const anew = await held(one);
    expect(anew).toMatchObject({ guest_name: null, total_cents: changed?.total_cents ?? null });
    expect(JSON.stringify(anew)).not.toMatch(PERSONAL);
    const { items } = await world.api.bookings.list.query({
      supplierId: one.supplierId,
      limit: 200,
    });
    expect(items.filter(({ guestName }) => guestName === null)).not.toHaveLength(items.length);
  });

  test('leaves a stay that is not over, and takes it once it is', async () => {
    const contact = { nom: 'Revient', email: 'revient@canari.example' };
    const past = await sell({ contact, inDays: -10 });
    const leavesToday = await sell({ contact, inDays: -2, nights: 2 });
    const ahead = await sell({ contact, inDays: 50 });
    await refresh();
    expect(await erase(ahead)).toEqual({ erased: [past], kept: [leavesToday, ahead] });
    expect(await held(past)).toMatchObject({ guest_name: null });
    expect(await held(ahead)).toMatchObject({ guest_name: 'Revient' });
    expect(await erase(ahead)).toEqual({ erased: [], kept: [leavesToday, ahead] });
    await world.stub.control('DELETE', `dossiers/${ahead.supplierId}/${ahead.bookingId}`);
    await refresh();
    expect(await erase(ahead)).toEqual({ erased: [ahead], kept: [leavesToday] });
    expect(await held(ahead)).toMatchObject({ guest_name: null, state: 'cancelled' });
  });

  test('takes the guest out of every property at once, each with its own record', async () => {
    const contact = { nom: 'Partout', email: 'partout@canari.example' };
    const here = await sell({ contact });
    const there = await sell({ contact, supplierId: SECOND });
    await refresh();
    await refresh(SECOND);
    const { erased } = await erase({ email: 'PARTOUT@canari.example' });
    expect(erased.map(({ supplierId }) => supplierId).sort()).toEqual([61_001, SECOND]);
    const { items } = await page.api.audit.list.query({ action: 'guest.erase', limit: 2 });
    const told = items.map(({ supplierId, after }) => ({ supplierId, after }));
    expect(told).toContainEqual({
      ...{ supplierId: SECOND },
      after: { matchedBy: 'email', erased: [there.bookingId], kept: [] },
    });
    expect(told).toContainEqual({
      ...{ supplierId: here.supplierId },
      after: { matchedBy: 'email', erased: [here.bookingId], kept: [] },
    });
  });

  test('is another organisation’s business only in its own bookings', async () => {
    const contact = { nom: 'Partagé', email: 'partage@canari.example' };
    const shared = await sell({ contact });
    await refresh();
    const other = await world.organisation('Les Voisins', {
      ...{ supplierId: world.supplierId, apiKey: world.stub.apiKey },
    });
    await other.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
    expect((await erase(shared)).erased).toEqual([shared]);
    const { client } = world.app.database;
    const theirs = async () => {
      const { rows } = await client.execute({
        sql: 'SELECT guest_name FROM booking WHERE org_id = ? AND booking_id = ?',
        args: [other.tenant, shared.bookingId],
      });
      return rows[0]?.guest_name;
    };
    expect(await theirs()).toBe('Partagé');
    await change(shared, { contact: { ...contact, nom: 'Partagée' } });
    await other.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
    await refresh();
    expect([await theirs(), (await held(shared))?.guest_name]).toEqual(['Partagée', null]);
    const { rows } = await client.execute(
      'SELECT count(DISTINCT erasure_key_jwe) AS n FROM organization',
    );
    expect(rows[0]?.n).toBe(2);
  });

  test('needs an owner, and one who confirms', async () => {
    const guest = await sell({ contact: { nom: 'Reste', email: 'reste@canari.example' } });
    await refresh();
    const { app, tenant, url } = world;
    for (const role of ['manager', 'reception', 'viewer'] as const) {
      const headers = pageHeaders(app, (await addMember(app, tenant, role)).cookie);
      for (const verb of ['find', 'export', 'erase']) {
        const input = verb === 'erase' ? { guest, confirm: true } : { guest };
        expect((await mutate(url, `guests.${verb}`, input, headers)).status, role).toBe(403);
      }
    }
    expect((await failureOf(page.api.guests.erase.mutate({ guest } as never))).data).toMatchObject({
      ...{ httpStatus: 400, fields: [{ path: 'confirm' }] },
    });
    expect(await held(guest)).toMatchObject({ guest_name: 'Reste' });
  });
});

test('the key of the hashes is sealed, made once, and the hashes tell nothing by themselves', async () => {
  const { client } = world.app.database;
  const keysOf = async () => {
    const sql = 'SELECT erasure_key_jwe, erasure_key_kid FROM organization WHERE id = ?';
    return (await client.execute({ sql, args: [world.tenant] })).rows[0];
  };
  const before = await keysOf();
  expect(String(before?.erasure_key_jwe)).toMatch(/^[\w-]+(\.[\w-]+){4}$/);
  expect(before?.erasure_key_kid).toBe('k1');
  await refresh();
  expect(await keysOf()).toEqual(before);
  const { rows } = await client.execute('SELECT booking_hash FROM guest_erasure');
  expect(rows.length).toBeGreaterThan(3);
  for (const { booking_hash: hash } of rows) expect(String(hash)).toMatch(/^[0-9a-f]{64}$/);
});
