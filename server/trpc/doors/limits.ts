import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Identity } from '#server/domain/auth/resolve-actor.ts';
import { DomainError } from '#server/kernel/errors.ts';

/** Calls per minute of each caller; see the README of the server. */
const RULES = {
  key: { points: 600, seconds: 60 },
  // Beyond the above, for a program that catches up: once in ten minutes.
  'key-burst': { points: 200, seconds: 600 },
  session: { points: 1200, seconds: 60 },
  refresh: { points: 6, seconds: 60 },
  create: { points: 60, seconds: 60 },
  // Each asks Open Pro for up to twenty properties.
  probe: { points: 20, seconds: 60 },
  // A whole organisation's audit trail.
  file: { points: 6, seconds: 60 },
  // Of all browsers together, since nobody has to say who they are.
  report: { points: 60, seconds: 60 },
} as const;

type RuleName = keyof typeof RULES;

/** Procedures that cost more than an answer, each with the rule that counts it besides. */
const RULE_OF: ReadonlyMap<string, RuleName> = new Map([
  ['suppliers.refresh', 'refresh'],
  ...(['bulkUpdates.create', 'rates.set', 'stock.set'] as const).map(
    (name) => [name, 'create'] as const,
  ),
  ['connections.probe', 'probe'],
  ['connections.replaceKey', 'probe'],
  ['audit.csv', 'file'],
]);

/** Points that a caller has spent in a window that ends at `expiresAt`, epoch milliseconds. */
export interface SpentPoints {
  readonly key: string;
  readonly points: number;
  readonly expiresAt: number;
}

/** Where spent points outlive the process. */
export interface SpentPointsStore {
  read(): Promise<readonly SpentPoints[]>;
  write(rows: readonly SpentPoints[]): Promise<void>;
}

export interface LimitsOptions {
  readonly store: SpentPointsStore;
  /** Multiplies every limit. */
  readonly scale: number;
  readonly onError: (error: unknown) => void;
}

/** Sets these counts apart from others in the same store. */
const PREFIX = 'calls-';

/** How long points are spent in memory alone, at most. */
const WRITE_AFTER_MS = 1000;

/**
 * Counts the calls of each session and each API key. The counts are in memory, so that a call waits
 * for nothing; they are written at most once a second and taken up again at the next start. Windows
 * end by the clock of the machine.
 */
export class Limits {
  readonly #options: LimitsOptions;
  readonly #memory: ReadonlyMap<RuleName, RateLimiterMemory>;
  readonly #calls: Readonly<Record<'key' | 'session', RateLimiterMemory | BurstyRateLimiter>>;
  readonly #unwritten = new Set<string>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #resumed: Promise<void> | undefined;

  constructor(options: LimitsOptions) {
    this.#options = options;
    const made = new Map<RuleName, RateLimiterMemory>();
    for (const name of Object.keys(RULES) as RuleName[]) {
      const { points, seconds: duration } = RULES[name];
      const scaled = Math.max(1, Math.floor(points * options.scale));
      made.set(
        name,
        new RateLimiterMemory({ keyPrefix: `${PREFIX}${name}`, points: scaled, duration }),
      );
    }
    this.#memory = made;
    const key = new BurstyRateLimiter(this.#of('key'), this.#of('key-burst'));
    this.#calls = { key, session: this.#of('session') };
  }

  /**
   * Counts the calls of one request; strangers are not counted here, as they reach nothing.
   * @throws {DomainError} TOO_MANY_REQUESTS, with the seconds to wait.
   */
  async spend({ actor, person }: Identity, procedures: readonly string[]): Promise<void> {
    await this.#resumedOnce();
    if (actor?.kind === 'apiKey') await this.#take('key', actor.id, procedures.length);
    else if (person) await this.#take('session', person.sessionId, procedures.length);
    else return;
    for (const [procedure, rule] of RULE_OF) {
      const count = procedures.filter((one) => one === procedure).length;
      // A person's sessions count together, or signing in again would be a way around.
      if (count > 0) await this.#take(rule, actor?.id ?? person?.id ?? '', count);
    }
  }

  /**
   * Counts a report that anybody may send.
   * @throws {DomainError} TOO_MANY_REQUESTS, with the seconds to wait.
   */
  async admitReport(): Promise<void> {
    await this.#resumedOnce();
    await this.#take('report', 'everybody', 1);
  }

  /** Writes down what was spent so far; comes back when all of it is stored. */
  async write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const keys = new Set(this.#unwritten);
    this.#unwritten.clear();
    const rows = this.#spent().filter(({ key }) => keys.has(key));
    this.#writing = this.#writing
      .then(() => this.#options.store.write(rows))
      .catch(this.#options.onError);
    await this.#writing;
  }

  /** Forgets what is not written yet. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#unwritten.clear();
  }

  #resumedOnce(): Promise<void> {
    this.#resumed ??= this.#resume().catch(this.#options.onError);
    return this.#resumed;
  }

  /** Goes on from what was spent before the process started. */
  async #resume(): Promise<void> {
    const spent = await this.#options.store.read();
    for (const memory of this.#memory.values()) {
      const storage = spent
        .filter(({ key }) => key.startsWith(memory.getKey('')))
        .map(({ key, points: value, expiresAt }) => ({
          key: memory.parseKey(key),
          value,
          expiresAt,
        }));
      memory.restore({ version: 1, storage });
    }
  }

  async #take(rule: RuleName, caller: string, points: number): Promise<void> {
    const limiter = rule === 'key' || rule === 'session' ? this.#calls[rule] : this.#of(rule);
    this.#unwritten.add(this.#of(rule).getKey(caller));
    if (rule === 'key') this.#unwritten.add(this.#of('key-burst').getKey(caller));
    this.#timer ??= setTimeout(() => void this.write(), WRITE_AFTER_MS).unref();
    try {
      await limiter.consume(caller, points);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new DomainError('TOO_MANY_REQUESTS', { retryAfterSeconds });
    }
  }

  #spent(): SpentPoints[] {
    return [...this.#memory.values()].flatMap((memory) =>
      memory
        .dump()
        .storage.flatMap(({ key, value: points, expiresAt }) =>
          expiresAt === null ? [] : [{ key: memory.getKey(key), points, expiresAt }],
        ),
    );
  }

  #of(name: RuleName): RateLimiterMemory {
    const memory = this.#memory.get(name);
    if (memory === undefined) throw new Error(`There is no limit ${name}`);
    return memory;
  }
}
