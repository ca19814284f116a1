import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerCsv } from '#app/api/audit/csv/answer-csv.ts';
import { addDays } from '#server/kernel/calendar-date.ts';
import { serve } from '#tests/support/http.ts';
import { nightsOf } from '#tests/support/nights.ts';
import { startPage } from '#tests/support/people/pages.ts';
import { bearer, mutate, query } from '#tests/support/raw.ts';
import { eventually, failureOf, settled, startWorld, type World } from '#tests/support/world.ts';

const CONTACT = {
  ...{ societe: 'Passereaux-Kanari SA', nom: 'Villeneuve-Kanari', prenom: 'Zoé-Kanari' },
  ...{ email: 'zoe@kanari.example', telephone1: '+33 6 99 77 55 33', telephone2: '06 99 77 55 44' },
  ...{
    adresse: '9 impasse Kanari',
    codePostal: '99777',
    ville: 'Kanariville',
    remarques: 'Kanari-bébé',
  },
};
/** Digits behind a point are of how long something took. */
const CANARY = /kanari|(?<!\.\d*)(99 ?77 ?55|99777)|\bzoé\b/i;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const refresh = () => world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });

async function sell(body: object) {
  const { stub, supplierId } = world;
  const given = { supplierId, accommodationId: 1, contact: CONTACT, ...body };
  return ((await stub.control('POST', 'dossiers', given)) as { id: number }).id;
}

/** Everything that the database holds outside of the bookings themselves. */
async function elsewhere(): Promise<string> {
  const { client } = world.app.database;
  const { rows } = await client.execute(`SELECT name FROM sqlite_master WHERE type = 'table'`);
  const tables = rows.map(({ name }) => String(name)).filter((name) => name !== 'booking');
  expect(tables).toEqual(
    expect.arrayContaining(['audit_entry', 'job', 'push_item', 'mirror_part']),
  );
  const contents = tables.map(
    async (name) => (await client.execute(`SELECT * FROM "${name}"`)).rows,
  );
  return JSON.stringify(await Promise.all(contents));
}

test('what upstream says about a booking that it does not show is kept nowhere', async () => {
  const { api, stub, supplierId, lines } = world;
  await refresh();
  const nights = await nightsOf(world);
  const arrival = addDays(nights.today, 40);
  const contact = { nom: 'Serin-Kanari', email: 'serin@kanari.example' };
  const hidden = await sell({ arrival, departure: addDays(arrival, 2), contact });
  const upstreamSentence = `Dossier de ${contact.nom} (${contact.email}) illisible.`;
  for (const [path, status, code, detail] of [
    [`/dossiers/${hidden}`, 200, 'unreadable', `${hidden} : refused`],
    [`/dossiers/${hidden}`, 500, 'unreadable', `${hidden} : unreachable`],
    ['/dossiers?', 200, 'refused', null],
    ['/dossiers?', 500, 'unreachable', null],
    ['/dossiers?', 401, 'key_refused', null],
  ] as const) {
    await stub.fault({ match: { path }, fault: { upstreamSentence, status } });
    const { warnings } = await refresh();
    expect(warnings, path).toMatchObject([{ part: 'bookings', code, detail }]);
    expect(await elsewhere()).not.toMatch(CANARY);
    await stub.clearFaults();
  }
  expect((await refresh()).warnings).toEqual([]);
  const { items } = await api.bookings.list.query({ supplierId, limit: 200 });
  expect(items.map(({ id }) => id)).toContain(hidden);
  expect(CANARY.exec(lines.join('\n'))).toBeNull();
});

test('no guest is in the logs, the audit trail or any table but that of the bookings', async () => {
  const { api, app, url, supplierId, stub, lines } = world;
  const page = await startPage(world);
  await refresh();
  const nights = await nightsOf(world);
  const past = addDays(nights.today, -20);
  const over = await sell({ arrival: past, departure: addDays(past, 2) });
  const ahead = await sell({
    arrival: addDays(nights.today, 90),
    departure: addDays(nights.today, 92),
  });
  await refresh();
  expect(JSON.stringify((await api.bookings.list.query({ supplierId, limit: 200 })).items)).toMatch(
    CANARY,
  );

  const { from, to } = nights.take(2);
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: 'canary' },
    changes: [
      { accommodationId: 1, rateTypeId: 2001, from, to, set: { priceCents: 12_345 } },
      { accommodationId: 1, from, to, set: { units: 0 } },
    ],
  });
  expect(await settled(api, batchId)).toMatchObject({ state: 'done' });

  const email = { email: CONTACT.email };
  expect((await page.api.guests.find.mutate({ guest: email })).bookings).toHaveLength(2);
  await page.api.guests.find.mutate({ guest: { phone: CONTACT.telephone1 } });
  expect((await page.api.guests.export.mutate({ guest: email })).bookings).toHaveLength(2);
  expect(await page.api.guests.erase.mutate({ guest: email, confirm: true })).toEqual({
    erased: [{ supplierId, bookingId: over }],
    kept: [{ supplierId, bookingId: ahead }],
  });

  // What is asked the wrong way, by the wrong ones, or breaks off is not told in words either.
  await query(url, 'guests.find', { guest: email }, page.headers);
  await mutate(
    url,
    'guests.find',
    { guest: { ...email, phone: CONTACT.telephone1 } },
    page.headers,
  );
  await mutate(url, 'guests.export', { guest: email }, bearer(world.apiKey));
  await mutate(url, 'guests.erase', `{"guest": {"email": "${CONTACT.email}`, page.headers);
  await failureOf(page.api.guests.find.mutate({ guest: { phone: 'Zoé Kanari' } }));
  const door = await serve((request) => answerCsv(app, request));
  await fetch(`${door.url}/api/audit/csv?actorId=${CONTACT.email}`, { headers: page.headers });
  await door.stop();

  const { client } = app.database;
  await client.execute(`CREATE TRIGGER broken BEFORE INSERT ON booking
    BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END`);
  await stub.control('PATCH', `dossiers/${supplierId}/${ahead}`, {
    contact: { ...CONTACT, pays: 'K' },
  });
  const refreshing = refresh();
  await eventually('the failed write', async () =>
    lines.some((line) => line.includes('broken on purpose')) ? true : null,
  );
  await client.execute('DROP TRIGGER broken');
  await refreshing;
  await client.execute('ALTER TABLE booking RENAME TO booking_gone');
  expect((await failureOf(page.api.guests.find.mutate({ guest: email }))).data?.httpStatus).toBe(
    500,
  );
  await client.execute('ALTER TABLE booking_gone RENAME TO booking');
  await refresh();

  const log = lines.join('\n');
  expect(log).toContain('guests.erase');
  expect(log).not.toMatch(CANARY);
  expect(await elsewhere()).not.toMatch(CANARY);
});
