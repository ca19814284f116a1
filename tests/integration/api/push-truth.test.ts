import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { changeNight, eurosOf, upstreamNight } from '#tests/support/nights.ts';
import { type Pusher, pushersOf } from '#tests/support/pushing.ts';
import { eventually, followed, settled, startWorld, type World } from '#tests/support/world.ts';

let world: World;
let another: () => Pusher;
beforeAll(async () => {
  world = await startWorld();
  another = await pushersOf(world, 2001);
});
afterEach(() => world.stub.clearFaults());
afterAll(() => world[Symbol.asyncDispose]());

/** The price for the most guests, which is what `priceCents` means. */
async function shown(one: Pusher, date: string) {
  const prices = Object.entries(eurosOf(await upstreamNight(world.stub, one.row, date)));
  const [guests, euros] = prices.at(-1) ?? ['0', 0];
  return { guests: Number(guests), priceCents: Math.round(euros * 100) };
}

describe('only upstream’s own answer says applied', () => {
  test('a write that upstream ignores is a mismatch with its three values', async () => {
    const one = another();
    await one.fault('POST', { ignoreWrite: true });
    const { batchId, span } = await one.push(3, 31_700);
    const held = await shown(one, span.from);
    const states = new Set<string>();
    const batch = await followed(world.api, batchId, ({ items, state }) => {
      for (const { cells } of items) for (const cell of cells) states.add(cell.state);
      return state !== 'running';
    });
    expect(batch).toMatchObject({ state: 'attention', counts: { total: 3, mismatch: 3 } });
    expect(states).not.toContain('applied');
    const cells = batch.items.flatMap((item) => item.cells);
    expect(cells.map(({ date }) => date)).toEqual(span.dates);
    expect(cells[0]).toEqual({
      rateTypeId: 2001,
      date: span.from,
      state: 'mismatch',
      before: { prices: expect.arrayContaining([held]) },
      sent: { prices: expect.arrayContaining([{ ...held, priceCents: 31_700 }]) },
      read: { prices: expect.arrayContaining([held]) },
    });
    expect(await one.changes()).toEqual([]);
    expect((await one.methods()).filter((method) => method === 'POST')).toHaveLength(3);
  });

  test('a price that upstream clamps to 10 € is a mismatch with its three values', async () => {
    const one = another();
    await one.fault('POST', { clampCents: 1000 });
    const { batchId, span } = await one.push(2, 18_850);
    const { guests } = await shown(one, span.from);
    const batch = await settled(world.api, batchId);
    expect(batch.counts).toMatchObject({ total: 2, mismatch: 2, applied: 0 });
    const before = (await one.changes()).map((entry) => entry.before);
    for (const [i, cell] of batch.items.flatMap(({ cells }) => cells).entries()) {
      expect(cell.sent.prices).toContainEqual({ guests, priceCents: 18_850 });
      expect(cell.read?.prices).toContainEqual({ guests, priceCents: 1000 });
      const held = eurosOf(before[i] as Parameters<typeof eurosOf>[0])[guests] ?? 0;
      expect(cell.before?.prices).toContainEqual({ guests, priceCents: Math.round(held * 100) });
    }
    // A night that moved to something else may be a person's: it is not written over.
    expect((await one.methods()).filter((method) => method === 'POST')).toHaveLength(1);
    const details = await world.api.rates.details.query({ ...one.row, date: span.from });
    expect(details.night?.prices).toContainEqual({ guests, priceCents: 1000 });
  });

  test('nothing is called applied while the read-back is still on its way', async () => {
    const one = another();
    await one.fault('GET', { delayMs: 0 }, 1);
    await one.fault('GET', { delayMs: 900 }, 1);
    const { batchId } = await one.push(2, 14_200);
    await eventually('the write', async () => ((await one.changes()).length > 0 ? true : null));
    const between = await world.api.bulkUpdates.get.query({ batchId });
    expect(await one.methods()).toEqual(['GET', 'POST']);
    expect(between).toMatchObject({ state: 'running', counts: { applied: 0 } });
    expect(between.items[0]?.unknownSince).toBeNull();
    const batch = await settled(world.api, batchId);
    expect(batch).toMatchObject({ state: 'done', counts: { applied: 2 } });
    expect(batch.items[0]?.unknownSince).toBeNull();
  });

  test('a write applied in part is applied and mismatch, each after a read-back', async () => {
    const one = another();
    await one.fault('POST', { partial: 'alternate' });
    const { batchId } = await one.push(16, 24_650);
    await followed(world.api, batchId, ({ counts }) => counts.applied > 0);
    expect((await one.methods()).slice(0, 3)).toEqual(['GET', 'POST', 'GET']);
    const batch = await settled(world.api, batchId);
    expect(batch.state).toBe('attention');
    expect(batch.counts).toMatchObject({ total: 16, applied: 14, mismatch: 2 });
    const changed = new Set((await one.changes()).map(({ key }) => key));
    for (const { date, state } of batch.items.flatMap(({ cells }) => cells))
      expect([date, state]).toEqual([date, changed.has(`2001:${date}`) ? 'applied' : 'mismatch']);
    const methods = await one.methods();
    for (const [i, method] of methods.entries())
      if (method === 'POST') expect(methods[i + 1]).toBe('GET');
  });

  test('reads that lag behind a write make no mismatch and no second write', async () => {
    const one = another();
    await one.fault('POST', { staleReads: 2 }, 1);
    const { batchId } = await one.push(3, 19_950);
    const batch = await settled(world.api, batchId);
    expect(batch).toMatchObject({ state: 'done', counts: { applied: 3 } });
    expect(await one.methods()).toEqual(['GET', 'POST', 'GET', 'GET', 'GET']);
  });

  test('a night that somebody changes during the read-backs is left to them', async () => {
    const one = another();
    await one.fault('POST', { ignoreWrite: true });
    const { batchId, span } = await one.push(1, 17_100);
    await followed(world.api, batchId, ({ counts }) => counts.verifying === 1);
    const tarifPax = { listeTarifPaxOccupation: [{ nbPers: 2, prix: 99 }] };
    await changeNight(world.stub, one.row, span.from, { tarifPax });
    await one.mend();
    const batch = await settled(world.api, batchId);
    expect(batch.counts).toMatchObject({ applied: 0, mismatch: 1 });
    expect(eurosOf(await upstreamNight(world.stub, one.row, span.from))).toEqual({ 2: 99 });
  });
});
