import {
  type CallOptions,
  createOpenProAdmin,
  type OpenProAdmin,
  type OpenProOptions,
} from 'openpro-api-react/client';
import type { Database } from '#server/db/client.ts';
import { type Query, readTogether, textIn } from '#server/db/read.ts';
import type { KeyVault } from '#server/domain/suppliers/ports.ts';
import type {
  KeyChoice,
  SupplierUpstream,
  UpstreamGateway,
} from '#server/domain/suppliers/upstream.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { isoInstant } from '#server/kernel/clock.ts';
import { notFound } from '#server/kernel/errors.ts';
import { upstreamErrorOf } from './failures.ts';
import { UpstreamLimiter } from './limiter.ts';
import { bookingOf, periodsOf, ratesOf, stockNightsOf, stockOf } from './mappers.ts';

export interface GatewayDeps {
  readonly database: Database;
  readonly vault: KeyVault;
  readonly baseUrl: string;
  /** How long a whole call may take; by default what the client finds right. */
  readonly timeoutMs?: number | undefined;
  /** Told of every call: method, path, status and duration, never a key. */
  readonly onCall?: NonNullable<OpenProOptions['onCall']>;
}

/** Booking summaries asked for at once; upstream's own maximum is not known. */
const PAGE_SIZE = 100;

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
  const { baseUrl, onCall, timeoutMs } = given;
  const settings = { baseUrl, ...(onCall && { onCall }), ...(timeoutMs && { timeoutMs }) };
  const limiter = new UpstreamLimiter();
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
  const opened = ({ apiKey, lane }: OpenKey, supplierId: number, requestId: string) => {
    const client = createOpenProAdmin({ ...settings, apiKey });
    return new LimitedSupplier(client, limiter, lane, supplierId, { requestId });
  };
  return {
    open: async (tenant, supplierId, requestId) =>
      opened(await unsealed(tenant, keyOfSupplier(tenant, supplierId)), supplierId, requestId),
    openWith: async (tenant, key, supplierId, requestId) =>
      opened(await chosen(tenant, key), supplierId, requestId),
  };
}

/** A key in clear, and the lane in which the limiter counts its calls. */
interface OpenKey {
  readonly apiKey: string;
  readonly lane: string;
}

class LimitedSupplier implements SupplierUpstream {
  calls = 0;
  private readonly client: OpenProAdmin;
  private readonly limiter: UpstreamLimiter;
  private readonly lane: string;
  private readonly supplierId: number;
  private readonly options: CallOptions;

  constructor(
    client: OpenProAdmin,
    limiter: UpstreamLimiter,
    lane: string,
    supplierId: number,
    options: CallOptions,
  ) {
    this.client = client;
    this.limiter = limiter;
    this.lane = lane;
    this.supplierId = supplierId;
    this.options = options;
  }

  async listAccommodations() {
    const { items, warnings } = await this.read((client) =>
      client.listAccommodations(this.supplierId, this.options),
    );
    return { value: items, warnings };
  }

  async listRateTypes() {
    const { items, warnings } = await this.read((client) =>
      client.listRateTypes(this.supplierId, this.options),
    );
    return { value: items, warnings };
  }

  async listLinkedRateTypes(accommodationId: number) {
    const { items, warnings } = await this.read((client) =>
      client.listLinks(this.supplierId, accommodationId, this.options),
    );
    const own = items.filter((link) => link.accommodationId === accommodationId);
    return { value: [...new Set(own.map((link) => link.rateTypeId))], warnings };
  }

  async getStock(accommodationId: number) {
    const { items, warnings } = await this.read((client) =>
      client.getStock(this.supplierId, accommodationId, this.options),
    );
    return { value: stockOf(items), warnings };
  }

  async getRates(accommodationId: number) {
    const { items, warnings } = await this.read((client) =>
      client.getRates(this.supplierId, accommodationId, this.options),
    );
    return { value: ratesOf(items), warnings };
  }

  async listBookings(modifiedSince: number | null, page: number) {
    const filter = {
      page,
      perPage: PAGE_SIZE,
      ...(modifiedSince !== null && { modifiedFrom: isoInstant(modifiedSince) }),
    };
    const { items, pages, warnings } = await this.read((client) =>
      client.listBookings(this.supplierId, filter, this.options),
    );
    return {
      items: items.map(({ id, modifiedAt }) => ({ id, modifiedAt: Date.parse(modifiedAt) })),
      pages,
      warnings,
    };
  }

  async getBooking(bookingId: number) {
    const booking = await this.read((client) =>
      client.getBooking(this.supplierId, bookingId, this.options),
    );
    return bookingOf(booking);
  }

  async setStock(accommodationId: number, nights: ReadonlyMap<number, number>) {
    const { warnings } = await this.write((client) =>
      client.setStock(this.supplierId, accommodationId, stockNightsOf(nights), this.options),
    );
    return warnings;
  }

  async setRates(accommodationId: number, rows: Parameters<typeof periodsOf>[0]) {
    const { warnings } = await this.write((client) =>
      client.setRates(this.supplierId, accommodationId, periodsOf(rows), this.options),
    );
    return warnings;
  }

  private read<T>(call: (client: OpenProAdmin) => Promise<T>): Promise<T> {
    return this.run('read', call);
  }

  private write<T>(call: (client: OpenProAdmin) => Promise<T>): Promise<T> {
    return this.run('write', call);
  }

  private async run<T>(kind: 'read' | 'write', call: (client: OpenProAdmin) => Promise<T>) {
    try {
      return await this.limiter.run(this.lane, kind, () => {
        this.calls += 1;
        return call(this.client);
      });
    } catch (error) {
      throw upstreamErrorOf(error, kind === 'write');
    }
  }
}
