import { type Day, parisDay } from './calendar.ts';
import { Delivery } from './delivery.ts';
import { Faults } from './faults.ts';
import type { JsonObject } from './json.ts';
import { DEFAULT_MODE, type Mode } from './mode.ts';
import { buildWorld } from './seed/build.ts';
import type { SeedName } from './seed/profiles.ts';
import { drawSentences, type Sentences } from './sentences.ts';
import { keptAnchor } from './store/anchor.ts';
import { type Ground, Journal } from './store/journal.ts';
import { Ledger } from './store/ledger.ts';
import { replayed } from './store/replay.ts';
import { Store } from './store/store.ts';

export interface StubOptions {
  /** 0 (the default) takes any free port. */
  port?: number;
  seed?: SeedName | 'all';
  apiKey?: string;
  mode?: Partial<Mode>;
  /** The day around which the seed is built; default: the one kept in `dataDir`, else today in Paris. */
  anchor?: Day;
  /** Where what is written outlives the process; without it, it lives in memory. */
  dataDir?: string;
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
  readonly apiKey: string;
  mode: Mode;
  seed: SeedName | 'all';
  private readonly startMode: Mode;
  private readonly journal: Journal | null;

  constructor(options: StubOptions) {
    const now = options.now ?? Date.now;
    this.seed = options.seed ?? 'all';
    this.apiKey = options.apiKey ?? DEFAULT_API_KEY;
    this.startMode = { ...DEFAULT_MODE, ...options.mode };
    this.mode = this.startMode;
    const { dataDir, print = () => {} } = options;
    const kept = dataDir === undefined ? null : keptAnchor(dataDir);
    const anchor = options.anchor ?? kept ?? parisDay(now());
    this.store = new Store(buildWorld(this.seed, anchor), now);
    this.store.keys.set(this.apiKey, null);
    this.delivery = new Delivery(options.webhookRetryMs ?? [0, 500, 2000], print);
    this.journal = dataDir === undefined ? null : this.restored(dataDir, print);
  }

  /** Makes the kept changes again, and keeps every further one. */
  private restored(dataDir: string, print: (line: JsonObject) => void): Journal {
    const journal = new Journal(dataDir, print);
    journal.replay(this.ground(), (mutation) => replayed(this.store, mutation));
    this.store.ledger = new Ledger();
    this.store.keep = (mutation) => journal.note(mutation);
    return journal;
  }

  private ground(): Ground {
    return { anchor: this.store.world.anchor, seed: this.seed };
  }

  /** Back to the seed: data, faults, webhooks, keys and mode. The ledger's counter goes on. */
  reset(seed: SeedName | 'all', anchor: Day): void {
    this.seed = seed;
    this.store.world = buildWorld(seed, anchor);
    this.store.ledger.clear();
    this.store.webhooks.clear();
    this.faults.clear();
    this.mode = this.startMode;
    this.store.keys.clear();
    this.store.keys.set(this.apiKey, null);
    this.journal?.begin(this.ground());
  }
}
