import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { signInPath } from '#components/auth/return-path.ts';
import { type App, getApp } from '#server/composition.ts';
import type { Call } from '#server/domain/tenancy/actor.ts';
import { clientAddressOf } from '#server/observability/client-address.ts';
import { requestIdOf } from '#server/observability/request-log.ts';

/**
 * Who asks for a page, and the app to answer with. A stranger is sent to sign in and comes back to
 * `path` afterwards.
 */
export async function signedIn(path: string): Promise<{ app: App; call: Call }> {
  // The headers first: asking for them tells a build to leave the page to the server.
  const asked = await headers();
  const app = await getApp();
  const { actor } = await app.resolveActor(asked);
  if (!actor) redirect(signInPath(path));
  return {
    app,
    call: { actor, requestId: requestIdOf(asked), address: clientAddressOf(asked) },
  };
}
