import { expect, test } from 'vitest';
import { fc } from '#tests/support/core/properties.ts';
import { UPSTREAM_LIMITS, UpstreamLimiter } from './limiter.ts';

type Kind = 'read' | 'write';
interface Asked {
  readonly key: string;
  readonly kind: Kind;
}
interface Flight extends Asked {
  readonly id: number;
  readonly land: (fails: boolean) => void;
}

/** Lets every promise that can go on go on: one turn of the event loop. */
const settle = () => new Promise<void>((done) => setImmediate(done));

/** A limiter whose calls end when the test says so. */
function runway() {
  const limiter = new UpstreamLimiter();
  const flights = new Map<number, Flight>();
  const started: number[] = [];
  const ended: Promise<unknown>[] = [];
  let next = 0;
  const ask = ({ key, kind }: Asked): number => {
    const id = next++;
    const call = () => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      started.push(id);
      const land = (fails: boolean) => {
        flights.delete(id);
        if (fails) reject(new Error(`call ${id}`));
        else resolve(id);
      };
      flights.set(id, { id, key, kind, land });
      return promise;
    };
    ended.push(limiter.run(key, kind, call).catch((error: unknown) => String(error)));
    return id;
  };
  const inFlight = (key?: string, kind?: Kind) =>
    [...flights.values()].filter(
      (one) => (key ?? one.key) === one.key && (kind ?? one.kind) === one.kind,
    ).length;
  return { limiter, ask, flights, started, ended, inFlight };
}

const KEYS = ['a', 'b', 'c'];

test('4 calls of a key are in flight, of which 2 are writes, and 8 in all', async () => {
  const { ask, inFlight } = runway();
  for (const key of KEYS)
    for (let i = 0; i < 6; i++) for (const kind of ['write', 'read'] as const) ask({ key, kind });
  await settle();
  expect(inFlight()).toBe(UPSTREAM_LIMITS.all);
  const alone = runway();
  for (let i = 0; i < 6; i++)
    for (const kind of ['write', 'read'] as const) alone.ask({ key: 'a', kind });
  await settle();
  expect([alone.inFlight('a'), alone.inFlight('a', 'write')]).toEqual([4, 2]);
});

test('writes that wait keep no place from reads', async () => {
  const { ask, inFlight } = runway();
  for (let i = 0; i < 9; i++) ask({ key: 'a', kind: 'write' });
  await settle();
  expect(inFlight()).toBe(2);
  ask({ key: 'a', kind: 'read' });
  ask({ key: 'a', kind: 'read' });
  await settle();
  expect([inFlight('a', 'read'), inFlight('a', 'write')]).toEqual([2, 2]);
});

test('a key that is busy does not keep another one waiting', async () => {
  const { ask, inFlight } = runway();
  for (let i = 0; i < 50; i++) ask({ key: 'a', kind: 'read' });
  ask({ key: 'b', kind: 'write' });
  await settle();
  expect([inFlight('a'), inFlight('b')]).toEqual([4, 1]);
});

test('at every moment all limits hold, no place stays empty, and each call runs once', async () => {
  const asked = fc.record({
    key: fc.constantFrom(...KEYS),
    kind: fc.constantFrom<Kind>('read', 'write'),
  });
  const step = fc.oneof(
    asked.map((ask) => ({ ask })),
    fc.record({ land: fc.nat(), fails: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { ask, flights, started, ended, inFlight } = runway();
      const waiting = new Map<number, Asked>();
      const check = async () => {
        await settle();
        for (const id of started) waiting.delete(id);
        expect(inFlight()).toBeLessThanOrEqual(8);
        for (const key of KEYS) {
          expect(inFlight(key)).toBeLessThanOrEqual(4);
          expect(inFlight(key, 'write')).toBeLessThanOrEqual(2);
        }
        for (const { key, kind } of waiting.values()) {
          const isFull =
            inFlight() === 8 ||
            inFlight(key) === 4 ||
            (kind === 'write' && inFlight(key, 'write') === 2);
          expect(isFull, `a ${kind} of ${key} waits for nothing`).toBe(true);
        }
      };
      const land = (at: number, fails: boolean) => {
        const all = [...flights.values()];
        all[at % Math.max(1, all.length)]?.land(fails);
      };
      for (const one of steps) {
        if ('ask' in one) waiting.set(ask(one.ask), one.ask);
        else land(one.land, one.fails);
        await check();
      }
      while (flights.size > 0) {
        land(0, false);
        await check();
      }
      expect(waiting.size).toBe(0);
      expect([...started].sort((a, b) => a - b)).toEqual(ended.map((_, id) => id));
      expect(await Promise.all(ended)).toHaveLength(ended.length);
    }),
    { numRuns: 200 },
  );
});

test('calls of one kind and key run in the order in which they were asked for', async () => {
  const { ask, flights, started } = runway();
  for (let i = 0; i < 12; i++) ask({ key: 'a', kind: 'write' });
  await settle();
  while (flights.size > 0) {
    for (const flight of [...flights.values()]) flight.land(false);
    await settle();
  }
  expect(started).toEqual(Array.from({ length: 12 }, (_, id) => id));
});

test('what a call gives or throws is what the caller gets, and its place is free again', async () => {
  const { limiter, ask, inFlight } = runway();
  const failure = new Error('503');
  await expect(limiter.run('a', 'write', () => Promise.reject(failure))).rejects.toBe(failure);
  await expect(
    limiter.run('a', 'write', () => {
      throw failure;
    }),
  ).rejects.toBe(failure);
  await expect(limiter.run('a', 'read', () => Promise.resolve(7))).resolves.toBe(7);
  ask({ key: 'a', kind: 'write' });
  ask({ key: 'a', kind: 'write' });
  await settle();
  expect(inFlight('a', 'write')).toBe(2);
});
