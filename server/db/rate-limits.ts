import { lt } from 'drizzle-orm';
import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible';
import type { Db } from './client.ts';
import { rateLimit } from './schema/auth.ts';

/** At most `points` in each window of `seconds`. */
export interface RateRule {
  readonly points: number;
  readonly seconds: number;
  /** Seconds that a key is refused for once it asked for more; by default until its window ends. */
  readonly block?: number;
}

/** Whether something may happen now, and if not, after how many whole seconds (from 1). */
export interface RateVerdict {
  readonly allowed: boolean;
  readonly retryAfterSeconds: number;
}

/** Counts in the database, so that limits hold across restarts. */
export interface RateLimits {
  /**
   * Spends a point of a key. A key belongs to one rule: put the rule's name in front (`signIn:…`),
   * and a digest in place of an address of a person. Costs a write, unless the key is refused
   * already, which this process remembers.
   */
  consume(key: string, rule: RateRule): Promise<RateVerdict>;
}

export interface RateLimitsOptions {
  /** What every rule's points are multiplied by; at least one point is left. */
  readonly scale: number;
}

const ALLOWED: RateVerdict = { allowed: true, retryAfterSeconds: 0 };

/** How often rows whose window is over are removed, in milliseconds. */
const SWEEP_MS = 3_600_000;

/** Rate limits kept in the table `rate_limit`. */
export function createRateLimits(db: Db, { scale }: RateLimitsOptions): RateLimits {
  const limiters = new Map<string, RateLimiterDrizzle>();
  let sweptAt = Date.now();
  const limiterOf = ({ points, seconds, block = 0 }: RateRule): RateLimiterDrizzle => {
    const scaled = Math.max(1, Math.floor(points * scale));
    const name = `${scaled}/${seconds}/${block}`;
    const known = limiters.get(name);
    if (known) return known;
    const limiter = new RateLimiterDrizzle({
      ...{ storeClient: db, schema: rateLimit, clearExpiredByTimeout: false, keyPrefix: '' },
      ...{ points: scaled, duration: seconds, blockDuration: block },
      // What is refused is refused from memory: a flood costs no writes.
      inMemoryBlockOnConsumed: scaled + 1,
      ...(block > 0 && { inMemoryBlockDuration: block }),
    });
    limiters.set(name, limiter);
    return limiter;
  };
  return {
    consume: async (key, rule) => {
      const now = Date.now();
      if (now - sweptAt > SWEEP_MS) {
        sweptAt = now;
        await db.delete(rateLimit).where(lt(rateLimit.expire, new Date(now)));
      }
      try {
        await limiterOf(rule).consume(key);
        return ALLOWED;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        return { allowed: false, retryAfterSeconds };
      }
    },
  };
}
