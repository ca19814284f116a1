import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerCsv } from '#app/api/audit/csv/answer-csv.ts';
import { apiKey, bookingStay, session } from '#server/db/schema/index.ts';
import { isScope, SCOPES } from '#server/domain/tenancy/permissions.ts';
import { appRouter } from '#server/trpc/root.ts';
import { nightsOf } from '#tests/support/nights.ts';
import { addApiKey } from '#tests/support/people/api-keys.ts';
import { addMember, pageHeaders } from '#tests/support/people/members.ts';
import {
  bearer,
  errorOf,
  mutate,
  query,
  type RawAnswer,
  withoutRequestId,
} from '#tests/support/raw.ts';
import { settled, startWorld, type World } from '#tests/support/world.ts';
import type { Ground } from './inputs.ts';
import { ACTORS, type ActorName, CSV_OUTCOMES, TABLE } from './table.ts';

type Headers = Readonly<Record<string, string>>;

let world: World;
let ground: Ground;
/** Headers by actor; keys are made for each procedure. */
let people: Readonly<Partial<Record<ActorName, Headers>>>;

beforeAll(async () => {
  world = await startWorld({ seed: 'all' });
  const { app, api, tenant, supplierId, stub } = world;
  await api.suppliers.refresh.mutate({ supplierId });
  const other = await world.organisation('Autre maison', {
    ...{ supplierId: 62_002, apiKey: stub.apiKey },
  });
  const signedIn = async (...[of, role]: [typeof tenant, Parameters<typeof addMember>[2]]) =>
    pageHeaders(app, (await addMember(app, of, role)).cookie);
  const revoked = await addMember(app, tenant, 'owner');
  await app.database.db.delete(session).where(eq(session.userId, revoked.userId));
  people = {
    anonymous: {},
    otherTenant: await signedIn(other.tenant, 'owner'),
    viewer: await signedIn(tenant, 'viewer'),
    reception: await signedIn(tenant, 'reception'),
    manager: await signedIn(tenant, 'manager'),
    owner: await signedIn(tenant, 'owner'),
    revokedSession: pageHeaders(app, revoked.cookie),
  };
  const { from, to } = (await nightsOf(world)).take(2);
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: randomUUID() },
    changes: [{ accommodationId: 1, from, to, set: { minStay: 3 } }],
  });
  await settled(api, batchId);
  const [stay] = await app.database.db
    .select()
    .from(bookingStay)
    .where(eq(bookingStay.supplierId, supplierId))
    .orderBy(bookingStay.departureDay)
    .limit(1);
  ground = {
    ...{ world, supplierId, batchId, from, to, bookingId: stay?.bookingId ?? 0 },
    colleague: await addMember(app, tenant, 'viewer'),
  };
}, 60_000);
afterAll(() => world?.[Symbol.asyncDispose]());

const procedures = Object.keys(appRouter._def.procedures);

test('every procedure of the API has a row, and no row is without one', () => {
  expect(Object.keys(TABLE).toSorted()).toEqual(procedures.toSorted());
});

/** A key that may do everything but this, or everything. */
async function keyHeaders(actor: ActorName, scope: string | null): Promise<Headers> {
  const { app, tenant } = world;
  const without = SCOPES.filter((one) => one !== scope);
  const key = await addApiKey(app, tenant, {
    scopes: actor === 'keyWithoutScope' ? without : [...SCOPES],
  });
  if (actor === 'expiredKey') {
    const expiresAt = new Date(app.clock.now() - 1000);
    await app.database.db.update(apiKey).set({ expiresAt }).where(eq(apiKey.id, key.id));
  }
  return bearer(key.key);
}

async function ask(name: string, actor: ActorName, input: unknown): Promise<RawAnswer> {
  const row = TABLE[name];
  const headers = people[actor] ?? (await keyHeaders(actor, row?.scope ?? null));
  const send = row?.kind === 'query' ? query : mutate;
  return send(world.url, name, input, headers);
}

describe.each(procedures)('%s', (name) => {
  test.each(ACTORS)('%s', async (actor) => {
    const row = TABLE[name];
    if (!row) throw new Error(`${name} has no row`);
    const answer = await ask(name, actor, await row.input(ground));
    const outcome = row.outcomes[actor];
    if (typeof outcome === 'number') {
      expect([answer.status, errorOf(answer).data.httpStatus]).toEqual([outcome, outcome]);
      return;
    }
    expect([answer.status, answer.text.slice(0, 500)]).toEqual([200, expect.any(String)]);
    if (outcome === 'own') {
      const { app, tenant, supplierId } = world;
      for (const ours of [tenant, String(supplierId), app.env.AUTH_SECRET])
        expect(answer.text).not.toContain(ours);
    }
  });
});

