import {
  BrokenCircuitError,
  type BulkheadPolicy,
  bulkhead,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from 'cockatiel';
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';

/** What upstream is asked at most; nothing about its own limits is known. */
export const UPSTREAM_LIMITS = {
  /** In flight at once: for everything upstream, for one key, and of one key's calls the writes. */
  all: 8,
  perKey: 4,
  writesPerKey: 2,
  /**
   * Calls of a key that begin in a second. Four in flight come to it only where upstream answers in
   * less than 80 ms: what it holds back is a loop of ours that fails fast, never plain work.
   */
  callsPerSecond: 50,
  /** And once in a minute so many besides: the first read of a large property. */
  burst: { calls: 600, seconds: 60 },
  /**
   * Failures without an answer in between after which a key's calls stop: more than the eight tries
   * of one job, so that one accommodation that cannot be read does not stop the others. Then one
   * call in 15 s tries whether upstream is back.
   */
  breaker: { failures: 10, openMs: 15_000 },
  /**
   * How long a call may wait in line and run. A person waits for a probe. A write is over before
   * the lease of its job (60 s) is. A read of a large property waits behind a hundred others.
   */
  deadlineMs: { probe: 15_000, read: 120_000, write: 45_000 },
  /**
   * A 429 without a word on how long holds the key for a second. No hold lasts longer than 15 min.
   * A hold of at most 3 s is waited out in line: a refresh need not fail for it.
   */
  hold: { unnamedMs: 1_000, mostMs: 900_000, waitedOutMs: 3_000 },
} as const;

export type CallKind = keyof typeof UPSTREAM_LIMITS.deadlineMs;

/** A call that was not made: its key is held, upstream is out of reach, or the line was too long. */
export class UpstreamHeldError extends Error {
  /** Milliseconds until it is worth another try, where that is known. */
  readonly retryAfterMs: number | null;

  constructor(retryAfterMs: number | null) {
    super('The call was not made');
    this.name = 'UpstreamHeldError';
    this.retryAfterMs = retryAfterMs;
  }
}

/** A key's way upstream was closed after failures, or is open again. */
export interface BreakerTurn {
  readonly lane: string;
  readonly isOpen: boolean;
}

export interface LimiterOptions {
  /** Whether a failure of a call tells that upstream is out of reach; by default none does. */
  readonly isOutage?: (error: unknown) => boolean;
  /** Multiplies how long a breaker stays open and an unnamed hold lasts; for tests. */
  readonly timeScale?: number;
  readonly deadlineMs?: Readonly<Record<CallKind, number>>;
  readonly onBreaker?: ((turn: BreakerTurn) => void) | undefined;
}

const WAITING = Number.MAX_SAFE_INTEGER;

/** What a call that upstream answered came to; a "no" is an answer. */
type Answered<T> = { readonly value: T } | { readonly error: unknown };

/** A call that waits for its turn, unless nobody waits for it any more. */
interface Turn<T> {
  readonly begin: () => Promise<T>;
  readonly isGivenUp: () => boolean;
}

/** The one limiter in front of everything upstream. */
export class UpstreamLimiter {
  private readonly options: Required<Omit<LimiterOptions, 'onBreaker'>> & LimiterOptions;
  private readonly all = bulkhead(UPSTREAM_LIMITS.all, WAITING);
  private readonly keys = new Map<string, KeyLine>();
  private readonly bucket = new RateLimiterQueue(
    new BurstyRateLimiter(
      new RateLimiterMemory({ points: UPSTREAM_LIMITS.callsPerSecond, duration: 1 }),
      new RateLimiterMemory({
        keyPrefix: 'burst',
        points: UPSTREAM_LIMITS.burst.calls,
        duration: UPSTREAM_LIMITS.burst.seconds,
      }),
    ),
  );

  constructor(options: LimiterOptions = {}) {
    const { deadlineMs } = UPSTREAM_LIMITS;
    this.options = { isOutage: () => false, timeScale: 1, deadlineMs, ...options };
  }

  /**
   * Runs a call when there is room for it; calls of one key wait in order. `signal` ends a call that
   * runs when its time is over.
   * @throws {UpstreamHeldError} it was not made.
   */
  async run<T>(
    lane: string,
    kind: CallKind,
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const stop = new AbortController();
    const late = Promise.withResolvers<never>();
    let state: 'waiting' | 'running' | 'given up' = 'waiting';
    const timer = setTimeout(() => {
      if (state === 'running') return stop.abort();
      state = 'given up';
      late.reject(new UpstreamHeldError(null));
    }, this.options.deadlineMs[kind]);
    const turn: Turn<T> = {
      isGivenUp: () => state === 'given up',
      begin: () => {
        state = 'running';
        return call(stop.signal);
      },
    };
    try {
      return await Promise.race([this.inLine(lane, kind, turn), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Makes no call of a key for a while, because upstream asked for that; null = it named no time. */
  hold(lane: string, forMs: number | null): void {
    const { unnamedMs, mostMs } = UPSTREAM_LIMITS.hold;
    this.of(lane).hold(Math.min(forMs ?? unnamedMs * this.options.timeScale, mostMs));
  }

  private inLine<T>(lane: string, kind: CallKind, turn: Turn<T>): Promise<T> {
    const key = this.of(lane);
    const counted = () =>
      key.any.execute(async () => {
        await key.pass(kind);
        // Before the places that all keys share: who waits for its own turn takes none of them.
        await this.bucket.removeTokens(1, lane);
        return this.all.execute(() => key.attempt(kind, turn));
      });
    return kind === 'write'
      ? key.pass(kind).then(() => key.writes.execute(counted))
      : key.pass(kind).then(counted);
  }

  private of(lane: string): KeyLine {
    const known = this.keys.get(lane);
    if (known) return known;
    const { isOutage, timeScale, onBreaker } = this.options;
    const openMs = UPSTREAM_LIMITS.breaker.openMs * timeScale;
    const made = new KeyLine(openMs, isOutage, (isOpen) => onBreaker?.({ lane, isOpen }));
    this.keys.set(lane, made);
    return made;
  }
}

/** The line of one key: its places, its breaker, and how long it is held. */
class KeyLine {
  readonly any: BulkheadPolicy = bulkhead(UPSTREAM_LIMITS.perKey, WAITING);
  readonly writes: BulkheadPolicy = bulkhead(UPSTREAM_LIMITS.writesPerKey, WAITING);
  private readonly breaker: CircuitBreakerPolicy;
  private readonly isOutage: (error: unknown) => boolean;
  private heldUntil = 0;
  private openUntil = 0;

  constructor(
    openMs: number,
    isOutage: (error: unknown) => boolean,
    onTurn: (isOpen: boolean) => void,
  ) {
    this.isOutage = isOutage;
    this.breaker = circuitBreaker(handleAll, {
      breaker: new ConsecutiveBreaker(UPSTREAM_LIMITS.breaker.failures),
      halfOpenAfter: openMs,
    });
    this.breaker.onBreak(() => {
      this.openUntil = Date.now() + openMs;
      onTurn(true);
    });
    this.breaker.onReset(() => {
      this.openUntil = 0;
      onTurn(false);
    });
  }

  hold(forMs: number): void {
    this.heldUntil = Math.max(this.heldUntil, Date.now() + forMs);
  }

  /**
   * Waits out a short hold. Throws while the key is held for longer or its breaker is open. Somebody
   * who tries a key wants to know how it is now: a probe, of which there are few, always passes.
   */
  async pass(kind: CallKind): Promise<void> {
    for (;;) {
      if (kind === 'probe') return;
      this.requireOpen();
      const left = this.heldUntil - Date.now();
      if (left <= 0) return;
      if (left > UPSTREAM_LIMITS.hold.waitedOutMs) throw new UpstreamHeldError(left);
      await new Promise((done) => setTimeout(done, left));
    }
  }

  /** Makes a call whose turn has come. Only an outage counts for the breaker, a "no" does not. */
  async attempt<T>(kind: CallKind, { begin, isGivenUp }: Turn<T>): Promise<T> {
    if (isGivenUp()) throw new UpstreamHeldError(null);
    if (kind === 'probe') return begin();
    this.requireOpen();
    const left = this.heldUntil - Date.now();
    if (left > 0) throw new UpstreamHeldError(left);
    const answered = await this.guarded(begin);
    if ('error' in answered) throw answered.error;
    return answered.value;
  }

  private async guarded<T>(begin: () => Promise<T>): Promise<Answered<T>> {
    try {
      return await this.breaker.execute(async (): Promise<Answered<T>> => {
        try {
          return { value: await begin() };
        } catch (error) {
          if (this.isOutage(error)) throw error;
          return { error };
        }
      });
    } catch (error) {
      if (error instanceof BrokenCircuitError)
        throw new UpstreamHeldError(Math.max(0, this.openUntil - Date.now()));
      throw error;
    }
  }

  private requireOpen(): void {
    const left = this.openUntil - Date.now();
    if (left > 0) throw new UpstreamHeldError(left);
  }
}
