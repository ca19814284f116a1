import { type Day, parisDay } from './calendar.ts';
import { Delivery } from './delivery.ts';
import { Faults } from './faults.ts';
import type { JsonObject } from './json.ts';
import { DEFAULT_MODE, type Mode } from './mode.ts';
import { buildWorld } from './seed/build.ts';
import type { SeedName } from './seed/profiles.ts';
import { drawSentences, type Sentences } from './sentences.ts';
import { Store } from './store/store.ts';

export interface StubOptions {
  /** 0 (the default) takes any free port. */
  port?: number;
  seed?: SeedName | 'all';
  apiKey?: string;
  mode?: Partial<Mode>;
  /** The day around which the seed is built; default: today in Paris. */
  anchor?: Day;
  /** Waits before each try of a webhook call. */
  webhookRetryMs?: readonly number[];
  /** Receives log lines, such as mails about webhooks that failed. */
  print?: (line: JsonObject) => void;
  now?: () => number;
}

export const DEFAULT_API_KEY = 'stub-key';

/** Everything a running stub holds. */
export class StubState {
  readonly store: Store;
  readonly faults = new Faults();
  readonly delivery: Delivery;
  readonly sentences: Sentences = drawSentences();
  /** Known keys and the suppliers each may see; null = all. */
  readonly keys = new Map<string, ReadonlySet<number> | null>();
  readonly apiKey: string;
  mode: Mode;
  seed: SeedName | 'all';
  private readonly startMode: Mode;

  constructor(options: StubOptions) {
    const now = options.now ?? Date.now;
    this.seed = options.seed ?? 'all';
    this.apiKey = options.apiKey ?? DEFAULT_API_KEY;
    this.startMode = { ...DEFAULT_MODE, ...options.mode };
    this.mode = this.startMode;
    this.keys.set(this.apiKey, null);
    this.store = new Store(buildWorld(this.seed, options.anchor ?? parisDay(now())), now);
    this.delivery = new Delivery(
      options.webhookRetryMs ?? [0, 500, 2000],
      options.print ?? (() => {}),
    );
  }

  /** Back to the seed: data, faults, webhooks, keys and mode. The ledger's counter goes on. */
  reset(seed: SeedName | 'all', anchor: Day): void {
    this.seed = seed;
    this.store.world = buildWorld(seed, anchor);
    this.store.ledger.clear();
    this.store.webhooks.clear();
    this.faults.clear();
    this.mode = this.startMode;
    this.keys.clear();
    this.keys.set(this.apiKey, null);
  }
}
