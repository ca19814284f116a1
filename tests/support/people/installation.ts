import { randomBytes } from 'node:crypto';
import type { CommandResult } from '#server/commands/command.ts';
import { runCommand } from '#server/commands/run-command.ts';
import { type App, openApp } from '#server/composition.ts';
import { createLogger } from '#server/observability/logger.ts';
import { answerAuth } from '#server/trpc/doors/auth-door.ts';
import { answerTrpc } from '#server/trpc/http.ts';
import { createTestDatabase } from '../database.ts';
import { serve } from '../http.ts';
import { envOf } from '../world.ts';
import { addPerson, PASSWORD } from './auth.ts';
import { type Browser, createBrowser } from './browser.ts';

export interface InstallationOptions {
  readonly smtpUrl?: string;
  readonly rateLimitScale?: number;
}

/** The back end over HTTP, with sign-in, for tests about people: no upstream, mail where it is given. */
export async function startInstallation({
  smtpUrl,
  rateLimitScale = 100,
}: InstallationOptions = {}) {
  const database = await createTestDatabase();
  database.close();
  const lines: string[] = [];
  const current: { app?: App } = {};
  const server = await serve(async (request) => {
    if (current.app === undefined) return new Response(null, { status: 503 });
    const answer = new URL(request.url).pathname.startsWith('/api/auth') ? answerAuth : answerTrpc;
    return answer(current.app, request);
  });
  const env = envOf({
    ...{ DATABASE_URL: database.url, DATA_DIR: database.directory, APP_URL: server.url },
    AUTH_SECRET: randomBytes(32).toString('hex'),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    OPENPRO_BASE_URL: 'http://127.0.0.1:9',
    RATE_LIMIT_SCALE: String(rateLimitScale),
    ...(smtpUrl !== undefined && { SMTP_URL: smtpUrl }),
  });
  const open = async () => {
    const logger = createLogger({ LOG_LEVEL: 'info' }, { write: (line) => void lines.push(line) });
    current.app = await openApp({ env, logger, withAdminDoor: false });
    return current.app;
  };
  await open();
  const appOf = (): App => {
    if (current.app === undefined) throw new Error('The app is down');
    return current.app;
  };
  const browser = (address?: string): Browser => createBrowser(server.url, address);
  /** Somebody with an organisation of their own, signed in. */
  const owner = async (email: string, organisation: string) => {
    const made = await addPerson(appOf(), { email, name: email, organisation });
    const signedIn = browser();
    const answer = await signedIn.signIn(email, PASSWORD);
    if (!answer.ok) throw new Error(`Signing in answered ${answer.status}`);
    return { ...signedIn, ...made };
  };
  return {
    ...{ url: server.url, lines, browser, owner, directory: database.directory },
    get app() {
      return appOf();
    },
    command: (name: string, input: unknown): Promise<CommandResult> =>
      runCommand(appOf(), name, input),
    restart: async () => {
      appOf().close();
      delete current.app;
      await open();
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      appOf().close();
      await database.destroy();
    },
  };
}

export type Installation = Awaited<ReturnType<typeof startInstallation>>;
