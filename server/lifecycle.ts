import { type App, getApp, StartError } from './composition.ts';
import { DatabaseLockedError } from './db/writer-lock.ts';

/** How long requests in flight may take once the process is told to end. */
const DRAIN_MS = 1500;

/** One line per thing that keeps the app from starting. */
export function startProblems(error: unknown): readonly string[] {
  if (error instanceof StartError) return error.problems;
  if (error instanceof DatabaseLockedError) {
    const since = error.holder === null ? '' : ` (since ${error.holder.startedAt})`;
    return [`${error.message}${since}: stop it first, one process writes a database file`];
  }
  return [error instanceof Error ? error.message : 'The app could not start'];
}

/**
 * Opens the app at the start of the server process, or says why not and ends it. From then on the
 * process ends 1.5 s after SIGTERM or SIGINT at the latest, its database closed.
 */
export async function startServer(): Promise<void> {
  const app = await openOrEnd();
  if (app.env.APP_URL.startsWith('http:') && app.env.ALLOW_INSECURE_HTTP) {
    app.logger.warn('APP_URL is plain http: passwords and guest data travel unprotected');
  }
  if (app.env.JOBS_RUNNER === 'inline') app.runner.start();
  process.once('exit', () => app.close());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      app.logger.info({ signal }, 'ending');
      // Work cut off by the deadline is claimed again when its lease runs out.
      app.runner.stop().catch((err: unknown) => app.logger.error({ err }, 'runner did not stop'));
      void app.limits.write();
      setTimeout(() => process.exit(0), DRAIN_MS);
    });
  }
}

async function openOrEnd(): Promise<App> {
  try {
    return await getApp();
  } catch (error) {
    for (const problem of startProblems(error)) process.stderr.write(`${problem}\n`);
    process.exit(1);
  }
}
