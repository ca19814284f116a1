import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { user } from '#server/db/schema/auth.ts';
import { LINK_PAGES } from '#server/domain/tenancy/schema.ts';
import type { Mailer, MailLocale } from './ports.ts';

/** How long a reset link works. */
const RESET_MS = 3_600_000;

/** The part of the sign-in service that keeps secrets of links: as digests, taken out when used. */
export interface LinkStore {
  readonly createVerificationValue: (row: {
    identifier: string;
    value: string;
    expiresAt: Date;
  }) => Promise<unknown>;
}

interface LinkDeps {
  readonly database: Database;
  readonly links: LinkStore;
  readonly appUrl: string;
}

/** A person and the link by which they choose a new password: once, within an hour. */
export interface ResetLink {
  readonly userId: string;
  readonly name: string;
  readonly link: string;
}

/** Makes a link by which the person of this address chooses a new password; null when there is none. */
export async function createResetLink(
  { database, links, appUrl }: LinkDeps,
  email: string,
): Promise<ResetLink | null> {
  const [found] = await database.db
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(eq(user.email, email.trim().toLowerCase()));
  if (!found) return null;
  const token = randomBytes(32).toString('base64url');
  await links.createVerificationValue({
    identifier: `reset-password:${token}`,
    value: found.id,
    expiresAt: new Date(Date.now() + RESET_MS),
  });
  const link = `${appUrl}${LINK_PAGES.reset}#${token}`;
  return { userId: found.id, name: found.name, link };
}

/** Mails such a link; to an address that nobody signs in with nothing is sent. */
export async function sendResetLink(
  deps: LinkDeps & { readonly mailer: Mailer },
  { email, locale }: { readonly email: string; readonly locale: MailLocale },
): Promise<void> {
  const made = await createResetLink(deps, email);
  if (made === null) return;
  const { name, link } = made;
  await deps.mailer.send({ to: email.trim(), locale, content: { kind: 'reset', name, link } });
}
