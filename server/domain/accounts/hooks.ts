import type { GenericEndpointContext } from '@better-auth/core';
import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { symmetricDecrypt } from 'better-auth/crypto';
import { and, eq, lt, ne, or } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import type { RateLimits } from '#server/db/rate-limits.ts';
import { session, user } from '#server/db/schema/auth.ts';
import { claimCode } from '#server/domain/auth/claim-code.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { DomainError } from '#server/kernel/errors.ts';
import { spendTry, type TryRule } from './limits.ts';
import type { Defer, Mailer, RequestOrigin } from './ports.ts';
import { sendResetLink } from './send-reset-link.ts';

/** Sessions end this long after their last use. */
export const SESSION_SECONDS = 12 * 3600;
/** However much it is used, a session ends this long after it began. */
const LONGEST_SESSION_MS = 30 * 86_400_000;
/** How long the library refuses codes after ten wrong ones. */
const CODE_LOCK_SECONDS = 15 * 60;

/** What the rules of sign-in need. */
export interface HookDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly limits: RateLimits;
  /** Null where no mail can be sent. */
  readonly mailer: Mailer | null;
  readonly defer: Defer;
  readonly originOf: (headers: Headers) => RequestOrigin;
  readonly appUrl: string;
}

/** The library's own paths that are served; all else it could do is not there. */
const OPEN_PATHS: ReadonlySet<string> = new Set([
  ...['/sign-in/email', '/sign-out', '/change-password'],
  ...['/request-password-reset', '/reset-password'],
  ...['/two-factor/enable', '/two-factor/disable', '/two-factor/generate-backup-codes'],
  ...['/two-factor/verify-totp', '/two-factor/verify-backup-code'],
]);

/** Answers every other path of the sign-in service as one that does not exist. */
export function openPathsOnly(basePath: string): BetterAuthPlugin {
  return {
    id: 'open-paths',
    onRequest: async ({ url }) =>
      OPEN_PATHS.has(new URL(url).pathname.slice(basePath.length))
        ? undefined
        : { response: new Response(null, { status: 404 }) },
  };
}

const SIGN_IN = '/sign-in/email';

type Hook = NonNullable<NonNullable<BetterAuthOptions['hooks']>['before']>;

const ADDRESS_RULES: Readonly<Record<string, TryRule>> = {
  '/sign-in/email': 'signInAddress',
  '/two-factor/verify-totp': 'codeAddress',
  '/two-factor/verify-backup-code': 'codeAddress',
  '/request-password-reset': 'resetAddress',
  '/reset-password': 'resetAddress',
};

const ACCOUNT_RULES: Readonly<Record<string, TryRule>> = {
  '/sign-in/email': 'signInAccount',
  '/request-password-reset': 'resetAccount',
};

const ASKS_PASSWORD: ReadonlySet<string> = new Set([
  ...['/change-password', '/two-factor/enable', '/two-factor/disable'],
  '/two-factor/generate-backup-codes',
]);

/** What happens before the library answers a request: limits, and what it may not do here. */
export function beforeHook(deps: HookDeps): Hook {
  return createAuthMiddleware(async (context) => {
    // Calls of our own server come without a request.
    if (context.request === undefined) return;
    const { path } = context;
    const origin = deps.originOf(context.request.headers);
    await spend(deps, ADDRESS_RULES[path], origin.address);
    const email = emailIn(context.body);
    if (email !== null) await spend(deps, ACCOUNT_RULES[path], email);
    // Looked up to be known when another session takes its place.
    if (path === SIGN_IN) await getSessionFromCtx(context);
    if (ASKS_PASSWORD.has(path)) await limitPasswords(deps, context);
    if (path === '/two-factor/disable') await keepAdminsFactor(deps, context);
    if (path === '/request-password-reset') return requestReset(deps, context, origin);
    const body = await bodyInstead(deps, context);
    if (body !== null) return { context: { body: { ...bodyOf(context.body), ...body } } };
  });
}

/** What the library gets to see in place of what was sent, whatever that was. */
async function bodyInstead(
  deps: HookDeps,
  context: GenericEndpointContext,
): Promise<Readonly<Record<string, unknown>> | null> {
  const { path } = context;
  // Whoever changes a password doubts who else is signed in with it.
  if (path === '/change-password') return { revokeOtherSessions: true };
  if (!path?.startsWith('/two-factor/verify-')) return null;
  // No device is trusted without a code, and a code always comes with its session.
  const always = { trustDevice: false, disableSession: false };
  if (path !== '/two-factor/verify-totp') return always;
  // A code that is not taken is passed on as none, so that the library counts the try.
  return (await isTaken(deps, context)) ? always : { ...always, code: '' };
}

/** Whether the code is right and was never used; then it is used now. */
async function isTaken({ database }: HookDeps, context: GenericEndpointContext): Promise<boolean> {
  const { code } = bodyOf(context.body);
  const userId = await whoProves(context);
  if (userId === null || typeof code !== 'string') return false;
  const { secretConfig: key } = context.context;
  const open = (data: string) => symmetricDecrypt({ key, data });
  return claimCode({ database, open }, userId, code);
}

