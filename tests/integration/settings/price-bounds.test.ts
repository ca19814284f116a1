import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eurosOf, upstreamNight } from '#tests/support/nights.ts';
import { dataOf, errorOf } from '#tests/support/raw.ts';
import { settled, type World } from '#tests/support/world.ts';
import { batchOf, CEILING, type Doors, FLOOR, fieldsOf, openDoors, ROW, WRITING } from './doors.ts';

const MEANT = { allowOutOfBounds: true };

let doors: Doors;
let world: World;
let nights: Doors['nights'];
beforeAll(async () => {
  doors = await openDoors();
  ({ world, nights } = doors);
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => doors.bound(FLOOR, CEILING));

const AT = 'changes.0.set';
const OUTSIDE: readonly (readonly [what: string, set: object, fields: string[][]])[] = [
  [
    'a price below the floor',
    { priceCents: FLOOR - 1 },
    [[`${AT}.priceCents`, 'below_floor', 'Sous le plancher de 80\u202f€']],
  ],
  [
    'a price above the ceiling',
    { priceCents: CEILING + 1 },
    [[`${AT}.priceCents`, 'above_ceiling', 'Au-dessus du plafond de 200\u202f€']],
  ],
  [
    'prices by guests on both sides',
    {
      prices: [1, FLOOR, CEILING, CEILING + 1].map((priceCents, i) => ({
        guests: i + 1,
        priceCents,
      })),
    },
    [
      [`${AT}.prices.0.priceCents`, 'below_floor', 'Sous le plancher de 80\u202f€'],
      [`${AT}.prices.3.priceCents`, 'above_ceiling', 'Au-dessus du plafond de 200\u202f€'],
    ],
  ],
];

describe.each(OUTSIDE)('%s', (_, set, fields) => {
  test('is a violation of the preview, which still shows what it would do', async () => {
    const before = await doors.counted();
    const span = nights.take(2);
    for (const who of ['owner', 'manager', 'key'] as const) {
      const answer = await doors.call('bulkUpdates.preview', who, span, set);
      expect(answer.status).toBe(200);
      const { violations, cells } = dataOf(answer) as {
        violations: { path: string; code: string; message: string }[];
        cells: unknown[];
      };
      expect(violations.map((one) => [one.path, one.code, one.message])).toEqual(fields);
      expect(cells.length).toBeGreaterThan(0);
    }
    expect(await doors.counted()).toEqual(before);
  });

  test.each(WRITING)('is refused by %s, whoever sends it, and nothing is stored', async (door) => {
    const before = await doors.counted();
    const span = nights.take(2);
    for (const who of ['owner', 'manager', 'key'] as const)
      for (const more of [{}, { allowOutOfBounds: false }]) {
        const answer = await doors.call(door, who, span, set, more);
        expect(answer.status).toBe(400);
        expect(errorOf(answer).data.code).toBe('PRICE_OUT_OF_BOUNDS');
        expect(errorOf(answer).message).toBe('Un prix sort des limites que vous avez fixées.');
        expect(fieldsOf(answer)).toEqual(fields);
      }
    expect(await doors.counted()).toEqual(before);
  });

  test('is nothing that a manager or a key may mean', async () => {
    const before = await doors.counted();
    const span = nights.take(2);
    for (const who of ['manager', 'reception', 'viewer', 'key'] as const)
      for (const door of ['bulkUpdates.preview', ...WRITING] as const) {
        const answer = await doors.call(door, who, span, set, MEANT);
        expect([answer.status, errorOf(answer).data.code]).toEqual([403, 'FORBIDDEN']);
      }
    expect(await doors.counted()).toEqual(before);
  });

  test.each(WRITING)('is sent by %s when an owner means it, and written down', async (door) => {
    const span = nights.take(2);
    const preview = await doors.call('bulkUpdates.preview', 'owner', span, set, MEANT);
    expect(dataOf(preview)).toMatchObject({ violations: [] });
    const batchId = batchOf(await doors.call(door, 'owner', span, set, MEANT));
    expect((await settled(world.api, batchId)).state).toBe('done');
    const [entry, ...others] = await doors.audited('bounds.override', batchId);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      ...{ actor: 'user', target: 'accommodation:1', supplierId: world.supplierId },
      before: { floorCents: FLOOR, ceilingCents: CEILING },
      after: { batchId, nights: [{ rateTypeId: 2001, from: span.from, to: span.to }] },
    });
    const sent = entry?.after.nights[0]?.prices ?? [];
    expect(sent).toHaveLength(fields.length);
    for (const { priceCents } of sent)
      expect(priceCents < FLOOR || priceCents > CEILING).toBe(true);
    const upstream = eurosOf(
      await upstreamNight(world.stub, { ...ROW, supplierId: world.supplierId }, span.to),
    );
    for (const { priceCents } of sent) expect(Object.values(upstream)).toContain(priceCents / 100);
  });
});
