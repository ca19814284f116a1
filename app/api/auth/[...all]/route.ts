import { getApp } from '#server/composition.ts';
import { withRequestLog } from '#server/observability/request-log.ts';

async function handle(request: Request): Promise<Response> {
  const app = await getApp();
  return withRequestLog(app, request, () => app.auth.handler(request));
}

export { handle as GET, handle as POST };
