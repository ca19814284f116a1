import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { signInPath } from '#components/auth/return-path.ts';
import { type App, getApp } from '#server/composition.ts';
import type { Call } from '#server/domain/tenancy/actor.ts';
import { requestIdOf } from '#server/observability/request-log.ts';

/**
 * Who asks for a page, and the app to answer with. A stranger is sent to sign in and comes back to
 * `path` afterwards.
 */
export async function signedIn(path: string): Promise<{ app: App; call: Call }> {
  const [app, asked] = await Promise.all([getApp(), headers()]);
  const actor = await app.resolveActor(asked);
  if (!actor) redirect(signInPath(path));
  return { app, call: { actor, requestId: requestIdOf(asked) } };
}
