import { writeAdminToken } from './commands/admin-door.ts';
import type { CommandContext } from './commands/command.ts';
import { type Database, databaseFile, openDatabase } from './db/client.ts';
import { migrateDatabase, migrationsFolder } from './db/migrate.ts';
import { createRateLimits, type RateLimits } from './db/rate-limits.ts';
import { readSpentPoints, writeSpentPoints } from './db/spent-points.ts';
import { acquireWriterLock, type WriterLock } from './db/writer-lock.ts';
import type { Mailer } from './domain/accounts/ports.ts';
import { sendAlerts } from './domain/alerts/send-alerts.ts';
import { createSealer, sealedAfterWrites } from './domain/audit/seal-chain.ts';
import { createAuth } from './domain/auth/create-auth.ts';
import { createResolveActor, type ResolveActor } from './domain/auth/resolve-actor.ts';
import type { JobQueue } from './domain/suppliers/jobs.ts';
import type { UpstreamGateway } from './domain/suppliers/upstream.ts';
import { dataPath, type Env, loadEnv } from './env.ts';
import { jobHandlers } from './jobs/handlers.ts';
import { createJobQueue } from './jobs/queue.ts';
import { JobRunner } from './jobs/runner.ts';
import { scheduleWork } from './jobs/schedule.ts';
import { jobTiming } from './jobs/timing.ts';
import { queueFacts } from './jobs/work-facts.ts';
import { type Clock, isoInstant, systemClock } from './kernel/clock.ts';
import { createMailer } from './mail/create-mailer.ts';
import { clientAddressOf } from './observability/client-address.ts';
import { createLogger, type Logger } from './observability/logger.ts';
import { measureDatabase } from './observability/metrics/measured-database.ts';
import { Metrics } from './observability/metrics/metrics.ts';
import { requestIdOf } from './observability/request-log.ts';
import { createGateway } from './openpro/gateway.ts';
import { createKeyVault } from './openpro/key-vault.ts';
import { Limits } from './trpc/doors/limits.ts';
import { localeOf } from './trpc/locale.ts';

/** Everything that the doors of the app use. */
export interface App extends CommandContext {
  readonly logger: Logger;
  readonly resolveActor: ResolveActor;
  /** Runs work after the answer; a failure is logged. */
  readonly defer: (work: () => Promise<unknown>) => void;
  /** What commands of other processes must show; null where they open the database themselves. */
  readonly adminToken: string | null;
  /** Milliseconds since the job runner last looked for work; null before the first time. */
  readonly runnerAge: () => number | null;
  readonly metrics: Metrics;
  readonly gateway: UpstreamGateway;
  readonly jobs: JobQueue;
  readonly runner: JobRunner;
  /** Puts due work into the queue. */
  readonly schedule: () => Promise<void>;
  /** How much each session and each API key may still ask for. */
  readonly limits: Limits;
  /** How often what can be guessed may be tried. */
  readonly rateLimits: RateLimits;
  /** Null where no mail can be sent. */
  readonly mailer: Mailer | null;
  /** Closes the database and frees it for another process; stop the runner before. */
  close(): void;
}

/** Where no loop runs, how long a request that leaves work drains the queue afterwards. */
const DRAIN_MS = 8_000;

/** The app cannot start; each problem is one line for the operator. */
export class StartError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'StartError';
    this.problems = problems;
  }
}

export interface OpenOptions {
  readonly env: Env;
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** Folder that holds `drizzle/`; by default the working directory. */
  readonly root?: string;
  /** Serves commands of other processes. */
  readonly withAdminDoor: boolean;
  /** Leaves pending migrations alone. */
  readonly keepSchema?: boolean;
  /** How long one upstream call may take; by default what the client finds right. */
  readonly upstreamTimeoutMs?: number;
}

/** Opens the database as its only writer, brings it to the newest migration and wires the parts. */
export async function openApp(options: OpenOptions): Promise<App> {
  const { env, clock = systemClock, logger = createLogger(env) } = options;
  const migrations = migrationsFolder(options.root);
  const lock = await lockDatabase(options, clock);
  let database: Database | undefined;
  try {
    database = await openDatabase({ url: env.DATABASE_URL, authToken: env.DATABASE_AUTH_TOKEN });
    if (options.keepSchema !== true) await migrateDatabase(database, migrations);
    const adminToken =
      lock?.holder.tokenFile == null ? null : writeAdminToken(lock.holder.tokenFile);
    const { upstreamTimeoutMs } = options;
    const opened = { env, clock, logger, database, migrations, adminToken };
    return wire({ ...opened, lock, upstreamTimeoutMs });
  } catch (error) {
    database?.close();
    lock?.release();
    throw error;
  }
}

async function lockDatabase(options: OpenOptions, clock: Clock): Promise<WriterLock | null> {
  const { env, withAdminDoor } = options;
  const file = databaseFile(env.DATABASE_URL);
  if (file === null) return null;
  return acquireWriterLock(file, {
    startedAt: isoInstant(clock.now()),
    adminUrl: withAdminDoor ? `http://127.0.0.1:${env.PORT}/api/admin` : null,
    tokenFile: withAdminDoor ? dataPath(env, 'admin-token') : null,
  });
}

