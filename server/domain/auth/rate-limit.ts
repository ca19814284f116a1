import type { Clock } from '#server/kernel/clock.ts';

/** At most `max` requests in each `window` seconds. */
export interface RateRule {
  readonly window: number;
  readonly max: number;
}

export interface RateVerdict {
  readonly allowed: boolean;
  /** Seconds until the window ends, when refused. */
  readonly retryAfter: number | null;
}

/** Counts requests per key in fixed windows. */
export interface RateLimiter {
  consume(key: string, rule: RateRule): RateVerdict;
}

const MAX_KEYS = 10_000;

/** A limiter in this process's memory; keys whose window is over are dropped when it grows. */
export function createRateLimiter(clock: Clock): RateLimiter {
  const windows = new Map<string, { count: number; endsAt: number }>();
  return {
    consume(key, rule) {
      const now = clock.now();
      const open = windows.get(key);
      if (open === undefined || open.endsAt <= now) {
        if (windows.size >= MAX_KEYS) dropEnded(windows, now);
        windows.set(key, { count: 1, endsAt: now + rule.window * 1000 });
        return { allowed: true, retryAfter: null };
      }
      if (open.count >= rule.max) {
        return { allowed: false, retryAfter: Math.ceil((open.endsAt - now) / 1000) };
      }
      open.count += 1;
      return { allowed: true, retryAfter: null };
    },
  };
}

/** Drops what has ended; if all are open, the oldest tenth goes. */
function dropEnded(windows: Map<string, { endsAt: number }>, now: number): void {
  for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key);
  if (windows.size < MAX_KEYS) return;
  for (const key of [...windows.keys()].slice(0, MAX_KEYS / 10)) windows.delete(key);
}
