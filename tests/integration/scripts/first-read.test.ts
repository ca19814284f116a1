import { afterEach, beforeEach, expect, test } from 'vitest';
import { firstRead } from '#scripts/product/first-read.mjs';
import { createTestClock } from '#tests/support/people/auth.ts';
import { startWorld, type World } from '#tests/support/world.ts';

const MINUTE = 60_000;
let world: World;
let clock: ReturnType<typeof createTestClock>;

beforeEach(async () => {
  clock = createTestClock();
  world = await startWorld({ clock });
});
afterEach(() => world[Symbol.asyncDispose]());

const refresh = () => world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
const supplier = async () => (await world.api.suppliers.list.query())[0];

/** What the demo prints until it says that it runs. */
async function printed(): Promise<string[]> {
  const lines: string[] = [];
  const { url, apiKey, supplierId } = world;
  const print = (line: string) => void lines.push(line);
  await firstRead({ url, apiKey, supplierIds: [supplierId], print });
  return lines;
}

test('what an interrupted first read left out is read before the demo says that it runs', async () => {
  await world.stub.fault({ match: { path: '/hebergements/1/stock' }, fault: { status: 500 } });
  await refresh();
  expect(await supplier()).toMatchObject({ asOf: expect.any(String), stale: true });
  await world.stub.clearFaults();
  expect(await printed()).toEqual([`Reading supplier ${world.supplierId} (1 of 1) …`]);
  expect(await supplier()).toMatchObject({ stale: false });
});

test('a fault of upstream is told and does not keep the demo from running', async () => {
  await world.stub.fault({ match: { path: '/hebergements/1/stock' }, fault: { status: 500 } });
  const lines = await printed();
  expect(lines[0]).toContain(`Reading supplier ${world.supplierId}`);
  expect(lines[1]).toMatch(/^ {2}stock: unreachable/);
  expect(lines.at(-1)).toContain('could not be read completely');
});

test('data that was read once and has grown old does not hold the demo up', async () => {
  await refresh();
  expect(await printed()).toEqual([]);
  // Nothing can be read from now on: the demo would wait if it asked.
  await world.app.runner.stop();
  clock.forward(10 * MINUTE);
  expect(await supplier()).toMatchObject({ stale: true });
  expect(await printed()).toEqual([]);
});
