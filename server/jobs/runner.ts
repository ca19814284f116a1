import type { Database, Statement } from '#server/db/client.ts';
import type { Logger } from '#server/observability/logger.ts';
import {
  buryJob,
  type ClaimedJob,
  claimJob,
  exhaustedJobs,
  heartbeat,
  LostLeaseError,
  type Settlement,
  settleJob,
} from './queue.ts';
import { backoff, type JobTiming } from './timing.ts';

/** What a job of one kind does. */
export interface JobHandler {
  /** Does the work and says what becomes of the job. `signal` aborts when the lease is lost. */
  run(job: ClaimedJob, signal: AbortSignal): Promise<Settlement>;
  /** What it means for the job's subject that every try failed. */
  exhausted(job: ClaimedJob): Promise<readonly Statement[]>;
  /** What is to be looked after because the job went on although its lease was lost. */
  lostLease?(job: ClaimedJob): Promise<readonly Statement[]>;
}

export interface RunnerDeps {
  readonly database: Database;
  readonly logger: Logger;
  readonly timing: JobTiming;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** Puts due work into the queue; called now and then. */
  readonly schedule: () => Promise<void>;
  readonly random: () => number;
}

/** How many jobs one process runs at once. */
const WORKERS = 6;

/** Runs jobs in this process until stopped. */
export class JobRunner {
  private readonly deps: RunnerDeps;
  private stopped = true;
  private woken = false;
  private endIdle: () => void = () => {};
  private loop: Promise<void> = Promise.resolve();
  private scheduledAt = 0;
  private lookedAt: number | null = null;
  private readonly running = new Set<Promise<void>>();

  constructor(deps: RunnerDeps) {
    this.deps = deps;
  }

  /** Starts the loop that drains the queue whenever it is woken, and every so often. */
  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.loop = this.turn();
  }

  /** Milliseconds since the loop last looked for work; null before the first time. */
  age(): number | null {
    return this.lookedAt === null ? null : Date.now() - this.lookedAt;
  }

  /** Looks for work now. */
  wake(): void {
    this.woken = true;
    this.endIdle();
  }

  /** Claims no more and waits for what is running. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
    await Promise.all(this.running);
  }

  /** Runs what is due until nothing is, or the budget is used up. Returns how many jobs ran. */
  async drain(budgetMs: number, maxJobs = Number.POSITIVE_INFINITY): Promise<number> {
    const until = Date.now() + budgetMs * 0.8;
    let ran = 0;
    await this.bury();
    while (Date.now() < until && ran < maxJobs) {
      const job = await this.claim();
      if (job) {
        ran += 1;
        this.track(this.runOne(job));
      }
      if (!job && this.running.size === 0) return ran;
      if (!job || this.running.size >= WORKERS) await Promise.race(this.running);
    }
    await Promise.all(this.running);
    return ran;
  }

  private async turn(): Promise<void> {
    const { timing, logger, schedule } = this.deps;
    while (!this.stopped) {
      this.lookedAt = Date.now();
      this.woken = false;
      try {
        if (Date.now() - this.scheduledAt >= timing.schedule) {
          this.scheduledAt = Date.now();
          await schedule();
        }
        await this.bury();
        await this.fill();
      } catch (error) {
        logger.error({ err: error }, 'job runner turn failed');
      }
      await this.idle(timing.poll);
    }
  }

  /** Claims jobs for every free worker. */
  private async fill(): Promise<void> {
    while (!this.stopped && this.running.size < WORKERS) {
      const job = await this.claim();
      if (!job) return;
      this.track(this.runOne(job).finally(() => this.wake()));
    }
  }

  private claim(): Promise<ClaimedJob | null> {
    const { database, handlers, timing } = this.deps;
    return claimJob(database, Object.keys(handlers), timing.lease);
  }

  /** Waits, unless somebody woke the loop while it was looking. */
  private idle(ms: number): Promise<void> {
    if (this.woken) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private track(work: Promise<void>): void {
    this.running.add(work);
    work.finally(() => this.running.delete(work));
  }

  private async runOne(job: ClaimedJob): Promise<void> {
    const { database, handlers, logger, timing, random } = this.deps;
    const lost = new AbortController();
    const beat = setInterval(() => {
      heartbeat(database, job, timing.lease).then(
        (ours) => ours || lost.abort(),
        (error: unknown) => logger.warn({ err: error, jobId: job.id }, 'heartbeat failed'),
      );
    }, timing.heartbeat);
    try {
      const handler = handlers[job.kind];
      if (!handler) return;
      const settlement = await handler.run(job, lost.signal).catch((error: unknown): Settlement => {
        // Whoever holds the lease now reports what becomes of the job.
        const level = error instanceof LostLeaseError ? 'warn' : 'error';
        logger[level]({ err: error, jobId: job.id, kind: job.kind }, 'job failed');
        const delayMs = backoff(timing, job.attempts, random);
        return { as: 'again', delayMs, counts: true, errorCode: 'UNEXPECTED', effects: [] };
      });
      const settled = await settleJob(database, job, settlement);
      if (settled === 'lost_lease') {
        logger.warn({ jobId: job.id, kind: job.kind }, 'lost the lease; nothing was written');
        await database.batch((await handler.lostLease?.(job)) ?? []);
      }
    } catch (error) {
      logger.error({ err: error, jobId: job.id }, 'job could not be settled');
    } finally {
      clearInterval(beat);
    }
  }

  private async bury(): Promise<void> {
    const { database, handlers, logger } = this.deps;
    for (const job of await exhaustedJobs(database)) {
      const effects = (await handlers[job.kind]?.exhausted(job)) ?? [];
      await buryJob(database, job, effects);
      logger.error({ jobId: job.id, kind: job.kind, refId: job.refId }, 'job is dead');
    }
  }
}
