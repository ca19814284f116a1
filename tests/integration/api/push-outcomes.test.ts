import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eurosOf, upstreamNight } from '#tests/support/nights.ts';
import { type Pusher, pushersOf } from '#tests/support/pushing.ts';
import { settled, startWorld, type World } from '#tests/support/world.ts';

let world: World;
let another: () => Pusher;
beforeAll(async () => {
  world = await startWorld({ upstreamTimeoutMs: 2_000 });
  another = await pushersOf(world, 2001);
});
afterEach(() => world.stub.clearFaults());
afterAll(() => world[Symbol.asyncDispose]());

/** Pushes a price on two nights to the end. */
async function toTheEnd(one: Pusher, cents: number) {
  const { batchId, span } = await one.push(2, cents);
  const batch = await settled(world.api, batchId);
  const methods = await one.methods();
  const writes = methods.filter((method) => method === 'POST').length;
  return { batch, span, methods, writes, changes: (await one.changes()).length };
}

const APPLIED = { state: 'done', counts: { total: 2, applied: 2 } };

describe('a write whose outcome is unknown', () => {
  test('that broke off after it was carried out needs no second write', async () => {
    const one = another();
    await one.fault('POST', { resetAfter: true }, 1);
    const pushed = await toTheEnd(one, 15_150);
    expect(pushed.batch).toMatchObject(APPLIED);
    expect(pushed.methods).toEqual(['GET', 'POST', 'GET']);
    expect(pushed.changes).toBe(2);
    for (const date of pushed.span.dates) {
      const euros = eurosOf(await upstreamNight(world.stub, one.row, date));
      expect(Object.values(euros)).toContain(151.5);
    }
  });

  test('that broke off before it was carried out is written again', async () => {
    const one = another();
    await one.fault('POST', { resetBefore: true }, 1);
    const pushed = await toTheEnd(one, 15_250);
    expect(pushed).toMatchObject({ batch: APPLIED, writes: 2, changes: 2 });
  });

  test('whose answer was cut off is settled by reading back', async () => {
    const one = another();
    await one.fault('POST', { malformed: true }, 1);
    const pushed = await toTheEnd(one, 15_350);
    expect(pushed).toMatchObject({ batch: APPLIED, methods: ['GET', 'POST', 'GET'] });
  });

  test('whose answer was an HTML page is settled by reading back', async () => {
    const one = another();
    await one.fault('POST', { html: true, afterApply: true }, 1);
    const pushed = await toTheEnd(one, 15_450);
    expect(pushed).toMatchObject({ batch: APPLIED, writes: 1, changes: 2 });
  });

  test('answered by 500 twice is written until it is applied', async () => {
    const one = another();
    await one.fault('POST', { status: 500 }, 2);
    const pushed = await toTheEnd(one, 15_550);
    expect(pushed).toMatchObject({ batch: APPLIED, writes: 3, changes: 2 });
  });

  test('that hangs is read back, then written again', async () => {
    const one = another();
    await one.fault('POST', { hang: true }, 1);
    const pushed = await toTheEnd(one, 15_650);
    expect(pushed).toMatchObject({ batch: APPLIED, writes: 2, changes: 2 });
  });

  test('answered a byte at a time is settled by reading back', async () => {
    const one = another();
    await one.fault('POST', { slowBody: { chunkBytes: 1, everyMs: 400 } }, 1);
    const pushed = await toTheEnd(one, 15_750);
    expect(pushed).toMatchObject({ batch: APPLIED, methods: ['GET', 'POST', 'GET'] });
  });

  test('whose read-back hangs, then fails, is read until upstream answers', async () => {
    const one = another();
    await one.fault('GET', { delayMs: 0 }, 1);
    await one.fault('GET', { hang: true }, 1);
    await one.fault('GET', { status: 503 }, 2);
    const pushed = await toTheEnd(one, 15_850);
    expect(pushed.batch).toMatchObject(APPLIED);
    expect(pushed.methods).toEqual(['GET', 'POST', 'GET', 'GET', 'GET', 'GET']);
  });

  test('that was redirected is not followed: the other host hears nothing', async () => {
    const one = another();
    const heard: string[] = [];
    const other = createServer((request, response) => {
      heard.push(request.url ?? '');
      response.end('{"ok":1,"data":{}}');
    });
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const address = other.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await one.fault('POST', { redirect: `http://127.0.0.1:${port}/tarif`, status: 307 });
    const pushed = await toTheEnd(one, 15_950);
    await new Promise((done) => other.close(done));
    expect(heard).toEqual([]);
    expect(pushed).toMatchObject({ batch: { state: 'attention' }, changes: 0 });
    expect(pushed.batch.counts.applied).toBe(0);
  });

  test('is never sent where the nights could not be read before', async () => {
    const one = another();
    await one.fault('GET', { status: 503 });
    const pushed = await toTheEnd(one, 16_150);
    expect(pushed.batch).toMatchObject({ state: 'attention', counts: { failed: 2 } });
    expect(pushed.writes).toBe(0);
  });
});
