import { expect, test } from 'vitest';
import { pollDelay } from './poll-delay.ts';

test('a sending is asked for every second at first, then less often, and never once it is over', () => {
  const running = { state: 'running' } as const;
  expect(pollDelay(undefined, 0)).toBe(1_000);
  expect(pollDelay(running, 10)).toBe(1_000);
  expect(pollDelay(running, 11)).toBeGreaterThan(1_000);
  expect(pollDelay(running, 1_000)).toBe(10_000);
  for (const state of ['done', 'attention', 'cancelled'] as const)
    expect(pollDelay({ state }, 3)).toBe(false);
});
