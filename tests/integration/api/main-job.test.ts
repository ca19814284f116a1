import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, calendarDateOf } from '#server/kernel/calendar-date.ts';
import { settled, startWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const { api, supplierId } = world;
  await api.suppliers.refresh.mutate({ supplierId });
});
afterAll(async () => world[Symbol.asyncDispose]());

async function tonight() {
  const { api, supplierId } = world;
  const from = calendarDateOf('2026-01-01');
  const { today } = await api.calendar.get.query({ supplierId, from, to: from });
  return calendarDateOf(today);
}

describe('the main job over HTTP', () => {
  it('shows the calendar, sends a price and reads it back', async () => {
    const { api, supplierId, stub } = world;
    const today = await tonight();
    const from = addDays(today, 60);
    const to = addDays(today, 73);
    const before = await api.calendar.get.query({ supplierId, from, to });
    expect(before.accommodations).toHaveLength(3);
    expect(before.stale).toBe(false);
    expect(before.warnings).toEqual([]);
    const since = await stub.now();
    const { batchId } = await api.bulkUpdates.create.mutate({
      supplierId,
      idempotencyKey: 'one',
      basedOn: before.asOf ?? undefined,
      changes: [{ accommodationId: 1, rateTypeId: 2001, from, to, set: { priceCents: 12_345 } }],
    });
    const batch = await settled(api, batchId);
    expect(batch.state).toBe('done');
    expect(batch.counts.applied).toBe(14);
    const ledger = await stub.ledger(since);
    expect(ledger.map((entry) => entry.key).sort()).toEqual(
      Array.from({ length: 14 }, (_, i) => `2001:${addDays(from, i)}`),
    );
    const after = await api.calendar.get.query({ supplierId, from, to });
    const row = after.rates.find((r) => r.accommodationId === 1 && r.rateTypeId === 2001);
    expect(row?.runs.flatMap((run) => run.prices.map((p) => p.priceCents))).toContain(12_345);
  });
});
