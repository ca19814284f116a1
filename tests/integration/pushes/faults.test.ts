import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { BatchCounts } from '#server/domain/pushes/schema.ts';
import { changeUnits, nightsOf } from '#tests/support/nights.ts';
import { startPage } from '#tests/support/people/pages.ts';
import { type Pusher, pushersOf } from '#tests/support/pushing.ts';
import { type Api, SUPPLIERS, settled, startWorld, type World } from '#tests/support/world.ts';

const SCALE = 0.005;

let world: World;
let another: () => Pusher;
beforeAll(async () => {
  world = await startWorld({ upstreamTimeoutMs: 2_000 });
  another = await pushersOf(world, 2001);
});
afterEach(() => world.stub.clearFaults());
afterAll(() => world[Symbol.asyncDispose]());

interface Row {
  readonly what: string;
  readonly fault: object;
  readonly times?: number;
  readonly counts: Partial<BatchCounts>;
  /** Writes that upstream sees. */
  readonly writes: number;
  /** Nights that upstream's own ledger says changed. */
  readonly changed: number;
}

/** What happens to a write of four nights, and what must come of it. */
const WRITES: readonly Row[] = [
  {
    what: 'upstream carries it out, then the connection breaks',
    ...{ fault: { resetAfter: true }, times: 1, counts: { applied: 4 }, writes: 1, changed: 4 },
  },
  {
    what: 'the connection breaks before it is carried out',
    ...{ fault: { resetBefore: true }, times: 1, counts: { applied: 4 }, writes: 2, changed: 4 },
  },
  {
    what: 'upstream answers that all is well and does nothing',
    ...{ fault: { ignoreWrite: true }, counts: { mismatch: 4 }, writes: 3, changed: 0 },
  },
  {
    what: 'upstream holds every price at 10 €',
    ...{ fault: { clampCents: 1_000 }, counts: { mismatch: 4 }, writes: 1, changed: 4 },
  },
  {
    what: 'what upstream answers to reads is 30 s behind',
    fault: { staleReads: { ms: 30_000 * SCALE } },
    ...{ times: 1, counts: { applied: 4 }, writes: 1, changed: 4 },
  },
  {
    what: 'it takes a minute',
    ...{ fault: { delayAfterMs: 60_000 }, times: 1, counts: { applied: 4 }, writes: 1, changed: 4 },
  },
  {
    what: 'it is never answered',
    ...{ fault: { hang: true }, times: 1, counts: { applied: 4 }, writes: 2, changed: 4 },
  },
  {
    what: 'its answer comes a byte at a time',
    fault: { slowBody: { chunkBytes: 1, everyMs: 1_000 } },
    ...{ times: 1, counts: { applied: 4 }, writes: 1, changed: 4 },
  },
  {
    what: 'upstream wants to be left alone for now',
    ...{ fault: { retryAfter: 1 }, times: 1, counts: { applied: 4 }, writes: 2, changed: 4 },
  },
  {
    what: 'upstream refuses it in its own words',
    fault: { upstreamSentence: 'Non.' },
    ...{ counts: { rejected: 4 }, writes: 1, changed: 0 },
  },
];

test.each(WRITES)('$what', async ({ fault, times, counts, writes, changed }) => {
  const one = another();
  await one.fault('POST', fault, times);
  const { batchId } = await one.push(4, 23_457);
  const batch = await settled(world.api, batchId);
  expect(batch.counts).toMatchObject({ total: 4, applied: 0, ...counts });
  const methods = await one.methods();
  expect(methods.filter((method) => method === 'POST')).toHaveLength(writes);
  expect(await one.changes()).toHaveLength(changed);
  // Nothing is called applied that was not read back after the last write.
  if (batch.counts.applied > 0) expect(methods.at(-1)).toBe('GET');
});

test('upstream fails at the third of ten accommodations: nine are confirmed, one is still tried', async () => {
  await using hotel = await startWorld({ seed: 'hotel' });
  const { api, stub, supplierId } = hotel;
  expect(supplierId).toBe(SUPPLIERS.hotel);
  await api.suppliers.refresh.mutate({ supplierId });
  const { from, to } = (await nightsOf(hotel)).take(2);
  const { accommodations } = await api.calendar.get.query({ supplierId, from, to });
  const ten = accommodations.slice(0, 10);
  const third = ten[2]?.id ?? 0;
  const path = `/hebergements/${third}/typetarifs/tarif`;
  const fault = await stub.fault({ match: { method: 'POST', path }, fault: { status: 500 } });
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: 'nine-of-ten' },
    changes: ten.map(({ id, rateTypeIds }) => ({
      ...{ accommodationId: id, rateTypeId: rateTypeIds[0] ?? 0, from, to },
      set: { priceCents: 20_250 },
    })),
  });
  const others = ten.length - 1;
  for (;;) {
    const { counts, state, items } = await api.bulkUpdates.get.query({ batchId });
    // Until upstream takes it, or its three writes are used up, it is neither applied nor refused.
    if (state !== 'running') throw new Error('It ended before the fault did');
    expect(items.find((item) => item.accommodationId === third)?.state).not.toBe('applied');
    if (counts.applied === others * 2) break;
  }
  await stub.control('DELETE', `faults?id=${fault}`);
  const batch = await settled(api, batchId);
  expect(batch.counts.applied + batch.counts.mismatch).toBe(ten.length * 2);
  expect(batch.items.filter(({ state }) => state === 'applied').length).toBeGreaterThanOrEqual(
    others,
  );
});

test('two people push overlapping nights: they go one after the other, and the later one holds', async () => {
  const { api, app, supplierId } = world;
  const one = another();
  const { from, to } = (await nightsOf(world)).take(3);
  const owner = await startPage(world);
  const { accommodationId, rateTypeId } = one.row;
  const push = (by: Api, idempotencyKey: string, until: string, priceCents: number) =>
    by.bulkUpdates.create.mutate({
      ...{ supplierId, idempotencyKey },
      changes: [{ accommodationId, rateTypeId, from, to: until as never, set: { priceCents } }],
    });
  await app.runner.stop();
  const first = await push(owner.api, 'first-of-two', to, 20_350);
  const second = await push(api, 'second-of-two', from, 20_450);
  app.runner.start();
  const [a, b] = [await settled(api, first.batchId), await settled(api, second.batchId)];
  expect(a.items[0]?.cells.map(({ state }) => state)).toEqual(['superseded', 'applied', 'applied']);
  expect(b.counts).toMatchObject({ total: 1, applied: 1 });
});

test('a booking that came in between takes its night: a conflict, and nothing is overwritten', async () => {
  const { api, stub, supplierId } = world;
  const { from, to } = (await nightsOf(world)).take(2);
  const stock = { supplierId, accommodationId: 1 };
  await changeUnits(stub, stock, from, 2);
  await api.suppliers.refresh.mutate({ supplierId });
  const { asOf } = await api.calendar.get.query({ supplierId, from, to });
  await changeUnits(stub, stock, from, 1);
  const since = await stub.now();
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: 'between', basedOn: asOf ?? undefined },
    changes: [{ accommodationId: 1, from, to: from, set: { units: 0 } }],
  });
  expect((await settled(api, batchId)).counts).toMatchObject({ conflict: 1, applied: 0 });
  expect(await stub.ledger(since)).toEqual([]);
});