/** Whoever is signed in, or has given the right password and owes the code. */
async function whoProves(context: GenericEndpointContext): Promise<string | null> {
  const current = await getSessionFromCtx(context);
  if (current) return current.user.id;
  const { createAuthCookie, secret, internalAdapter } = context.context;
  const challenge = await context.getSignedCookie(createAuthCookie('two_factor').name, secret);
  if (!challenge) return null;
  return (await internalAdapter.findVerificationValue(challenge))?.value ?? null;
}

async function spend({ limits }: HookDeps, rule: TryRule | undefined, who: string | null) {
  if (rule === undefined) return;
  try {
    await spendTry(limits, rule, who);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw tooMany(error.retryAfterSeconds ?? 1);
  }
}

function tooMany(retryAfterSeconds: number): APIError {
  const body = { code: 'TOO_MANY_REQUESTS', message: 'Too many requests' };
  return new APIError('TOO_MANY_REQUESTS', body, { 'retry-after': String(retryAfterSeconds) });
}

/** A session is no place to guess the password of its person. */
async function limitPasswords(deps: HookDeps, context: GenericEndpointContext): Promise<void> {
  const current = await getSessionFromCtx(context);
  if (current) await spend(deps, 'passwordPerson', current.user.id);
}

/** A platform administrator has a second factor for as long as they are one. */
async function keepAdminsFactor(
  { database }: HookDeps,
  context: GenericEndpointContext,
): Promise<void> {
  const current = await getSessionFromCtx(context);
  if (!current) return;
  const [found] = await database.db
    .select({ platformAdmin: user.platformAdmin })
    .from(user)
    .where(eq(user.id, current.user.id));
  if (found?.platformAdmin !== true) return;
  const message = 'A platform administrator keeps two-factor authentication';
  throw new APIError('FORBIDDEN', { code: 'PLATFORM_ADMIN', message });
}

/**
 * Answers the same, and as fast, whoever signs in with the address: whether anybody does is looked
 * up after the answer.
 */
function requestReset(
  { database, mailer, defer, appUrl }: HookDeps,
  { body, context }: GenericEndpointContext,
  { locale }: RequestOrigin,
) {
  if (mailer === null) {
    const message = 'This installation sends no mail';
    throw new APIError('BAD_REQUEST', { code: 'RESET_PASSWORD_DISABLED', message });
  }
  const email = emailIn(body);
  if (email === null) throw new APIError('BAD_REQUEST', { code: 'INVALID_EMAIL' });
  const links = context.internalAdapter;
  defer(() => sendResetLink({ database, links, appUrl, mailer }, { email, locale }));
  return { status: true };
}

/** What happens after the library has answered: no token leaves, and a lock says how long it lasts. */
export function afterHook(): Hook {
  return createAuthMiddleware(async (context) => {
    const { returned } = context.context;
    if (returned instanceof APIError) {
      const isBare =
        returned.statusCode === 429 && !new Headers(returned.headers).has('retry-after');
      if (isBare) throw withRetryAfter(returned);
      return;
    }
    if (context.request !== undefined && isWithToken(returned)) {
      const { token: _, ...rest } = returned;
      return context.json(rest);
    }
  });
}

/** The library locks codes without saying for how long. */
function withRetryAfter({ body }: APIError): APIError {
  return new APIError('TOO_MANY_REQUESTS', body, { 'retry-after': String(CODE_LOCK_SECONDS) });
}

/** How sessions begin, go on and end. */
export function databaseHooks(deps: HookDeps): NonNullable<BetterAuthOptions['databaseHooks']> {
  return {
    session: {
      create: {
        before: async (row, context) => {
          const before = context?.context.session?.session;
          const kept = before?.userId === row.userId ? before.activeOrganizationId : undefined;
          const { address } = deps.originOf(new Headers(context?.headers));
          const longest = Date.now() + SESSION_SECONDS * 1000;
          return {
            data: {
              ipAddress: address,
              expiresAt: new Date(Math.min(row.expiresAt.getTime(), longest)),
              ...(typeof kept === 'string' && { activeOrganizationId: kept }),
            },
          };
        },
        after: async (row, context) => {
          const { db } = deps.database;
          // Whoever signs in again leaves no other session of this browser behind.
          const before = context?.path === SIGN_IN ? context.context.session?.session : undefined;
          const ended = lt(session.expiresAt, new Date());
          const replaced = before && and(eq(session.id, before.id), ne(session.id, row.id));
          await db.delete(session).where(or(ended, replaced));
        },
      },
      update: {
        before: async (row, context) => {
          const began = context?.context.session?.session.createdAt.getTime();
          if (row.expiresAt === undefined || began === undefined) return;
          const latest = began + LONGEST_SESSION_MS;
          return { data: { expiresAt: new Date(Math.min(row.expiresAt.getTime(), latest)) } };
        },
      },
    },
  };
}

function bodyOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

function emailIn(body: unknown): string | null {
  const { email } = bodyOf(body);
  return typeof email === 'string' ? email.trim().toLowerCase().slice(0, 320) : null;
}

function isWithToken(returned: unknown): returned is { token: unknown } {
  return typeof returned === 'object' && returned !== null && 'token' in returned;
}
