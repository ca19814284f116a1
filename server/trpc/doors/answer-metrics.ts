import { holdsBearerSecret } from '#server/domain/auth/bearer-secret.ts';
import type { Metrics } from '#server/observability/metrics/metrics.ts';

const headers = { 'cache-control': 'no-store' };

/** Answers with everything counted and timed, to who holds the scheduler's secret; else 401. */
export async function answerMetrics(
  { metrics, secret }: { readonly metrics: Metrics; readonly secret: string | undefined },
  request: Request,
): Promise<Response> {
  if (!holdsBearerSecret(request.headers, secret))
    return new Response(null, { status: 401, headers });
  const { body, contentType } = await metrics.text();
  return new Response(body, { headers: { ...headers, 'content-type': contentType } });
}
