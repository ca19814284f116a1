import { expect, test } from 'vitest';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { newId } from '#server/kernel/ids.ts';
import { calendarOf, nightsOf } from '#tests/support/nights.ts';
import { startWorld } from '#tests/support/world.ts';

test('a hundred thousand changes are undone', async () => {
  await using world = await startWorld();
  const { supplierId } = world;
  await world.api.suppliers.refresh.mutate({ supplierId });
  const span = (await nightsOf(world)).take(20);
  const { database } = world.app;
  const before = await calendarOf(world, span);
  const at = new Date().toISOString();
  const seenAt = Date.now() + 1_000;
  const day = toEpochDay(span.from);
  const values = Array.from({ length: 100_000 }, (_, i) => [newId(), day + (i % 20), i % 4]);
  await database.client.execute({
    sql: `INSERT INTO mirror_change (id, org_id, supplier_id, accommodation_id, rate_type_id,
        from_day, to_day, before_json, after_json, seen_at, cause)
      SELECT value ->> 0, ?, ?, 2, 0, value ->> 1, value ->> 1, value ->> 2, 1, ? + key, 'upstream'
      FROM json_each(?)`,
    args: [world.tenant, world.supplierId, seenAt, JSON.stringify(values)],
  });
  const past = await world.api.history.asOf.query({ supplierId, from: span.from, to: span.to, at });
  expect(past.rates).toEqual(before.rates);
  const units = past.stock.find(({ accommodationId }) => accommodationId === 2)?.runs;
  // The oldest change tells what was before all of them.
  expect(units?.[0]).toMatchObject({ from: span.from, to: span.from, units: 0 });
  expect(units?.[1]).toMatchObject({ units: 1 });
});
