import { holdsBearerSecret } from '#server/domain/auth/bearer-secret.ts';
import { isoInstant } from '#server/kernel/clock.ts';

/** How long one call of the scheduler runs jobs: well under what a platform allows a request. */
const BUDGET_MS = 8_000;

const headers = { 'cache-control': 'no-store' };

export interface TickDeps {
  /** Unset = no scheduler may call: 503, so that a forgotten variable shows. */
  readonly secret: string | undefined;
  readonly now: () => number;
  /** Puts due work into the queue. */
  readonly schedule: () => Promise<void>;
  /** Runs what is due for this long at most; answers how many jobs it began. */
  readonly drain: (budgetMs: number) => Promise<number>;
}

/** Answers a scheduler: looks for due work and does it, for the bearer of its secret alone. */
export async function answerTick(deps: TickDeps, request: Request): Promise<Response> {
  if (deps.secret === undefined || deps.secret === '')
    return new Response(null, { status: 503, headers });
  if (!holdsBearerSecret(request.headers, deps.secret))
    return new Response(null, { status: 401, headers });
  await deps.schedule();
  const jobs = await deps.drain(BUDGET_MS);
  return Response.json({ success: true, timestamp: isoInstant(deps.now()), jobs }, { headers });
}
