import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { RecentHealth } from './recent-health.ts';

/** What a call to Open Pro was and how it ended; never an address, a key or anything of a guest. */
export interface UpstreamCallFact {
  readonly kind: string;
  readonly outcome: string;
  readonly ms: number;
}

/** What the queue and the sendings look like now. */
export interface WorkFacts {
  readonly jobs: Readonly<Record<string, number>>;
  /** Age of the oldest job that is due and waits; 0 = none. */
  readonly oldestReadyMs: number;
  readonly items: Readonly<Record<string, number>>;
}

export interface MetricsDeps {
  /** Reads the state of the work; asked for when somebody reads the metrics. */
  readonly work: () => Promise<WorkFacts>;
  readonly now: () => number;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts and times what this process does, for Prometheus. Holds counts alone, of no tenant. */
export class Metrics {
  readonly health = new RecentHealth();
  private readonly registry = new Registry();
  private readonly deps: MetricsDeps;
  private readonly requests = this.histogram('http_request_duration_seconds', 'Answers', [
    ...['route', 'method', 'status'],
  ]);
  private readonly calls = this.histogram('upstream_call_duration_seconds', 'Calls to Open Pro', [
    ...['kind', 'outcome'],
  ]);
  private readonly statementTimes = this.histogram(
    ...(['database_duration_seconds', 'Statements and batches of the database', []] as const),
  );
  private readonly statements = new Counter({
    ...{ name: 'openpro_database_statements_total', help: 'Statements of the database' },
    ...{ labelNames: ['outcome'], registers: [this.registry] },
  });
  private readonly jobs = this.gauge('jobs', 'Jobs that wait or run', ['state']);
  private readonly oldest = this.gauge('job_oldest_ready_seconds', 'Age of the oldest due job', []);
  private readonly items = this.gauge('push_items', 'Items of sendings', ['state']);

  constructor(deps: MetricsDeps) {
    this.deps = deps;
    collectDefaultMetrics({ register: this.registry });
  }

  /** One answer; `route` must be one of few, such as a path without its ids. */
  request(route: string, method: string, status: number, ms: number): void {
    this.requests.observe({ route, method, status: String(status) }, ms / 1_000);
    this.health.answer(this.deps.now(), status, ms);
  }

  upstreamCall({ kind, outcome, ms }: UpstreamCallFact): void {
    this.calls.observe({ kind, outcome }, ms / 1_000);
  }

  /** Statements that were run together. */
  ran(count: number, isOk: boolean, ms: number): void {
    this.statements.inc({ outcome: isOk ? 'ok' : 'failed' }, count);
    this.statementTimes.observe(ms / 1_000);
    this.health.statements(this.deps.now(), count, isOk);
  }

  /** Everything in Prometheus' text format, and its media type. */
  async text(): Promise<{ body: string; contentType: string }> {
    const { jobs, oldestReadyMs, items } = await this.deps.work();
    this.jobs.reset();
    for (const [state, count] of Object.entries(jobs)) this.jobs.set({ state }, count);
    this.items.reset();
    for (const [state, count] of Object.entries(items)) this.items.set({ state }, count);
    this.oldest.set(oldestReadyMs / 1_000);
    return { body: await this.registry.metrics(), contentType: this.registry.contentType };
  }

  private histogram(name: string, help: string, labelNames: readonly string[]): Histogram {
    return new Histogram({
      ...{ name: `openpro_${name}`, help, labelNames, buckets: SECONDS },
      registers: [this.registry],
    });
  }

  private gauge(name: string, help: string, labelNames: readonly string[]): Gauge {
    return new Gauge({ name: `openpro_${name}`, help, labelNames, registers: [this.registry] });
  }
}
