import type { GenericEndpointContext } from '@better-auth/core';
import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { eq, lt } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import type { RateLimits } from '#server/db/rate-limits.ts';
import { session, user, verification } from '#server/db/schema/auth.ts';
import type { AuditFact } from '#server/domain/audit/record-write.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { DomainError } from '#server/kernel/errors.ts';
import { spendTry, type TryRule } from './limits.ts';
import type { Defer, Mailer, RequestOrigin } from './ports.ts';
import { recordPersonal } from './record-personal.ts';
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
    if (ASKS_PASSWORD.has(path)) await refuseToOwner(deps, context);
    if (path === '/request-password-reset') return requestReset(deps, context, origin);
    if (path.startsWith('/two-factor/verify-')) {
      // No device is trusted without a code, and a code always comes with its session.
      return {
        context: { body: { ...bodyOf(context.body), trustDevice: false, disableSession: false } },
      };
    }
  });
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

/** Whoever asks is signed in, has not typed the password too often, and keeps a factor they must have. */
async function refuseToOwner(deps: HookDeps, context: GenericEndpointContext): Promise<void> {
  const current = await getSessionFromCtx(context);
  if (!current) return;
  await spend(deps, 'passwordPerson', current.user.id);
  if (context.path !== '/two-factor/disable') return;
  const [found] = await deps.database.db
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

/** What happens after the library has answered: no token leaves, and changes are written down. */
export function afterHook(deps: HookDeps): Hook {
  return createAuthMiddleware(async (context) => {
    const { returned, session: current } = context.context;
    if (returned instanceof APIError) {
      const isBare =
        returned.statusCode === 429 && !new Headers(returned.headers).has('retry-after');
      if (isBare) throw withRetryAfter(returned);
      return;
    }
    const fact = FACT_OF[context.path];
    if (fact !== undefined && current) await record(deps, context, current.user, fact);
    if (context.request !== undefined && isWithToken(returned)) {
      const { token: _, ...rest } = returned;
      return context.json(rest);
    }
  });
}

const FACT_OF: Readonly<Record<string, AuditFact>> = {
  '/change-password': { action: 'account.password', after: { by: 'password' } },
  '/two-factor/generate-backup-codes': {
    action: 'account.twoFactor',
    after: { backupCodes: 'replaced' },
  },
};

/** The library locks codes without saying for how long. */
function withRetryAfter({ body }: APIError): APIError {
  return new APIError('TOO_MANY_REQUESTS', body, { 'retry-after': String(CODE_LOCK_SECONDS) });
}

interface Somebody {
  readonly id: string;
  readonly name: string;
}

async function record(
  deps: HookDeps,
  context: { readonly headers?: HeadersInit | undefined } | null,
  { id, name }: Somebody,
  fact: AuditFact,
): Promise<void> {
  const { requestId, address } = deps.originOf(new Headers(context?.headers));
  const call = { person: { id, name }, requestId, address };
  await deps.database.batch(await recordPersonal(deps, call, fact));
}

/** After a new password by link: told in the log, and every other open link and code ends. */
export function onPasswordReset(
  deps: HookDeps,
): (data: { user: Somebody }, request?: Request) => Promise<void> {
  return async ({ user: somebody }, request) => {
    await deps.database.db.delete(verification).where(eq(verification.value, somebody.id));
    await record(deps, request ?? null, somebody, {
      action: 'account.password',
      after: { by: 'link' },
    });
  };
}

/** How sessions begin, go on and end, and that a second factor is written down. */
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
        after: async () => {
          await deps.database.db.delete(session).where(lt(session.expiresAt, new Date()));
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
    user: {
      update: {
        // The second factor is all that the library changes of a person.
        after: async (row, context) => {
          const isOn = 'twoFactorEnabled' in row && row.twoFactorEnabled === true;
          await record(deps, context, row, { action: 'account.twoFactor', after: { isOn } });
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
