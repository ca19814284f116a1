import { randomBytes, scryptSync } from 'node:crypto';
import { createRateLimits } from '#server/db/rate-limits.ts';
import type { Mailer } from '#server/domain/accounts/ports.ts';
import { type Auth, createAuth } from '#server/domain/auth/create-auth.ts';
import {
  type CreatedUser,
  type CreateUserDeps,
  createUser,
} from '#server/domain/auth/create-user.ts';
import { createResolveActor } from '#server/domain/auth/resolve-actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { clientAddressOf } from '#server/observability/client-address.ts';
import { createLogger } from '#server/observability/logger.ts';
import { requestIdOf } from '#server/observability/request-log.ts';
import { createTestDatabase } from '../database.ts';
import { serve } from '../http.ts';

/** The wall clock plus what a test moved it forward by. */
export interface TestClock extends Clock {
  forward(ms: number): void;
}

/** A clock that tests move forward. */
export function createTestClock(): TestClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    forward: (ms) => {
      ahead += ms;
    },
  };
}

/** The password of everybody whom tests make. */
export const PASSWORD = 'correct horse battery staple';

/** What is stored of it, at a cost that tests can pay often; the stored form names the cost. */
const STORED = cheapForm(PASSWORD);

function cheapForm(password: string): string {
  const [N, r, p, salt] = [1024, 8, 1, randomBytes(16)];
  const key = scryptSync(password, salt, 64, { N, r, p });
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Makes a person as the operator would; only the password is stored in a cheaper form. */
export async function addPerson(
  deps: CreateUserDeps,
  person: { readonly email: string; readonly name: string; readonly organisation?: string },
): Promise<CreatedUser> {
  const context = await deps.auth.$context;
  const password = { ...context.password, hash: async () => STORED };
  const auth = { ...deps.auth, $context: Promise.resolve({ ...context, password }) };
  return createUser({ ...deps, auth }, { ...person, password: PASSWORD });
}

/** A real sign-in service over HTTP with a database of its own, and what it logged. */
export async function startAuth(
  env: { RATE_LIMIT_SCALE?: number; secure?: boolean; mailer?: Mailer } = {},
) {
  const database = await createTestDatabase();
  const clock = createTestClock();
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const logger = createLogger({ LOG_LEVEL: 'trace' }, { write });
  const handlers: { auth?: Auth } = {};
  const server = await serve(async (request) => {
    if (handlers.auth === undefined) return new Response(null, { status: 503 });
    return handlers.auth.handler(request);
  });
  const { url } = server;
  const APP_URL = env.secure === true ? 'https://planning.example.fr' : url;
  const deferred: Promise<unknown>[] = [];
  const defer = (work: () => Promise<unknown>) => void deferred.push(work());
  const auth = createAuth({
    ...{ database, clock, logger, defer, mailer: env.mailer ?? null },
    limits: createRateLimits(database.db, { scale: env.RATE_LIMIT_SCALE ?? 100 }),
    originOf: (headers) => ({
      requestId: requestIdOf(headers),
      address: clientAddressOf(headers),
      locale: 'fr',
    }),
    env: { APP_URL, AUTH_SECRET: 'a'.repeat(40) },
  });
  handlers.auth = auth;
  const resolveActor = createResolveActor({ db: database.db, auth, clock, defer });
  const addUser = (email: string, organisation: string) =>
    addPerson({ database, auth, clock }, { email, name: email, organisation });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: APP_URL, ...headers },
      body: JSON.stringify(body),
    });
  const signIn = async (email: string, password = PASSWORD) => {
    const answer = await post('/sign-in/email', { email, password });
    return { answer, cookie: cookieOf(answer) };
  };
  const destroy = async () => {
    await server.stop();
    await Promise.all(deferred);
    await database.destroy();
  };
  return {
    ...{ database, clock, auth, url, lines, deferred, resolveActor, addUser, post, signIn },
    [Symbol.asyncDispose]: destroy,
  };
}

/** The cookies that an answer sets, as a request sends them back. */
export function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
