import type { OpenProOptions } from 'openpro-api-react/client';
import type { Database } from '#server/db/client.ts';
import { type Query, readTogether, textIn } from '#server/db/read.ts';
import type { KeyVault } from '#server/domain/suppliers/ports.ts';
import type { KeyChoice, UpstreamGateway } from '#server/domain/suppliers/upstream.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { notFound } from '#server/kernel/errors.ts';
import { isOutage } from './failures.ts';
import { LimitedSupplier, type UpstreamMetrics } from './limited-supplier.ts';
import { type BreakerTurn, UpstreamLimiter } from './limiter.ts';

export interface GatewayDeps {
  readonly database: Database;
  readonly vault: KeyVault;
  readonly baseUrl: string;
  /** How long a whole call may take; by default what the client finds right. */
  readonly timeoutMs?: number | undefined;
  /** Told of every call: method, path, status and duration, never a key. */
  readonly onCall?: NonNullable<OpenProOptions['onCall']>;
  /** Counts and times every call. */
  readonly metrics?: UpstreamMetrics | undefined;
  readonly onBreaker?: (turn: BreakerTurn) => void;
  /** Multiplies how long upstream is left alone after failures; for tests. */
  readonly timeScale?: number;
}

type Sealed = { connectionId: string; jwe: string } | null;

const readSealed: Query<Sealed>['read'] = ([row]) =>
  row ? { connectionId: textIn(row, 'id'), jwe: textIn(row, 'key_jwe') } : null;

function keyOfSupplier(tenant: TenantId, supplierId: number): Query<Sealed> {
  return {
    sql: `SELECT c.id, c.key_jwe FROM supplier s
      JOIN connection c ON c.org_id = s.org_id AND c.id = s.connection_id
      WHERE s.org_id = ? AND s.supplier_id = ?`,
    args: [tenant, supplierId],
    read: readSealed,
  };
}

function keyOfConnection(tenant: TenantId, connectionId: string): Query<Sealed> {
  return {
    sql: 'SELECT id, key_jwe FROM connection WHERE org_id = ? AND id = ?',
    args: [tenant, connectionId],
    read: readSealed,
  };
}

/** Opens suppliers upstream under one limiter; keys are opened here and kept nowhere. */
export function createGateway({ database, vault, ...given }: GatewayDeps): UpstreamGateway {
  const { baseUrl, onCall, timeoutMs, metrics, onBreaker, timeScale = 1 } = given;
  const client = { baseUrl, ...(timeoutMs && { timeoutMs }) };
  const limiter = new UpstreamLimiter({ isOutage, timeScale, onBreaker });
  const unsealed = async (tenant: TenantId, query: Query<Sealed>): Promise<OpenKey> => {
    const [found] = await readTogether(database, [query]);
    if (!found) throw notFound();
    const { connectionId, jwe } = found;
    const apiKey = await vault.open({ tenant, connectionId }, jwe);
    return { apiKey, lane: `${tenant}:${connectionId}` };
  };
  const chosen = async (tenant: TenantId, key: KeyChoice): Promise<OpenKey> =>
    'connectionId' in key
      ? unsealed(tenant, keyOfConnection(tenant, key.connectionId))
      : { apiKey: key.apiKey, lane: `${tenant}:typed` };
  const opened = (
    { apiKey, lane }: OpenKey,
    asked: { supplierId: number; requestId: string; isProbe: boolean },
  ) => {
    const options = { ...client, apiKey };
    return new LimitedSupplier({ ...asked, options, limiter, lane, onCall, metrics });
  };
  return {
    open: async (tenant, supplierId, requestId) => {
      const key = await unsealed(tenant, keyOfSupplier(tenant, supplierId));
      return opened(key, { supplierId, requestId, isProbe: false });
    },
    openWith: async (tenant, choice, supplierId, requestId) =>
      opened(await chosen(tenant, choice), { supplierId, requestId, isProbe: true }),
  };
}

/** A key in clear, and the lane in which the limiter counts its calls. */
interface OpenKey {
  readonly apiKey: string;
  readonly lane: string;
}
