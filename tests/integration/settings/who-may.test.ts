import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calendarOf, nightsOf } from '#tests/support/nights.ts';
import { addApiKey } from '#tests/support/people/api-keys.ts';
import { addMember, pageHeaders } from '#tests/support/people/members.ts';
import { dataOf, errorOf, mutate, query } from '#tests/support/raw.ts';
import { clientOf, failureOf, startWorld, type World } from '#tests/support/world.ts';

let world: World;
let supplierId: number;
beforeAll(async () => {
  world = await startWorld();
  ({ supplierId } = world);
  await world.api.suppliers.refresh.mutate({ supplierId });
});
afterAll(() => world[Symbol.asyncDispose]());

const read = () => world.api.settings.get.query({ supplierId });

describe('who may', () => {
  const change = () => ({ supplierId, set: { retentionMonths: 24 } });

  test.each([
    ['owner', 200],
    ['manager', 200],
    ['reception', 403],
    ['viewer', 403],
  ] as const)('%s: %i', async (role, status) => {
    const { cookie } = await addMember(world.app, world.tenant, role);
    const headers = pageHeaders(world.app, cookie);
    const before = await read();
    const got = await query(world.url, 'settings.get', { supplierId }, headers);
    expect(got.status).toBe(status);
    const set = await mutate(world.url, 'settings.update', change(), headers);
    expect(set.status).toBe(status);
    if (status === 200) expect(dataOf(got)).toEqual(before);
    else {
      expect([got, set].map((answer) => errorOf(answer).data.code)).toEqual(
        Array(2).fill('FORBIDDEN'),
      );
      expect(await read()).toEqual(before);
    }
  });

  test('a key by its scopes and its suppliers', async () => {
    const reader = await addApiKey(world.app, world.tenant, { scopes: ['settings:read'] });
    const mine = clientOf(world.url, reader.key);
    expect(await mine.settings.get.query({ supplierId })).toEqual(await read());
    const failure = await failureOf(mine.settings.update.mutate(change()));
    expect(failure.data?.code).toBe('FORBIDDEN');
    // Its answer holds all the settings: who may not read them may not write them either.
    const writer = await addApiKey(world.app, world.tenant, { scopes: ['settings:write'] });
    const before = await read();
    const blind = await failureOf(clientOf(world.url, writer.key).settings.update.mutate(change()));
    expect(blind.data?.code).toBe('FORBIDDEN');
    expect(await read()).toEqual(before);
    await world.app.database.client.execute({
      sql: `INSERT INTO supplier (org_id, supplier_id, connection_id, name, created_at)
        SELECT org_id, supplier_id + 1, connection_id, 'Annexe', 1 FROM supplier WHERE org_id = ?`,
      args: [world.tenant],
    });
    const elsewhere = await addApiKey(world.app, world.tenant, { supplierIds: [supplierId + 1] });
    const theirs = clientOf(world.url, elsewhere.key);
    for (const call of [
      () => theirs.settings.get.query({ supplierId }),
      () => theirs.settings.update.mutate(change()),
    ])
      expect((await failureOf(call())).data?.code).toBe('NOT_FOUND');
  });

  test('another organisation finds nothing, of the same supplier its own', async () => {
    const other = await world.organisation('Les Pins', { supplierId, apiKey: world.stub.apiKey });
    await other.api.suppliers.refresh.mutate({ supplierId });
    const before = await read();
    const theirs = await other.api.settings.update.mutate({
      ...{ supplierId, set: { name: 'Les Pins', weekendNights: [1] } },
      accommodations: [{ id: 1, set: { floorCents: 9_000_00, units: 50 } }],
    });
    expect(theirs).toMatchObject({ name: 'Les Pins', retentionMonths: 36 });
    expect(await read()).toEqual(before);
    const span = await nightsOf(world).then(({ take }) => take(1));
    const input = {
      supplierId,
      changes: [
        {
          ...{ accommodationId: 1, rateTypeId: 2001, from: span.from, to: span.to },
          set: { priceCents: 100_00 },
        },
      ],
    };
    expect((await world.api.bulkUpdates.preview.mutate(input)).violations).toEqual([]);
    const refused = await other.api.bulkUpdates.preview.mutate(input);
    expect(refused.violations).toMatchObject([{ code: 'below_floor' }]);
    const { weekendNights } = await calendarOf(world, span);
    expect(weekendNights).toEqual(before.weekendNights);
    const foreign = { supplierId: 61_002 };
    for (const call of [
      () => other.api.settings.get.query(foreign),
      () => other.api.settings.update.mutate({ ...foreign, set: { name: 'x' } }),
    ])
      expect((await failureOf(call())).data?.code).toBe('NOT_FOUND');
  });
});
