import { APP_VERSION } from '#server/version.ts';

export const dynamic = 'force-dynamic';

/** Says that the process answers; asks nothing else. */
export function GET(): Response {
  return Response.json(
    { status: 'ok', version: APP_VERSION },
    { headers: { 'cache-control': 'no-store' } },
  );
}
