import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CONTACT,
  dossierOf,
  type Guests,
  PERSONAL,
  SECOND,
  startGuests,
} from '#tests/support/people/guests.ts';
import { addMember, pageHeaders } from '#tests/support/people/members.ts';
import { mutate } from '#tests/support/raw.ts';
import { eventually, failureOf } from '#tests/support/world.ts';

let guests: Guests;
// A whole mirror is read from upstream first.
beforeAll(async () => {
  guests = await startGuests();
}, 120_000);
afterAll(() => guests.world[Symbol.asyncDispose]());

describe('an erasure', () => {
  test('takes the person and leaves what accounting needs', async () => {
    const { page, refresh, sell, held, find, erase } = guests;
    const one = await sell(dossierOf(guests, -50));
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
    const { world, refresh, sell, change, held, erase } = guests;
    const one = await sell(dossierOf(guests, -60));
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

  test('holds against a refresh that had read the guest before', async () => {
    const { world, page, refresh, sell, change, held, erase } = guests;
    const one = await sell(dossierOf(guests, -70));
    await refresh();
    await change(one, { contact: { ...CONTACT, prenom: 'Zoé-Canari' } });
    const path = `/dossiers/${one.bookingId}`;
    await world.stub.fault({ match: { path }, times: 1, fault: { delayAfterMs: 1_500 } });
    const since = await world.stub.now();
    const refreshing = refresh();
    await eventually('the read of the dossier', async () => {
      const faults = (await world.stub.control('GET', 'faults')) as { hits: number }[];
      return faults.some(({ hits }) => hits > 0) ? true : null;
    });
    expect((await erase(one)).erased).toEqual([one]);
    const { readAt } = (await page.api.guests.export.mutate({ guest: one })).bookings[0] ?? {};
    await refreshing;
    await world.stub.clearFaults();
    const after = await held(one);
    expect(Number(after?.read_at)).toBeGreaterThan(Date.parse(String(readAt)));
    expect(JSON.stringify(after)).not.toMatch(PERSONAL);
    expect((await world.stub.calls(since)).some((call) => call.path.endsWith(path))).toBe(true);
  });

  test('leaves a stay that is not over, and takes it once it is', async () => {
    const { world, refresh, sell, held, erase } = guests;
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
    const { page, refresh, sell, erase } = guests;
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
    const { world, refresh, sell, change, held, erase } = guests;
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
    const { world, page, refresh, sell, held } = guests;
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

test('nothing of the person stands in the files of the database any more', async () => {
  const { world, refresh, sell, erase } = guests;
  const contact = { ...CONTACT, nom: 'Qwertzuiop', email: 'qwertzuiop@canari.example' };
  const one = await sell({ contact });
  await refresh();
  const { file } = world.app.database;
  const found = () =>
    [file, `${file}-wal`].filter(
      (path) =>
        path !== null && existsSync(path) && /qwertzuiop/i.test(readFileSync(path, 'latin1')),
    );
  // Of a server we see no file.
  expect(found().length > 0).toBe(file !== null);
  await erase(one);
  expect(found()).toEqual([]);
});

test('the key of the hashes is sealed, made once, and the hashes tell nothing by themselves', async () => {
  const { world, refresh } = guests;
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