describe('the audit trail as a file', () => {
  test.each(ACTORS)('%s', async (actor) => {
    const headers = people[actor] ?? (await keyHeaders(actor, 'audit:read'));
    const url = `${world.app.env.APP_URL}/api/audit/csv?supplierId=${ground.supplierId}`;
    const answer = await answerCsv(world.app, new Request(url, { headers }));
    const text = await answer.text();
    const outcome = CSV_OUTCOMES[actor];
    expect([answer.status, text]).toEqual([outcome === 'ok' ? 200 : outcome, expect.any(String)]);
    if (outcome === 'ok') expect(text).toContain('rates.push');
  });
});

test('what is another organisation’s answers like what does not exist', async () => {
  const absent: Readonly<Record<string, unknown>> = {
    ...{ supplierId: 99_999, batchId: randomUUID(), connectionId: randomUUID() },
    ...{ keyId: randomUUID(), memberId: randomUUID(), invitationId: randomUUID() },
    ...{ organisationId: randomUUID(), sessionId: randomUUID() },
    key: { connectionId: randomUUID() },
    guest: { supplierId: 99_999, bookingId: 1 },
  };
  const addressed = procedures.filter((name) => TABLE[name]?.outcomes.otherTenant === 404);
  for (const name of addressed) {
    const input = (await TABLE[name]?.input(ground)) as Record<string, unknown>;
    const unknown = Object.fromEntries(
      Object.entries(input).map(([field, value]) => [field, absent[field] ?? value]),
    );
    const [foreign, nothing] = [
      await ask(name, 'otherTenant', input),
      await ask(name, 'otherTenant', unknown),
    ];
    expect([name, nothing.status, withoutRequestId(nothing)]).toEqual([
      ...[name, foreign.status, withoutRequestId(foreign)],
    ]);
  }
});

/** Ids, addresses and names in an answer that can belong to one organisation alone. */
function tellingWords(answer: RawAnswer): Set<string> {
  const ids = answer.text.match(/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"|"[^"@ ]+@[^"@ ]+"/g);
  const names = answer.text.match(/"(guestName|bookingId|cellsJson)":("[^"]+"|\d+)/g);
  return new Set([...(ids ?? []), ...(names ?? [])]);
}

test('an organisation with the same property finds nothing of ours in it', async () => {
  const { stub } = world;
  // Refused upstream, so that it has nothing of its own there.
  const twin = await world.organisation('Même maison', {
    ...{ supplierId: ground.supplierId, apiKey: `${stub.apiKey}x` },
  });
  const headers = pageHeaders(world.app, (await addMember(world.app, twin.tenant, 'owner')).cookie);
  const reading = procedures.filter(
    (name) => TABLE[name]?.kind === 'query' || ['guests.find', 'guests.export'].includes(name),
  );
  const shown: [string, string[]][] = [];
  for (const name of reading) {
    const row = TABLE[name];
    const send = row?.kind === 'query' ? query : mutate;
    const input = await row?.input(ground);
    const [ours, theirs] = [
      await ask(name, 'owner', input),
      await send(world.url, name, input, headers),
    ];
    const words = [...tellingWords(ours)].filter((word) => theirs.text.includes(word));
    const own = words.filter((word) => !word.includes(ours.headers.get('x-request-id') ?? '-'));
    if (own.length > 0) shown.push([name, own]);
  }
  expect(shown).toEqual([]);
});

test('a key that was given other suppliers finds none of the rest', async () => {
  const { app, tenant, api } = world;
  const own = await api.suppliers.list.query({});
  const others = own.map(({ id }) => id).filter((id) => id !== ground.supplierId);
  expect(others.length).toBeGreaterThan(0);
  const { key } = await addApiKey(app, tenant, { supplierIds: others });
  for (const name of procedures.filter((one) => isScope(TABLE[one]?.scope ?? ''))) {
    const row = TABLE[name];
    const send = row?.kind === 'query' ? query : mutate;
    const answer = await send(world.url, name, await row?.input(ground), bearer(key));
    if (row?.outcomes.otherTenant === 404) expect([name, answer.status]).toEqual([name, 404]);
    else expect(answer.text).not.toContain(String(ground.supplierId));
  }
});
