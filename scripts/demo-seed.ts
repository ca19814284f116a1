import { join } from 'node:path';
import { and, eq } from 'drizzle-orm';
import pino from 'pino';
import * as z from 'zod';
import { operatorCall } from '#server/commands/command.ts';
import { type App, openApp, StartError } from '#server/composition.ts';
import { apiKey, member, user } from '#server/db/schema/auth.ts';
import { supplier } from '#server/db/schema/suppliers.ts';
import { createApiKey } from '#server/domain/api-keys/create-api-key.ts';
import { createUser } from '#server/domain/auth/create-user.ts';
import { apiKeyDigest } from '#server/domain/auth/key-digest.ts';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import { addConnection, addSuppliers } from '#server/domain/suppliers/add-suppliers.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { SCOPES } from '#server/domain/tenancy/permissions.ts';
import { loadEnv } from '#server/env.ts';
import { startProblems } from '#server/lifecycle.ts';
import { createLogger } from '#server/observability/logger.ts';
import { PROFILES } from '../openpro-api-react/stub-server/seed/profiles.ts';

/** Names of the stub's suppliers; another upstream's keep their number. */
const NAMES = new Map(PROFILES.map(({ id, name }) => [id, name]));

const planSchema = z.strictObject({
  email: z.string(),
  password: z.string(),
  apiKey: z.string().nullable(),
  upstreamKey: z.string(),
  supplierIds: z.array(z.int()),
});

type Plan = z.infer<typeof planSchema>;

/** Makes what is missing, through the same verbs as the operator's commands; gives the API key. */
async function seed(app: App, plan: Plan): Promise<string> {
  const { db } = app.database;
  const tenant = await resolveOrganisation(db, await organisationOf(app, plan));
  await addMissing(app, tenant, plan);
  const sha256 = plan.apiKey === null ? null : apiKeyDigest(plan.apiKey);
  if (plan.apiKey !== null && sha256 !== null) {
    const known = await db
      .select({ id: apiKey.id })
      .from(apiKey)
      .where(and(eq(apiKey.orgId, tenant), eq(apiKey.sha256, sha256)));
    if (known.length > 0) return plan.apiKey;
  }
  const wanted = { name: 'Demo', scopes: [...SCOPES], supplierIds: null, expiresInDays: null };
  return (await createApiKey(app, operatorCall(tenant), wanted)).key;
}

async function organisationOf(app: App, { email, password }: Plan): Promise<string> {
  const [found] = await app.database.db
    .select({ id: member.organizationId })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(eq(user.email, email));
  if (found !== undefined) return found.id;
  const input = { email, password, name: 'Camille Martin', organisation: 'Les Tilleuls' };
  return (await createUser(app, input)).organisationId;
}

async function addMissing(app: App, tenant: TenantId, plan: Plan): Promise<void> {
  const rows = await app.database.db
    .select({ id: supplier.supplierId, connectionId: supplier.connectionId })
    .from(supplier)
    .where(eq(supplier.orgId, tenant));
  const suppliers = plan.supplierIds
    .filter((id) => !rows.some((row) => row.id === id))
    .map((supplierId) => ({ supplierId, name: NAMES.get(supplierId) }));
  if (suppliers.length === 0) return;
  const [known] = rows;
  const call = operatorCall(tenant);
  if (known) await addSuppliers(app, call, { connectionId: known.connectionId, suppliers });
  else await addConnection(app, call, { name: 'Demo', apiKey: plan.upstreamKey, suppliers });
}

async function main(): Promise<void> {
  const parsed = loadEnv();
  if (!parsed.ok) throw new StartError(parsed.problems);
  const plan = planSchema.parse(JSON.parse(process.env.DEMO_SEED ?? 'null'));
  const logger = createLogger({ LOG_LEVEL: 'warn' }, pino.destination({ dest: 2, sync: true }));
  const root = join(import.meta.dirname, '..');
  const app = await openApp({ env: parsed.env, logger, root, withAdminDoor: false });
  try {
    process.stdout.write(`${JSON.stringify({ apiKey: await seed(app, plan) })}\n`);
  } finally {
    app.close();
  }
}

await main().catch((error: unknown) => {
  for (const problem of startProblems(error)) process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
});
