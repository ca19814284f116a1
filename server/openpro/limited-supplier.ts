import {
  type CallOptions,
  createOpenProAdmin,
  isOpenProFailure,
  type OpenProAdmin,
  type OpenProOptions,
} from 'openpro-api-react/client';
import {
  type SupplierUpstream,
  UpstreamError,
  type UpstreamFailure,
} from '#server/domain/suppliers/upstream.ts';
import { isoInstant } from '#server/kernel/clock.ts';
import { upstreamErrorOf } from './failures.ts';
import type { CallKind, UpstreamLimiter } from './limiter.ts';
import { bookingOf, periodsOf, ratesOf, stockNightsOf, stockOf } from './mappers.ts';

/** One call that was made upstream, or was due and not made (`held`). */
export interface UpstreamCallFact {
  readonly kind: CallKind;
  readonly outcome: 'ok' | UpstreamFailure;
  /** Milliseconds upstream took, without the time in line; 0 where it was not asked. */
  readonly ms: number;
}

/** Where calls to upstream are counted and timed. */
export interface UpstreamMetrics {
  upstreamCall(fact: UpstreamCallFact): void;
}

/** What a supplier upstream is opened with. */
export interface OpenedSupplier {
  readonly options: Pick<OpenProOptions, 'baseUrl' | 'apiKey' | 'timeoutMs'>;
  readonly limiter: UpstreamLimiter;
  readonly lane: string;
  readonly supplierId: number;
  readonly requestId: string;
  /** A person waits for the answer: nothing is asked twice. */
  readonly isProbe: boolean;
  readonly onCall: OpenProOptions['onCall'] | undefined;
  readonly metrics: UpstreamMetrics | undefined;
}

/** Booking summaries asked for at once; upstream's own maximum is not known. */
const PAGE_SIZE = 100;

type Ask<T> = (client: OpenProAdmin, options: CallOptions) => Promise<T>;

/** One supplier upstream behind the limiter. */
export class LimitedSupplier implements SupplierUpstream {
  calls = 0;
  private readonly opened: OpenedSupplier;

  constructor(opened: OpenedSupplier) {
    this.opened = opened;
  }

  async listAccommodations() {
    const { items, warnings } = await this.read((client, options) =>
      client.listAccommodations(this.opened.supplierId, options),
    );
    return { value: items, warnings };
  }

  async listRateTypes() {
    const { items, warnings } = await this.read((client, options) =>
      client.listRateTypes(this.opened.supplierId, options),
    );
    return { value: items, warnings };
  }

  async listLinkedRateTypes(accommodationId: number) {
    const { items, warnings } = await this.read((client, options) =>
      client.listLinks(this.opened.supplierId, accommodationId, options),
    );
    const own = items.filter((link) => link.accommodationId === accommodationId);
    return { value: [...new Set(own.map((link) => link.rateTypeId))], warnings };
  }

  async getStock(accommodationId: number) {
    const { items, warnings } = await this.read((client, options) =>
      client.getStock(this.opened.supplierId, accommodationId, options),
    );
    return { value: stockOf(items), warnings };
  }

  async getRates(accommodationId: number) {
    const { items, warnings } = await this.read((client, options) =>
      client.getRates(this.opened.supplierId, accommodationId, options),
    );
    return { value: ratesOf(items), warnings };
  }

  async listBookings(modifiedSince: number | null, page: number) {
    const filter = {
      page,
      perPage: PAGE_SIZE,
      ...(modifiedSince !== null && { modifiedFrom: isoInstant(modifiedSince) }),
    };
    const { items, pages, warnings } = await this.read((client, options) =>
      client.listBookings(this.opened.supplierId, filter, options),
    );
    return {
      items: items.map(({ id, modifiedAt }) => ({ id, modifiedAt: Date.parse(modifiedAt) })),
      pages,
      warnings,
    };
  }

  async getBooking(bookingId: number) {
    const booking = await this.read((client, options) =>
      client.getBooking(this.opened.supplierId, bookingId, options),
    );
    return bookingOf(booking);
  }

  async setStock(accommodationId: number, nights: ReadonlyMap<number, number>) {
    const { warnings } = await this.write((client, options) =>
      client.setStock(this.opened.supplierId, accommodationId, stockNightsOf(nights), options),
    );
    return warnings;
  }

  async setRates(accommodationId: number, rows: Parameters<typeof periodsOf>[0]) {
    const { warnings } = await this.write((client, options) =>
      client.setRates(this.opened.supplierId, accommodationId, periodsOf(rows), options),
    );
    return warnings;
  }

  /**
   * A job's read whose connection broke or timed out before any answer is asked once more at once.
   * Everything else is tried again by the job alone, so that an outage is not multiplied.
   */
  private async read<T>(ask: Ask<T>): Promise<T> {
    const { isProbe } = this.opened;
    if (isProbe) return this.run('probe', ask);
    const seen = { isAnswered: false };
    try {
      return await this.run('read', ask, seen);
    } catch (error) {
      const isLost = error instanceof UpstreamError && isSilence(error.cause);
      if (!isLost || seen.isAnswered) throw error;
      return this.run('read', ask);
    }
  }

  private write<T>(ask: Ask<T>): Promise<T> {
    return this.run('write', ask);
  }

  private async run<T>(kind: CallKind, ask: Ask<T>, seen = { isAnswered: false }): Promise<T> {
    const { limiter, lane, metrics, requestId } = this.opened;
    let ms = 0;
    const client = this.clientOf((call) => {
      ms = call.ms;
      seen.isAnswered = call.status !== null;
    });
    try {
      const value = await limiter.run(lane, kind, async (signal) => {
        this.calls += 1;
        return this.holding(ask(client, { requestId, signal }));
      });
      metrics?.upstreamCall({ kind, outcome: 'ok', ms });
      return value;
    } catch (error) {
      const failed = upstreamErrorOf(error, kind === 'write');
      metrics?.upstreamCall({ kind, outcome: failed.failure, ms });
      throw failed;
    }
  }

  /** A 429 holds the key before the place of its call is free for the next one. */
  private async holding<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (isOpenProFailure(error) && error.kind === 'http' && error.status === 429) {
        const { retryAfterSeconds } = error;
        const forMs = retryAfterSeconds === null ? null : retryAfterSeconds * 1000;
        this.opened.limiter.hold(this.opened.lane, forMs);
      }
      throw error;
    }
  }

  /** A client for one call, so that what is observed belongs to it. */
  private clientOf(observe: NonNullable<OpenProOptions['onCall']>): OpenProAdmin {
    const { options, onCall } = this.opened;
    return createOpenProAdmin({
      ...options,
      onCall: (call) => {
        observe(call);
        onCall?.(call);
      },
    });
  }
}

function isSilence(error: unknown): boolean {
  return isOpenProFailure(error) && (error.kind === 'network' || error.kind === 'timeout');
}
