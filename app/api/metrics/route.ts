import { getApp } from '#server/composition.ts';
import { answerMetrics } from '#server/trpc/doors/answer-metrics.ts';

export const dynamic = 'force-dynamic';

/** Counts and times of this process, for Prometheus. */
export async function GET(request: Request): Promise<Response> {
  const { metrics, env } = await getApp();
  return answerMetrics({ metrics, secret: env.CRON_SECRET }, request);
}
