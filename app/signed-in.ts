import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { signInPath } from '#components/auth/return-path.ts';
import { type App, getApp } from '#server/composition.ts';
import type { Call, Person } from '#server/domain/tenancy/actor.ts';
import { clientAddressOf } from '#server/observability/client-address.ts';
import { requestIdOf } from '#server/observability/request-log.ts';

/** Somebody who asks for a page with a session. */
export interface Visitor {
  readonly app: App;
  readonly person: Person;
  /** What verbs are told; null for people who belong to no organisation. */
  readonly call: Call | null;
}

/**
 * Who asks for a page that needs no organisation. A stranger is sent to sign in and comes back to
 * `path` afterwards.
 */
export async function visitor(path: string): Promise<Visitor> {
  // The headers first: asking for them tells a build to leave the page to the server.
  const asked = await headers();
  const app = await getApp();
  const { person, actor } = await app.resolveActor(asked);
  if (!person) redirect(signInPath(path));
  const requestId = requestIdOf(asked);
  return { app, person, call: actor && { actor, requestId, address: clientAddressOf(asked) } };
}

/**
 * Who asks for a page of an organisation, and the app to answer with. People who belong to none are
 * sent to their account, which says so.
 */
export async function signedIn(path: string): Promise<{ app: App; call: Call }> {
  const { app, call } = await visitor(path);
  if (!call) redirect('/account');
  return { app, call };
}
