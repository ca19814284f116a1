import type { Instrumentation } from 'next';

/** Opens the app when a server process starts; building opens nothing. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  if (process.env.NEXT_PHASE === 'phase-production-build') return;
  const { watchRequests } = await import('#server/observability/incoming.ts');
  const { loadEnv } = await import('#server/env.ts');
  const parsed = loadEnv();
  watchRequests({ isHttps: parsed.ok && parsed.env.APP_URL.startsWith('https:') });
  const { startServer } = await import('#server/lifecycle.ts');
  await startServer();
}

/** Logs what a page or a handler threw, under the id of its request. */
export const onRequestError: Instrumentation.onRequestError = async (err, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { getApp } = await import('#server/composition.ts');
  const { logger } = await getApp();
  const given = request.headers['x-request-id'];
  const requestId = Array.isArray(given) ? given[0] : given;
  const path = request.path.split('?')[0];
  const { routePath, routeType } = context;
  logger.error({ err, requestId, method: request.method, path, routePath, routeType }, 'failed');
};