type Opened = Pick<App, 'env' | 'clock' | 'logger' | 'database' | 'migrations' | 'adminToken'> & {
  readonly lock: WriterLock | null;
  readonly upstreamTimeoutMs: number | undefined;
};

function wire({ lock, upstreamTimeoutMs, ...opened }: Opened): App {
  const { env, clock, logger } = opened;
  const sealer = createSealer(opened.database, (err) =>
    logger.error({ err }, 'the audit trail could not be chained'),
  );
  const database = sealedAfterWrites(opened.database, sealer);
  const metrics = new Metrics({ work: () => queueFacts(database), now: () => clock.now() });
  measureDatabase(opened.database, metrics);
  const people = wirePeople({ database, env, clock, logger });
  const vault = createKeyVault(env.ENCRYPTION_KEYS);
  const gateway = createGateway({
    database,
    vault,
    baseUrl: env.OPENPRO_BASE_URL,
    timeoutMs: upstreamTimeoutMs,
    timeScale: env.JOBS_TIME_SCALE,
    metrics,
    onCall: (call) => logger.info(call, 'upstream call'),
    onBreaker: (turn) => logger.warn(turn, 'upstream is out of reach, or back'),
  });
  const work = wireWork({ ...opened, ...people, database, vault, gateway, metrics }, () =>
    sealer.wake(),
  );
  const limits = new Limits({
    store: {
      read: () => readSpentPoints(database, Date.now()),
      write: (rows) => writeSpentPoints(database, rows, Date.now()),
    },
    scale: env.RATE_LIMIT_SCALE,
    onError: (err) => logger.error({ err }, 'points spent under a limit were not stored'),
  });
  return {
    ...opened,
    ...people,
    ...work,
    database,
    metrics,
    vault,
    gateway,
    limits,
    close: () => {
      sealer.stop();
      limits.stop();
      database.close();
      lock?.release();
    },
  };
}

type WorkDeps = Pick<
  App,
  ('env' | 'clock' | 'logger' | 'database' | 'vault' | 'gateway' | 'metrics') | ('defer' | 'mailer')
>;

/** The queue, and who runs what is in it. */
function wireWork(
  { env, clock, logger, database, defer, mailer, vault, gateway, metrics }: WorkDeps,
  onSchedule: () => void,
): Pick<App, 'jobs' | 'runner' | 'schedule' | 'runnerAge'> {
  const timing = jobTiming(env.JOBS_TIME_SCALE);
  const jobs = createJobQueue(database, () => {
    if (env.JOBS_RUNNER === 'inline') runner.wake();
    else defer(() => runner.drain(DRAIN_MS));
  });
  const onError = (err: unknown) => logger.error({ err }, 'an alert could not be mailed');
  const schedule = () => {
    onSchedule();
    defer(() => sendAlerts({ database, clock, mailer, appUrl: env.APP_URL, onError }));
    return scheduleWork({ database, clock, jobs, health: metrics.health });
  };
  const random = Math.random;
  const handlers = jobHandlers({ database, clock, jobs, gateway, vault, timing, random });
  const runner = new JobRunner({ database, logger, timing, random, handlers, schedule });
  return { jobs, runner, schedule, runnerAge: () => runner.age() };
}

type PeopleParts = 'auth' | 'defer' | 'rateLimits' | 'mailer' | 'resolveActor';

/** Sign-in, and what it needs besides the database. */
function wirePeople({
  database,
  env,
  clock,
  logger,
}: Pick<App, 'database' | 'env' | 'clock' | 'logger'>): Pick<App, PeopleParts> {
  const defer: App['defer'] = (work) => {
    setImmediate(() => {
      work().catch((err: unknown) => logger.error({ err }, 'work after the answer failed'));
    });
  };
  const rateLimits = createRateLimits(database.db, { scale: env.RATE_LIMIT_SCALE });
  const mailer = createMailer(env);
  const auth = createAuth({
    ...{ database, env, clock, logger, mailer, defer, limits: rateLimits },
    originOf: (headers) => ({
      requestId: requestIdOf(headers),
      address: clientAddressOf(headers),
      locale: localeOf(headers),
    }),
  });
  const resolveActor = createResolveActor({ db: database.db, auth, clock, defer });
  return { auth, defer, rateLimits, mailer, resolveActor };
}

/** Checks this process's environment and opens the app; throws `StartError` for bad variables. */
export async function boot(): Promise<App> {
  const parsed = loadEnv();
  if (!parsed.ok) throw new StartError(parsed.problems);
  return openApp({ env: parsed.env, withAdminDoor: true });
}

const shared: { openproApp?: Promise<App> } & typeof globalThis = globalThis;

/**
 * The app of this process, opened by the first who asks. It hangs on `globalThis` because the
 * bundler gives each route its own copy of this module. A failed start is tried again.
 */
export function getApp(): Promise<App> {
  shared.openproApp ??= boot().catch((error: unknown) => {
    delete shared.openproApp;
    throw error;
  });
  return shared.openproApp;
}
