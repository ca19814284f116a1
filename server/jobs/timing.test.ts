import { describe, expect, test } from 'vitest';
import { fc } from '#tests/support/core/properties.ts';
import { backoff, jobTiming } from './timing.ts';

const timing = jobTiming(1);

test('a running system: lease 60 s, three read-backs, at most 5 minutes between tries', () => {
  expect(timing).toMatchObject({
    lease: 60_000,
    heartbeat: 20_000,
    verifyWaits: [2_000, 10_000, 60_000],
    backoffCap: 300_000,
  });
});

test('at any scale a lease outlives two heartbeats and is looked for more often than it ends', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.0001, max: 1, noNaN: true }), (scale) => {
      const { lease, heartbeat, poll, backoffBase, backoffCap, verifyWaits } = jobTiming(scale);
      expect(heartbeat * 2).toBeLessThan(lease);
      expect(poll).toBeGreaterThan(0);
      expect(poll).toBeLessThan(lease);
      expect(backoffBase).toBeLessThan(backoffCap);
      expect([...verifyWaits].sort((a, b) => a - b)).toEqual(verifyWaits);
    }),
  );
});

describe('the delay before another try', () => {
  const highest = () => 1 - Number.EPSILON;

  test('doubles up to its ceiling and stays there', () => {
    const delays = Array.from({ length: 12 }, (_, i) => backoff(timing, i + 1, highest));
    expect(delays).toEqual([
      ...[2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000],
      ...[300_000, 300_000, 300_000, 300_000],
    ]);
    expect(backoff(timing, 5_000, highest)).toBe(300_000);
  });

  test('is anything below that: full jitter', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), random, (attempt, chance) => {
        const delay = backoff(timing, attempt, () => chance);
        expect(Number.isSafeInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(backoff(timing, attempt, highest));
        expect(delay).toBeLessThanOrEqual(timing.backoffCap);
      }),
    );
    expect(backoff(timing, 3, () => 0)).toBe(0);
    expect(backoff(timing, 3, () => 0.5)).toBe(4_000);
  });
});
