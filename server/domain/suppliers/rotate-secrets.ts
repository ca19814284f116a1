import { type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import { numberIn, type Query, readTogether, textIn } from '#server/db/read.ts';
import { batchIf } from '#server/db/write-guard.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import type { Call, TenantId } from '#server/domain/tenancy/actor.ts';
import { mintTenant } from '#server/domain/tenancy/mint-tenant.ts';
import type { Clock } from '#server/kernel/clock.ts';
import type { KeyPlace, KeyVault } from './ports.ts';

/** Secrets that are sealed again in one write. */
const BATCH = 50;

export interface RotateDeps {
  readonly database: Database;
  readonly vault: KeyVault;
  readonly clock: Clock;
}

/** What a rotation did, in numbers of secrets. */
export interface Rotation {
  /** Sealed again under the current encryption key. */
  readonly resealed: number;
  /** Left as they are, since no encryption key at hand opens them. */
  readonly unopened: number;
}

interface Secret {
  readonly kind: 'connection' | 'erasure';
  readonly tenant: TenantId;
  /** Of the connection; the organisation's own for its erasure key. */
  readonly id: string;
  readonly jwe: string;
}

/** Where sealed secrets are: the connections' upstream keys and the organisations' erasure keys. */
const SECRETS = `SELECT 'connection' AS kind, org_id, id, key_jwe AS jwe, key_kid AS kid
    FROM connection
  UNION ALL SELECT 'erasure', id, id, erasure_key_jwe, erasure_key_kid
    FROM organization WHERE erasure_key_jwe IS NOT NULL`;

/** Secrets by the encryption key that sealed them, of all organisations. For the operator only. */
export const SECRETS_BY_KID: Query<{ kid: string; count: number }[]> = {
  sql: `SELECT kid, count(*) AS n FROM (${SECRETS}) GROUP BY kid ORDER BY kid`,
  args: [],
  read: (rows) => rows.map((row) => ({ kid: textIn(row, 'kid'), count: numberIn(row, 'n') })),
};

/** The next secrets under another encryption key than `kid`, after one in the order of their places. */
function outdated(kid: string, after: Secret | undefined): Query<Secret[]> {
  return {
    sql: `SELECT kind, org_id, id, jwe FROM (${SECRETS})
      WHERE kid <> ? AND (org_id, kind, id) > (?, ?, ?)
      ORDER BY org_id, kind, id LIMIT ${BATCH}`,
    args: [kid, after?.tenant ?? '', after?.kind ?? '', after?.id ?? ''],
    read: (rows) =>
      rows.map((row) => ({
        kind: textIn(row, 'kind') as Secret['kind'],
        tenant: mintTenant(textIn(row, 'org_id')),
        id: textIn(row, 'id'),
        jwe: textIn(row, 'jwe'),
      })),
  };
}

/**
 * Seals every secret of every organisation under the current encryption key, in batches, while the
 * app goes on: what is sealed under it already is left alone, so that a rotation which was cut off
 * goes on where it stopped. A secret that somebody replaces meanwhile is never overwritten.
 */
export async function rotateSecrets(
  deps: RotateDeps,
  callFor: (tenant: TenantId) => Call,
): Promise<Rotation> {
  let [resealed, unopened] = [0, 0];
  let after: Secret | undefined;
  for (;;) {
    const [secrets] = await readTogether(deps.database, [outdated(deps.vault.currentKid, after)]);
    if (secrets.length === 0) return { resealed, unopened };
    for (const [tenant, own] of Map.groupBy(secrets, (secret) => secret.tenant)) {
      const done = await resealAll(deps, callFor(tenant), own);
      resealed += done.resealed;
      unopened += done.unopened;
    }
    after = secrets.at(-1);
  }
}

interface Resealed {
  readonly secret: Secret;
  readonly jwe: string;
}

/** Seals secrets of one organisation again, in one write. */
async function resealAll(
  deps: RotateDeps,
  call: Call,
  secrets: readonly Secret[],
): Promise<Rotation> {
  const { tenant } = call.actor;
  const attempts = await Promise.all(secrets.map((secret) => reseal(deps.vault, secret)));
  const unopened = attempts.filter((attempt) => attempt === null).length;
  let open = attempts.filter((attempt) => attempt !== null);
  while (open.length > 0) {
    const writes = rotationWrites(deps, call, open);
    if (await batchIf(deps.database, areUnchanged(tenant, open), writes)) break;
    // Whoever replaced a secret sealed it under the current key; the others are written anew.
    open = await unchangedOf(deps.database, tenant, open);
  }
  return { resealed: open.length, unopened };
}

function placeOf({ kind, tenant, id }: Secret): KeyPlace {
  return kind === 'connection' ? { tenant, connectionId: id } : { tenant, purpose: 'erasure-key' };
}

/** Null = no encryption key at hand opens it. */
async function reseal(vault: KeyVault, secret: Secret): Promise<Resealed | null> {
  const place = placeOf(secret);
  try {
    const { jwe } = await vault.seal(place, await vault.open(place, secret.jwe));
    return { secret, jwe };
  } catch {
    return null;
  }
}

function rotationWrites(
  { database, vault, clock }: RotateDeps,
  call: Call,
  resealed: readonly Resealed[],
): Statement[] {
  const { db } = database;
  const kid = vault.currentKid;
  const count = (kind: Secret['kind']) =>
    resealed.filter(({ secret }) => secret.kind === kind).length;
  return [
    ...resealed.map(({ secret, jwe }) =>
      secret.kind === 'connection'
        ? db.run(sql`UPDATE connection SET key_jwe = ${jwe}, key_kid = ${kid}
            WHERE org_id = ${secret.tenant} AND id = ${secret.id} AND key_jwe = ${secret.jwe}`)
        : db.run(sql`UPDATE organization SET erasure_key_jwe = ${jwe}, erasure_key_kid = ${kid}
            WHERE id = ${secret.tenant} AND erasure_key_jwe = ${secret.jwe}`),
    ),
    auditRecord({ database, clock }, call, {
      action: 'secrets.rotate',
      after: { connections: count('connection'), erasureKeys: count('erasure') },
    }),
  ];
}

/** Holds while each of these secrets is sealed as it was when it was read. */
function areUnchanged(tenant: TenantId, resealed: readonly Resealed[]): SQL {
  const jwes = JSON.stringify(resealed.map(({ secret }) => secret.jwe));
  return sql`SELECT count(*) = 0 FROM json_each(${jwes}) WHERE value NOT IN
    (SELECT jwe FROM (${sql.raw(SECRETS)}) WHERE org_id = ${tenant})`;
}

async function unchangedOf(
  database: Database,
  tenant: TenantId,
  resealed: readonly Resealed[],
): Promise<Resealed[]> {
  const there: Query<Set<string>> = {
    sql: `SELECT jwe FROM (${SECRETS}) WHERE org_id = ?`,
    args: [tenant],
    read: (rows) => new Set(rows.map((row) => textIn(row, 'jwe'))),
  };
  const [jwes] = await readTogether(database, [there]);
  return resealed.filter(({ secret }) => jwes.has(secret.jwe));
}
