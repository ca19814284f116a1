import type { BetterAuthOptions } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { twoFactor as twoFactorPlugin } from 'better-auth/plugins/two-factor';
import type { Database } from '#server/db/client.ts';
import { account, session, twoFactor, user, verification } from '#server/db/schema/auth.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { newId } from '#server/kernel/ids.ts';
import { MIN_PASSWORD_LENGTH } from './password-rule.ts';
import { createRateLimiter, type RateLimiter } from './rate-limit.ts';

/** Sessions end this long after their last use. */
const SESSION_SECONDS = 12 * 60 * 60;
/** A session in use is renewed at most this often. */
const RENEWAL_SECONDS = 60 * 60;

/** Tries per address, and per e-mail address whichever addresses they come from. */
const SIGN_IN_PER_ADDRESS = { window: 60, max: 10 };
const SIGN_IN_PER_EMAIL = { window: 15 * 60, max: 30 };

export interface AuthDeps {
  readonly database: Database;
  readonly env: {
    readonly APP_URL: string;
    readonly AUTH_SECRET: string;
    readonly RATE_LIMIT_SCALE: number;
  };
  readonly clock: Clock;
  readonly logger: AuthLogger;
}

type Log = (fields: object, message: string) => void;

/** Where sign-in reports what it finds odd. */
export type AuthLogger = Readonly<Record<'debug' | 'info' | 'warn' | 'error', Log>>;

/**
 * Sign-in with e-mail and password, and sessions. Nobody can register: people are made by
 * `createUser`. Sessions are looked up on every request, so that one revoked is refused at once.
 */
export function createAuth({ database, env, clock, logger }: AuthDeps) {
  const limiter = createRateLimiter(clock);
  const scaled = (max: number) => Math.max(1, Math.floor(max * env.RATE_LIMIT_SCALE));
  return betterAuth({
    appName: 'OpenPro',
    baseURL: env.APP_URL,
    basePath: '/api/auth',
    secret: env.AUTH_SECRET,
    trustedOrigins: [env.APP_URL],
    database: drizzleAdapter(database.db, {
      provider: 'sqlite',
      schema: { user, session, account, verification, twoFactor },
      transaction: false,
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      revokeSessionsOnPasswordReset: true,
    },
    session: {
      expiresIn: SESSION_SECONDS,
      updateAge: RENEWAL_SECONDS,
      cookieCache: { enabled: false },
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: scaled(120),
      customRules: {
        '/sign-in/email': { ...SIGN_IN_PER_ADDRESS, max: scaled(SIGN_IN_PER_ADDRESS.max) },
      },
      customStorage: { consume: async (key, rule) => limiter.consume(key, rule) },
    },
    hooks: { before: limitPerEmail(limiter, scaled(SIGN_IN_PER_EMAIL.max)) },
    plugins: [twoFactorPlugin({ issuer: 'OpenPro' })],
    advanced: {
      useSecureCookies: env.APP_URL.startsWith('https:'),
      disableOriginCheck: false,
      disableCSRFCheck: false,
      database: { generateId: newId },
    },
    telemetry: { enabled: false },
    logger: authLogger(logger),
    onAPIError: {
      onError: (err) => {
        if (!(err instanceof APIError) || err.statusCode >= 500) {
          logger.error({ part: 'auth', err }, 'Sign-in service failed');
        }
      },
    },
  } satisfies BetterAuthOptions);
}

/** The sign-in service of this app. */
export type Auth = ReturnType<typeof createAuth>;

/** Slows guessing of one person's password down even when each try names another address. */
function limitPerEmail(limiter: RateLimiter, max: number) {
  return createAuthMiddleware(async (context) => {
    if (context.path !== '/sign-in/email' || typeof context.body?.email !== 'string') return;
    const key = `email|${context.body.email.trim().toLowerCase().slice(0, 320)}`;
    if (!limiter.consume(key, { window: SIGN_IN_PER_EMAIL.window, max }).allowed) {
      throw new APIError('TOO_MANY_REQUESTS');
    }
  });
}

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
