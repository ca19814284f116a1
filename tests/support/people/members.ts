import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { App } from '#server/composition.ts';
import { member } from '#server/db/schema/auth.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { Role } from '#server/domain/tenancy/permissions.ts';
import { addPerson, cookieOf, PASSWORD } from './auth.ts';

/** Somebody who belongs to an organisation and is signed in. */
export interface Member {
  readonly userId: string;
  readonly memberId: string;
  readonly email: string;
  /** The cookie of their session. */
  readonly cookie: string;
}

/** Adds a person to an organisation in a role and signs them in. */
export async function addMember(app: App, tenant: TenantId, role: Role): Promise<Member> {
  const email = `${role}-${randomBytes(6).toString('hex')}@example.org`;
  const { userId } = await addPerson(app, { email, name: `Someone ${role}` });
  const [moved] = await app.database.db
    .update(member)
    .set({ organizationId: tenant, role })
    .where(eq(member.userId, userId))
    .returning({ id: member.id });
  if (!moved) throw new Error('The new person has no membership');
  return { userId, memberId: moved.id, email, cookie: await signIn(app, email) };
}

/** Signs a person in and gives the cookie of the session. */
export async function signIn(app: App, email: string, password = PASSWORD): Promise<string> {
  const { APP_URL } = app.env;
  const answer = await app.auth.handler(
    new Request(`${APP_URL}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: APP_URL },
      body: JSON.stringify({ email, password }),
    }),
  );
  if (!answer.ok) throw new Error(`Signing in answered ${answer.status}`);
  return cookieOf(answer);
}

/** The headers of a page of ours in the browser of somebody who is signed in. */
export function pageHeaders(app: App, cookie: string): Record<string, string> {
  return { cookie, origin: app.env.APP_URL, 'sec-fetch-site': 'same-origin' };
}
