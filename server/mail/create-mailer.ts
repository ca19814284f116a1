import { createTransport } from 'nodemailer';
import type { Mailer } from '#server/domain/accounts/ports.ts';
import type { Env } from '#server/env.ts';
import { letterText } from './letter-text.ts';

/** The mail server must be reached, and must go on, within these times. */
const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

/** A letter that the mail server did not take. Says why, never whom it was for. */
export class MailError extends Error {
  readonly code: string;

  constructor(code: string) {
    super('The mail server did not take a letter');
    this.name = 'MailError';
    this.code = code;
  }
}

/** Sends letters over SMTP_URL; null where that is not set. */
export function createMailer({
  SMTP_URL,
  APP_URL,
}: Pick<Env, 'SMTP_URL' | 'APP_URL'>): Mailer | null {
  if (SMTP_URL === undefined) return null;
  const url = new URL(SMTP_URL);
  const from = senderOf(url, APP_URL);
  url.searchParams.delete('from');
  const transport = createTransport(
    {
      url: url.href,
      ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
      ...{ disableFileAccess: true, disableUrlAccess: true },
    },
    { from: { name: 'OpenPro', address: from }, xMailer: false },
  );
  return {
    send: async ({ to, locale, content }) => {
      const { subject, text, html } = letterText(locale, content);
      const headers = { 'Auto-Submitted': 'auto-generated' };
      // An address on its own, so that nothing in it is read as a list or a name.
      const address = { name: '', address: to };
      await transport
        .sendMail({ to: address, subject, text, html, headers })
        .catch((error: unknown) => {
          throw new MailError(codeOf(error));
        });
    },
  };
}

/** `?from=` of the SMTP address, else its user, else nobody at this installation's host. */
function senderOf({ searchParams, username }: URL, appUrl: string): string {
  const user = decodeURIComponent(username);
  const host = new URL(appUrl).hostname;
  return searchParams.get('from') ?? (user.includes('@') ? user : `noreply@${host}`);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const parts = [
    'code' in error ? error.code : undefined,
    'responseCode' in error ? error.responseCode : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(' ') || error.name;
}
