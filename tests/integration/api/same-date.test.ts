import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await refresh();
});
afterAll(() => world[Symbol.asyncDispose]());

const refresh = () => world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });

test.each([-1_800_000, 0, 3_600_000])(
  'a second change under the same date is seen when upstream’s clock is %d ms ahead',
  async (ahead) => {
    const { stub, supplierId } = world;
    const { client } = world.app.database;
    const dateModification = new Date(Date.now() + ahead).toISOString();
    const made = { supplierId, amount: 321, dateModification };
    const { id } = (await stub.control('POST', 'dossiers', made)) as { id: number };
    const sql = 'SELECT amount_cents FROM booking_stay WHERE booking_id = ?';
    const amountOf = async () => (await client.execute({ sql, args: [id] })).rows[0]?.[0];
    await refresh();
    expect(await amountOf()).toBe(32_100);
    const changed = { amount: 432, dateModification };
    await stub.control('PATCH', `dossiers/${supplierId}/${id}`, changed);
    await refresh();
    expect(await amountOf()).toBe(43_200);
  },
);
