import { type BulkheadPolicy, bulkhead } from 'cockatiel';

/** In flight at once: for everything upstream, for one key, and of one key's calls the writes. */
export const UPSTREAM_LIMITS = { all: 8, perKey: 4, writesPerKey: 2 } as const;

const WAITING = Number.MAX_SAFE_INTEGER;

/** The one limiter in front of everything upstream. */
export class UpstreamLimiter {
  private readonly all = bulkhead(UPSTREAM_LIMITS.all, WAITING);
  private readonly keys = new Map<string, { any: BulkheadPolicy; writes: BulkheadPolicy }>();

  /** Runs a call when there is room for it; calls wait in order. */
  run<T>(lane: string, kind: 'read' | 'write', call: () => Promise<T>): Promise<T> {
    const { any, writes } = this.of(lane);
    const counted = () => any.execute(() => this.all.execute(call));
    return kind === 'write' ? writes.execute(counted) : counted();
  }

  private of(lane: string) {
    const known = this.keys.get(lane);
    if (known) return known;
    const made = {
      any: bulkhead(UPSTREAM_LIMITS.perKey, WAITING),
      writes: bulkhead(UPSTREAM_LIMITS.writesPerKey, WAITING),
    };
    this.keys.set(lane, made);
    return made;
  }
}
