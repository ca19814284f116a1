import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import { type App, openApp } from '#server/composition.ts';
import { createApiKey } from '#server/domain/auth/create-api-key.ts';
import { createUser } from '#server/domain/auth/create-user.ts';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import { addSupplier } from '#server/domain/suppliers/add-supplier.ts';
import { type Env, parseEnv } from '#server/env.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { createLogger } from '#server/observability/logger.ts';
import { answerTrpc } from '#server/trpc/http.ts';
import type { AppRouter } from '#server/trpc/root.ts';
import { createTestDatabase } from './database.ts';
import { serve } from './http.ts';
import { startStubProcess } from './stub.ts';

/** The whole back end over HTTP: the app on a database of its own, the stub as upstream. */
export async function startWorld(options: { seed?: string; clock?: Clock } = {}) {
  const stub = await startStubProcess(options.seed ?? 'house');
  const database = await createTestDatabase();
  database.close();
  const lines: string[] = [];
  const env = envOf(database.url, database.directory, stub.url);
  const app = await openApp({
    env,
    logger: createLogger({ LOG_LEVEL: 'info' }, { write: (line) => void lines.push(line) }),
    withAdminDoor: false,
    ...(options.clock && { clock: options.clock }),
  });
  const server = await serve((request) => answerTrpc(app, request));
  const { tenant, apiKey, supplierId } = await populate(app, stub.apiKey, options.seed ?? 'house');
  app.runner.start();
  const destroy = async () => {
    await server.stop();
    await app.runner.stop();
    app.close();
    await stub[Symbol.asyncDispose]();
    await database.destroy();
  };
  return {
    ...{ app, stub, lines, tenant, apiKey, supplierId, url: server.url },
    api: clientOf(server.url, apiKey),
    [Symbol.asyncDispose]: destroy,
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;

const SUPPLIERS: Readonly<Record<string, number>> = {
  house: 61_001,
  gite: 62_002,
  hotel: 63_003,
  campsite: 64_004,
};

function envOf(url: string, directory: string, upstream: string): Env {
  const parsed = parseEnv({
    DATABASE_URL: url,
    DATA_DIR: directory,
    AUTH_SECRET: randomBytes(32).toString('hex'),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    OPENPRO_BASE_URL: upstream,
    JOBS_TIME_SCALE: '0.02',
    RATE_LIMIT_SCALE: '100',
  });
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return parsed.env;
}

async function populate(app: App, upstreamKey: string, seed: string) {
  const { organisationId } = await createUser(app, {
    email: 'owner@example.org',
    name: 'Camille Martin',
    organisation: 'Les Tilleuls',
    password: 'correct horse battery staple',
  });
  const tenant = await resolveOrganisation(app.database.db, organisationId);
  const supplierId = SUPPLIERS[seed] ?? 0;
  const connection = { name: 'Open Pro', apiKey: upstreamKey };
  await addSupplier(app, { tenant, supplierId, connection, name: 'Maison' });
  const { db } = app.database;
  const { key } = await createApiKey({ db, clock: app.clock }, { tenant, name: 'Tests' });
  return { tenant, apiKey: key, supplierId };
}

/** A typed client of the API as another program would make it. */
export function clientOf(url: string, apiKey: string) {
  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${url}/api/trpc`,
        headers: { authorization: `Bearer ${apiKey}`, 'accept-language': 'fr' },
      }),
    ],
  });
}

export type Api = ReturnType<typeof clientOf>;

/** Follows a batch until nothing moves any more; fails after 20 s. */
export async function settled(api: Api, batchId: string) {
  const until = Date.now() + 20_000;
  for (;;) {
    const batch = await api.bulkUpdates.get.query({ batchId });
    if (batch.state !== 'running') return batch;
    if (Date.now() > until) throw new Error(`Batch still running: ${JSON.stringify(batch.counts)}`);
    await pause(20);
  }
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>) {
  try {
    await call;
  } catch (error) {
    if (error instanceof TRPCClientError) return error as TRPCClientError<AppRouter>;
    throw error;
  }
  throw new Error('The call succeeded');
}
