import { getApp } from '#server/composition.ts';
import { answerTick } from '#server/trpc/doors/answer-tick.ts';

export const dynamic = 'force-dynamic';
export const maxDuration = 30;

/** Where no loop runs, the platform's scheduler calls this every minute. */
export async function GET(request: Request): Promise<Response> {
  const { env, clock, runner, schedule } = await getApp();
  const { CRON_SECRET: secret } = env;
  return answerTick(
    { secret, now: () => clock.now(), schedule, drain: (budgetMs) => runner.drain(budgetMs) },
    request,
  );
}
