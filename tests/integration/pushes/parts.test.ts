import { createOpenProAdmin } from 'openpro-api-react/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { RATES_WRITE_LIMITS, ratePartsOf } from '#server/domain/pushes/send-nights.ts';
import { addDays, type CalendarDate } from '#server/kernel/calendar-date.ts';
import { periodsOf } from '#server/openpro/mappers.ts';
import { cellOf, nightOf } from '#tests/support/core/plans.ts';
import { todayOf } from '#tests/support/nights.ts';
import { settled, startWorld, type World } from '#tests/support/world.ts';

const NIGHTS = 300;
const ODD = [1, 3, 5, 7];
const EVEN = [2, 4, 6];

let world: World;
let from: CalendarDate;
beforeAll(async () => {
  world = await startWorld();
  await world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
  from = addDays(await todayOf(world), 20);
});
afterEach(() => world.stub.clearFaults());
afterAll(() => world[Symbol.asyncDispose]());

/** Pushes prices that differ from each night to the next, so that hardly two nights are a period. */
async function pushMany(cents: number) {
  const { api, stub, supplierId } = world;
  const to = addDays(from, NIGHTS - 1);
  const since = await stub.now();
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: `parts-${cents}` },
    changes: [ODD, EVEN].map((weekdays, i) => ({
      ...{ accommodationId: 1, rateTypeId: 2001, from, to, weekdays },
      set: { priceCents: cents + i * 100 },
    })),
  });
  const posts = async () =>
    (await stub.calls(since)).filter(({ method }) => method === 'POST').length;
  return { batch: await settled(api, batchId), posts, since };
}

test('a push of many periods goes in several writes, and is confirmed as a whole', async () => {
  const { batch, posts, since } = await pushMany(31_000);
  expect(batch).toMatchObject({ state: 'done', counts: { total: NIGHTS, applied: NIGHTS } });
  expect(batch.items).toMatchObject([{ attempts: 1 }]);
  expect(await posts()).toBe(2);
  expect(await world.stub.ledger(since)).toHaveLength(NIGHTS);
});

test('a refused part marks its own nights alone, and a retry sends no others', async () => {
  const { api, stub } = world;
  const path = '/hebergements/1/typetarifs/tarif';
  const fault = { upstreamSentence: 'Période verrouillée.' };
  await stub.fault({ match: { method: 'POST', path }, times: 1, fault });
  const { batch, posts } = await pushMany(33_000);
  expect(batch.state).toBe('attention');
  const { rejected, applied } = batch.counts;
  expect([rejected + applied, await posts()]).toEqual([NIGHTS, 2]);
  expect(rejected).toBeGreaterThan(NIGHTS / 2);
  const [item] = batch.items;
  expect(item).toMatchObject({ state: 'rejected', upstreamMessage: fault.upstreamSentence });
  const states = item?.cells.map(({ state }) => state) ?? [];
  expect(states.slice(0, rejected)).toEqual(Array(rejected).fill('rejected'));
  const since = await stub.now();
  await api.bulkUpdates.retry.mutate({ batchId: batch.batchId });
  expect(await settled(api, batch.batchId)).toMatchObject({ counts: { applied: NIGHTS } });
  expect(await stub.ledger(since)).toHaveLength(rejected);
});

test('a connection that breaks in the middle of the parts costs no night', async () => {
  const { stub } = world;
  const path = '/hebergements/1/typetarifs/tarif';
  await stub.fault({ match: { method: 'POST', path }, times: 1, fault: { resetAfter: true } });
  const { batch, since } = await pushMany(35_000);
  expect(batch).toMatchObject({ state: 'done', counts: { applied: NIGHTS } });
  const keys = (await stub.ledger(since)).map(({ key }) => key);
  expect([keys.length, new Set(keys).size]).toEqual([NIGHTS, NIGHTS]);
});

test('no write is larger than its limits, whatever the nights hold', async () => {
  const guests = Array.from({ length: 30 }, (_, i) => i + 1);
  const cells = Array.from({ length: 500 }, (_, i) => {
    const night = nightOf({
      prices: guests.map((one) => ({
        guests: one,
        priceCents: 10_000 + i,
        extra: { type: 'été' },
      })),
    });
    return cellOf({ day: 20_000 + i, sent: i % 2 === 0 ? night : nightOf({ minStay: 2 }) });
  });
  const sizes: { bytes: number; periods: number }[] = [];
  const client = createOpenProAdmin({
    ...{ baseUrl: 'http://127.0.0.1:9/x', apiKey: 'k' },
    fetch: async (_url, init) => {
      const body = String(init?.body);
      const { tarifs }: { tarifs: unknown[] } = JSON.parse(body);
      sizes.push({ bytes: Buffer.byteLength(body), periods: tarifs.length });
      return Response.json({ ok: 1, data: {} });
    },
  });
  const parts = ratePartsOf(cells);
  for (const rows of parts) await client.setRates(1, 1, periodsOf(rows));
  expect(sizes.length).toBeGreaterThan(2);
  for (const { bytes, periods } of sizes) {
    expect(bytes).toBeLessThanOrEqual(RATES_WRITE_LIMITS.bytes);
    expect(periods).toBeLessThanOrEqual(RATES_WRITE_LIMITS.periods);
  }
  const sent = parts.flatMap((rows) => rows.flatMap(({ nights }) => [...nights.expand()]));
  expect(sent.map(([day]) => day)).toEqual(cells.map(({ day }) => day));
});
