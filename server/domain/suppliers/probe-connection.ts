import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { authorise, type Call, type TenantId } from '#server/domain/tenancy/actor.ts';
import { supplierRows } from './data.ts';
import type { ConnectionProbe, ConnectionProbeInput, KeyView } from './schema.ts';
import {
  type KeyChoice,
  UpstreamError,
  type UpstreamFailure,
  type UpstreamGateway,
} from './upstream.ts';

const RESULT: Readonly<Record<UpstreamFailure, KeyView['result']>> = {
  unreachable: 'unreachable',
  rate_limited: 'unreachable',
  held: 'unreachable',
  key_refused: 'key_refused',
  refused: 'refused',
  not_found: 'not_found',
  unreadable: 'unreadable',
};

/**
 * Asks upstream what a key shows of some suppliers: a key that was typed, or one that the
 * organisation has. Stores nothing. Upstream lists no suppliers, so their ids are asked for.
 * @throws {DomainError} FORBIDDEN, NOT_FOUND (connection).
 */
export async function probeConnection(
  { database, gateway }: { database: Database; gateway: UpstreamGateway },
  call: Call,
  { key, supplierIds }: ConnectionProbeInput,
): Promise<ConnectionProbe> {
  const tenant = authorise(call, 'connections:write');
  const [rows] = await readTogether(database, [supplierRows(tenant)]);
  const own = new Set(rows.map(({ supplierId }) => supplierId));
  const seen = await viewsOf(gateway, tenant, key, [...new Set(supplierIds)], call.requestId);
  return seen.map((view) => ({ ...view, isAdded: own.has(view.supplierId) }));
}

/**
 * What a key shows of each supplier, in their order. Upstream answers an empty list for a supplier
 * that the key does not show, which therefore counts as not found.
 */
export function viewsOf(
  gateway: UpstreamGateway,
  tenant: TenantId,
  key: KeyChoice,
  supplierIds: readonly number[],
  requestId: string,
): Promise<KeyView[]> {
  return Promise.all(
    supplierIds.map(async (supplierId): Promise<KeyView> => {
      const nothing = { supplierId, words: null, accommodations: [] };
      try {
        const upstream = await gateway.openWith(tenant, key, supplierId, requestId);
        const { value, warnings } = await upstream.listAccommodations();
        if (value.length > 0)
          return {
            ...nothing,
            result: 'ok',
            accommodations: value.map(({ id, name }) => ({ id, name })),
          };
        return { ...nothing, result: warnings.length > 0 ? 'unreadable' : 'not_found' };
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        return { ...nothing, result: RESULT[error.failure], words: error.words };
      }
    }),
  );
}
