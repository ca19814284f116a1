import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type BreakerTurn,
  UPSTREAM_LIMITS,
  UpstreamHeldError,
  UpstreamLimiter,
} from './limiter.ts';

const OUTAGE = new Error('503');
const REFUSAL = new Error('422');
const { breaker, callsPerSecond, burst, deadlineMs, hold } = UPSTREAM_LIMITS;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function limiterOf() {
  const turns: BreakerTurn[] = [];
  const limiter = new UpstreamLimiter({
    isOutage: (error) => error === OUTAGE,
    onBreaker: (turn) => turns.push(turn),
  });
  let made = 0;
  /** What a call comes to; a call that is never made has no effect. */
  const call = (end: () => Promise<unknown> = async () => 'ok', key = 'a') =>
    limiter
      .run(key, 'read', () => {
        made += 1;
        return end();
      })
      .catch((error: unknown) => error);
  return { limiter, turns, call, made: () => made };
}

const fails = (error: Error) => () => Promise.reject(error);

async function opened() {
  const upstream = limiterOf();
  for (let i = 0; i < breaker.failures; i++) await upstream.call(fails(OUTAGE));
  return upstream;
}

test('ten failures in a row close a key’s way; further calls are not made and say until when', async () => {
  const { call, made, turns } = await opened();
  expect(turns).toEqual([{ lane: 'a', isOpen: true }]);
  await vi.advanceTimersByTimeAsync(5_000);
  const refused = await call();
  expect(refused).toBeInstanceOf(UpstreamHeldError);
  expect(refused).toMatchObject({ retryAfterMs: breaker.openMs - 5_000 });
  expect(made()).toBe(breaker.failures);
  expect(await call(undefined, 'b')).toBe('ok');
});

test('an answer in between, also a "no", begins the count anew', async () => {
  const { call, turns } = limiterOf();
  for (const between of [async () => 'ok', fails(REFUSAL)]) {
    for (let i = 1; i < breaker.failures; i++) await call(fails(OUTAGE));
    await call(between);
  }
  expect(turns).toEqual([]);
});

test('one call then tries whether upstream is back: if it is, all go on, else none', async () => {
  const { call, made, turns } = await opened();
  await vi.advanceTimersByTimeAsync(breaker.openMs);
  const before = made();
  const probes = await Promise.all([call(fails(OUTAGE)), call(), call(), call()]);
  expect(made() - before).toBe(1);
  expect(probes[0]).toBe(OUTAGE);
  for (const held of probes.slice(1)) expect(held).toBeInstanceOf(UpstreamHeldError);
  await vi.advanceTimersByTimeAsync(breaker.openMs);
  expect(await Promise.all([call(), call(), call()])).toEqual(['ok', 'ok', 'ok']);
  expect(turns.map(({ isOpen }) => isOpen)).toEqual([true, true, false]);
});

test('a held key makes no call until its time is over; a short hold is waited out in line', async () => {
  const { limiter, call, made } = limiterOf();
  limiter.hold('a', 120_000);
  expect(await call()).toMatchObject({ retryAfterMs: 120_000 });
  expect(await call(undefined, 'b')).toBe('ok');
  await vi.advanceTimersByTimeAsync(120_000 - hold.waitedOutMs);
  const waiting = call();
  await vi.advanceTimersByTimeAsync(hold.waitedOutMs - 1);
  expect(made()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await waiting).toBe('ok');
});

test('a hold without a time lasts a second, and none longer than a quarter of an hour', async () => {
  const { limiter, call } = limiterOf();
  limiter.hold('a', null);
  const waiting = call();
  await vi.advanceTimersByTimeAsync(hold.unnamedMs);
  expect(await waiting).toBe('ok');
  limiter.hold('a', 86_400_000);
  expect(await call()).toMatchObject({ retryAfterMs: hold.mostMs });
});

test('a call that waits in line for too long is not made any more', async () => {
  const { call, made } = limiterOf();
  const never = () => new Promise<never>(() => {});
  for (let i = 0; i < UPSTREAM_LIMITS.perKey; i++) void call(never);
  await vi.advanceTimersByTimeAsync(0);
  const late = call();
  await vi.advanceTimersByTimeAsync(deadlineMs.read);
  expect(await late).toBeInstanceOf(UpstreamHeldError);
  expect(made()).toBe(UPSTREAM_LIMITS.perKey);
});

test('a call that runs for too long is ended by its signal, and its place is free again', async () => {
  const { limiter } = limiterOf();
  const endless = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(OUTAGE));
    });
  const ends = await Promise.all(
    (['write', 'write', 'write'] as const).map(async (kind) => {
      const run = limiter.run('a', kind, endless).catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(deadlineMs.write);
      return run;
    }),
  );
  expect(ends.filter((end) => end === OUTAGE).length).toBeGreaterThanOrEqual(2);
  expect(await limiter.run('a', 'write', async () => 'ok')).toBe('ok');
});

test('calls that begin are as many as the bucket holds, the others wait for the next second', async () => {
  const { call, made } = limiterOf();
  const all = callsPerSecond + burst.calls;
  const ends = Array.from({ length: all + callsPerSecond + 5 }, () => call());
  await vi.advanceTimersByTimeAsync(1);
  expect(made()).toBe(all);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(made()).toBe(all + callsPerSecond);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(new Set(await Promise.all(ends))).toEqual(new Set(['ok']));
});
