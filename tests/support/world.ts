import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import { operatorCall } from '#server/commands/command.ts';
import { type App, openApp } from '#server/composition.ts';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import type { BatchView } from '#server/domain/pushes/schema.ts';
import { addConnection } from '#server/domain/suppliers/add-suppliers.ts';
import { type Env, parseEnv } from '#server/env.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { createLogger } from '#server/observability/logger.ts';
import { answerTrpc } from '#server/trpc/http.ts';
import type { AppRouter } from '#server/trpc/root.ts';
import { createTestDatabase } from './database.ts';
import { serve } from './http.ts';
import { addApiKey } from './people/api-keys.ts';
import { addPerson } from './people/auth.ts';
import { startStubProcess } from './stub.ts';

export interface WorldOptions {
  readonly seed?: string;
  readonly clock?: Clock;
  /** Zone of the first organisation's supplier. */
  readonly timezone?: string;
  /** How long one upstream call may take. */
  readonly upstreamTimeoutMs?: number;
}

/** An organisation with a supplier and an API key. */
export interface Organisation {
  readonly tenant: Awaited<ReturnType<typeof resolveOrganisation>>;
  readonly apiKey: string;
  readonly keyId: string;
  readonly api: Api;
}

/** The whole back end over HTTP: the app on a database of its own, the stub as upstream. */
export async function startWorld(options: WorldOptions = {}) {
  const stub = await startStubProcess(options.seed ?? 'house');
  const database = await createTestDatabase();
  database.close();
  const lines: string[] = [];
  const variables = variablesOf(database.url, database.directory, stub.url);
  const env = envOf(variables);
  const supplierId = SUPPLIERS[options.seed ?? 'house'] ?? 0;
  const current = { app: await openOne(env, lines, options) };
  const server = await serve((request) => answerTrpc(current.app, request));
  const organisation = (name: string, supplier: SupplierOptions) =>
    addOrganisation(current.app, server.url, name, supplier);
  const first = await organisation('Les Tilleuls', {
    supplierId,
    apiKey: stub.apiKey,
    timezone: options.timezone,
  });
  current.app.runner.start();
  let isUp = true;
  /** Ends the app; its database stays. */
  const down = async () => {
    if (!isUp) return;
    isUp = false;
    await current.app.runner.stop();
    current.app.close();
  };
  /** Ends the app and opens another one on the same database, with some variables changed. */
  const restart = async (changes: Variables = {}) => {
    await down();
    current.app = await openOne(envOf({ ...variables, ...changes }), lines, options);
    isUp = true;
    current.app.runner.start();
  };
  const destroy = async () => {
    await server.stop();
    await down();
    await stub[Symbol.asyncDispose]();
    await database.destroy();
  };
  return {
    ...{ stub, lines, variables, supplierId, organisation, down, restart, url: server.url },
    ...{ tenant: first.tenant, apiKey: first.apiKey, keyId: first.keyId, api: first.api },
    get app() {
      return current.app;
    },
    [Symbol.asyncDispose]: destroy,
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;

/** Supplier ids of the seeds. */
export const SUPPLIERS: Readonly<Record<string, number>> = {
  house: 61_001,
  gite: 62_002,
  hotel: 63_003,
  campsite: 64_004,
  all: 61_001,
};

function openOne(env: Env, lines: string[], options: WorldOptions): Promise<App> {
  return openApp({
    env,
    logger: createLogger({ LOG_LEVEL: 'info' }, { write: (line) => void lines.push(line) }),
    withAdminDoor: false,
    ...(options.clock && { clock: options.clock }),
    ...(options.upstreamTimeoutMs && { upstreamTimeoutMs: options.upstreamTimeoutMs }),
  });
}

type Variables = Readonly<Record<string, string>>;

function variablesOf(url: string, directory: string, upstream: string): Variables {
  return {
    DATABASE_URL: url,
    DATA_DIR: directory,
    AUTH_SECRET: randomBytes(32).toString('hex'),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    OPENPRO_BASE_URL: upstream,
    JOBS_TIME_SCALE: '0.005',
    RATE_LIMIT_SCALE: '100',
  };
}

/** The environment of an app from its variables. */
export function envOf(variables: Variables): Env {
  const parsed = parseEnv(variables);
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return parsed.env;
}

interface SupplierOptions {
  readonly supplierId: number;
  /** The key for upstream. */
  readonly apiKey: string;
  readonly timezone?: string | undefined;
}

async function addOrganisation(
  app: App,
  url: string,
  name: string,
  { supplierId, apiKey, timezone }: SupplierOptions,
): Promise<Organisation> {
  const { organisationId } = await addPerson(app, {
    email: `${randomBytes(6).toString('hex')}@example.org`,
    name: 'Camille Martin',
    organisation: name,
  });
  const tenant = await resolveOrganisation(app.database.db, organisationId);
  const zone = timezone === undefined ? {} : { timezone };
  await addConnection(app, operatorCall(tenant), {
    ...{ name: 'Open Pro', apiKey },
    suppliers: [{ supplierId, name: 'Maison', ...zone }],
  });
  const created = await addApiKey(app, tenant);
  return { tenant, apiKey: created.key, keyId: created.id, api: clientOf(url, created.key) };
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
export function settled(api: Api, batchId: string): Promise<BatchView> {
  return followed(api, batchId, (batch) => batch.state !== 'running');
}

/** Follows a batch until it is as wanted; fails after 20 s. */
export async function followed(
  api: Api,
  batchId: string,
  isWanted: (batch: BatchView) => boolean,
): Promise<BatchView> {
  const until = Date.now() + 20_000;
  for (;;) {
    const batch = await api.bulkUpdates.get.query({ batchId });
    if (isWanted(batch)) return batch;
    if (Date.now() > until) throw new Error(`Batch still so: ${JSON.stringify(batch.counts)}`);
    await pause(20);
  }
}

/** Looks again and again until something is there; fails after 20 s. */
export async function eventually<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const until = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > until) throw new Error(`Never came: ${what}`);
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
