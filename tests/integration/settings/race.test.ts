import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorCall } from '#server/commands/command.ts';
import type { Database } from '#server/db/client.ts';
import type { SettingsUpdate } from '#server/domain/settings/schema.ts';
import { updateSettings } from '#server/domain/settings/update-settings.ts';
import { DomainError } from '#server/kernel/errors.ts';
import { startWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
});
afterAll(() => world[Symbol.asyncDispose]());

type Wanted = Omit<SettingsUpdate, 'supplierId'>;

const update = (wanted: Wanted, database: Database = world.app.database) =>
  updateSettings({ database, clock: world.app.clock }, operatorCall(world.tenant), {
    supplierId: world.supplierId,
    ...wanted,
  });

/** The database of somebody who is slow: others are done between their look and their write. */
function slowly(...others: readonly Wanted[]): Database {
  const { database } = world.app;
  const waiting = [...others];
  return {
    ...database,
    batch: async (statements) => {
      const next = waiting.shift();
      if (next) await update(next);
      return database.batch(statements);
    },
  };
}

async function audited(): Promise<unknown[]> {
  const { rows } = await world.app.database.client.execute({
    sql: `SELECT before_json, after_json FROM audit_entry
      WHERE org_id = ? AND action = 'settings.update' ORDER BY id`,
    args: [world.tenant],
  });
  return rows.map(({ before_json, after_json }) => [
    JSON.parse(String(before_json)),
    JSON.parse(String(after_json)),
  ]);
}

test('who comes between the look and the write keeps the fields that the other did not name', async () => {
  const first = { set: { retentionMonths: 24, weekendNights: [7] } };
  const settings = await update(
    { set: { retentionMonths: 48, vatRateBasisPoints: 1_000 } },
    slowly(first, { set: { vatRateBasisPoints: 550 } }),
  );
  expect(settings).toMatchObject({
    ...{ retentionMonths: 48, vatRateBasisPoints: 1_000, weekendNights: [7] },
  });
  expect(await audited()).toEqual([
    [{ retentionMonths: 36, weekendNights: [5, 6] }, first.set],
    [{ vatRateBasisPoints: null }, { vatRateBasisPoints: 550 }],
    [
      { retentionMonths: 24, vatRateBasisPoints: 550 },
      { retentionMonths: 48, vatRateBasisPoints: 1_000 },
    ],
  ]);
});

test('what was sound at the look is judged again at the write', async () => {
  const of = (set: object) => ({ accommodations: [{ id: 1, set }] });
  const before = (await audited()).length;
  const refused = update(of({ floorCents: 90_00, units: 9 }), slowly(of({ ceilingCents: 80_00 })));
  await expect(refused).rejects.toThrow(DomainError);
  await expect(refused).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    fields: [{ path: 'accommodations.0.set.floorCents', code: 'floor_above_ceiling' }],
  });
  const { accommodations } = await update({});
  expect(accommodations[0]).toMatchObject({ floorCents: null, ceilingCents: 80_00, units: null });
  expect(await audited()).toHaveLength(before + 1);
});

test('what somebody else has just stored as well is not written down twice', async () => {
  const wanted = { set: { name: 'La Maison' } };
  const before = (await audited()).length;
  expect(await update(wanted, slowly(wanted))).toMatchObject(wanted.set);
  expect(await audited()).toHaveLength(before + 1);
});
