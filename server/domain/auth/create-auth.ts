import type { DBAdapterInstance } from '@better-auth/core/db/adapter';
import type { BetterAuthOptions } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth/minimal';
import { twoFactor as twoFactorPlugin } from 'better-auth/plugins/two-factor';
import type { Database } from '#server/db/client.ts';
import { account, session, twoFactor, user, verification } from '#server/db/schema/auth.ts';
import {
  afterHook,
  beforeHook,
  databaseHooks,
  type HookDeps,
  openPathsOnly,
  SESSION_SECONDS,
} from '#server/domain/accounts/hooks.ts';
import { withWholeChanges } from '#server/domain/accounts/sign-in-writes.ts';
import { newId } from '#server/kernel/ids.ts';
import { checkPassword, hashPassword } from './password-hash.ts';
import { MIN_PASSWORD_LENGTH } from './password-rule.ts';

/** A session in use is renewed at most this often. */
const RENEWAL_SECONDS = 60 * 60;

const BASE_PATH = '/api/auth';

export interface AuthDeps extends Omit<HookDeps, 'appUrl'> {
  readonly env: { readonly APP_URL: string; readonly AUTH_SECRET: string };
  readonly logger: AuthLogger;
}

type Log = (fields: object, message: string) => void;

/** Where sign-in reports what it finds odd. */
export type AuthLogger = Readonly<Record<'debug' | 'info' | 'warn' | 'error', Log>>;

/**
 * Sign-in with e-mail, password and a second factor, and sessions. Nobody can register: people are
 * made by `createUser` and by invitations. Sessions are looked up on every request, so that one
 * revoked is refused at once.
 */
export function createAuth({ env, logger, ...parts }: AuthDeps) {
  const deps: HookDeps = { ...parts, appUrl: env.APP_URL };
  return betterAuth({
    appName: 'OpenPro',
    baseURL: env.APP_URL,
    basePath: BASE_PATH,
    secret: env.AUTH_SECRET,
    trustedOrigins: [env.APP_URL],
    database: withWholeChanges(deps, storeOf(deps.database)),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      password: { hash: hashPassword, verify: checkPassword },
      revokeSessionsOnPasswordReset: true,
    },
    // Secrets of links are stored as digests.
    verification: { storeIdentifier: 'hashed' },
    session: {
      expiresIn: SESSION_SECONDS,
      updateAge: RENEWAL_SECONDS,
      cookieCache: { enabled: false },
      additionalFields: {
        activeOrganizationId: { type: 'string', required: false, input: false },
      },
    },
    // Ours count in the database and say when to try again.
    rateLimit: { enabled: false },
    hooks: { before: beforeHook(deps), after: afterHook() },
    databaseHooks: databaseHooks(deps),
    plugins: [twoFactorPlugin({ issuer: 'OpenPro' }), openPathsOnly(BASE_PATH)],
    advanced: {
      useSecureCookies: env.APP_URL.startsWith('https:'),
      disableOriginCheck: false,
      disableCSRFCheck: false,
      database: { generateId: newId },
    },
    telemetry: { enabled: false },
    logger: authLogger(logger),
    // What fails is told and logged at the door; by itself the service prints it with all its values.
    onAPIError: { throw: true },
  } satisfies BetterAuthOptions);
}

function storeOf({ db }: Database): DBAdapterInstance {
  return drizzleAdapter(db, {
    provider: 'sqlite',
    schema: { user, session, account, verification, twoFactor },
    transaction: false,
  });
}

/** The sign-in service of this app. */
export type Auth = ReturnType<typeof createAuth>;

/** Passes messages on to our log; arguments only when they are errors, as others name people. */
function authLogger(logger: AuthLogger): NonNullable<BetterAuthOptions['logger']> {
  return {
    level: 'warn',
    log: (level, message, ...details: unknown[]) => {
      const err = details.find((detail) => detail instanceof Error);
      logger[level]({ part: 'auth', ...(err === undefined ? {} : { err }) }, message);
    },
  };
}
