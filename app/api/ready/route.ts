import { getApp } from '#server/composition.ts';
import { holdsBearerSecret } from '#server/domain/auth/bearer-secret.ts';
import { checkReadiness } from '#server/observability/readiness.ts';

export const dynamic = 'force-dynamic';

const headers = { 'cache-control': 'no-store' };

/** Says whether the app can serve; why not, only to who holds the scheduler's secret. */
export async function GET(request: Request): Promise<Response> {
  const app = await getApp().catch(() => null);
  if (app === null) return Response.json({ status: 'unavailable' }, { status: 503, headers });
  const readiness = await checkReadiness(app);
  const isTrusted = holdsBearerSecret(request.headers, app.env.CRON_SECRET);
  return Response.json(isTrusted ? readiness : { status: readiness.status }, {
    status: readiness.status === 'ready' ? 200 : 503,
    headers,
  });
}
