import type { BookingOrigin } from '#server/domain/bookings/schema.ts';
import type { RateNight } from '#server/domain/rates/night.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { CalendarDate, EpochDay } from '#server/kernel/calendar-date.ts';
import type { DayRuns } from '#server/kernel/day-runs.ts';

/** What a read gave, with one sentence per element that could not be read. */
export interface Read<T> {
  readonly value: T;
  readonly warnings: readonly string[];
}

export interface UpstreamRateType {
  readonly id: number;
  readonly label: Readonly<Record<string, string>>;
  readonly description: Readonly<Record<string, string>>;
  readonly order: number;
}

export interface UpstreamStay {
  readonly accommodationId: number;
  readonly arrival: CalendarDate;
  readonly departure: CalendarDate;
  readonly units: number;
  readonly guests: number | null;
  readonly amountCents: number | null;
  readonly rateTypeId: number | null;
}

export interface UpstreamBooking {
  readonly id: number;
  readonly origin: BookingOrigin;
  readonly reference: string | null;
  readonly state: 'confirmed' | 'cancelled';
  readonly statusText: string | null;
  readonly guestName: string | null;
  readonly totalCents: number | null;
  readonly commissionCents: number | null;
  readonly currency: string;
  /** Epoch milliseconds. */
  readonly createdAt: number | null;
  readonly modifiedAt: number | null;
  readonly stays: readonly UpstreamStay[];
  /** Contact, supplements, payments, remarks: kept whole for the booking's own page. */
  readonly detail: unknown;
  readonly warnings: readonly string[];
}

export interface BookingChanges {
  readonly id: number;
  readonly modifiedAt: number;
}

export interface BookingChangesPage {
  readonly items: readonly BookingChanges[];
  readonly pages: number;
  readonly warnings: readonly string[];
}

export interface RateWrite {
  readonly rateTypeId: number;
  readonly nights: DayRuns<RateNight>;
}

export interface UpstreamNotice {
  readonly code: string | null;
  readonly detail: string;
}

/** One supplier as seen with its own key. Every method is one upstream call. */
export interface SupplierUpstream {
  listAccommodations(): Promise<Read<readonly { id: number; name: string }[]>>;
  listRateTypes(): Promise<Read<readonly UpstreamRateType[]>>;
  listLinkedRateTypes(accommodationId: number): Promise<Read<readonly number[]>>;
  getStock(accommodationId: number): Promise<Read<DayRuns<number>>>;
  /** Rates by rate type id. */
  getRates(accommodationId: number): Promise<Read<ReadonlyMap<number, DayRuns<RateNight>>>>;
  /** A page (from 1) of bookings modified since an instant; null = all. */
  listBookings(modifiedSince: number | null, page: number): Promise<BookingChangesPage>;
  getBooking(bookingId: number): Promise<UpstreamBooking>;
  setStock(
    accommodationId: number,
    nights: ReadonlyMap<EpochDay, number>,
  ): Promise<readonly UpstreamNotice[]>;
  setRates(accommodationId: number, rows: readonly RateWrite[]): Promise<readonly UpstreamNotice[]>;
  /** Calls made so far through this object. */
  readonly calls: number;
}

/** A key that somebody typed, or one that the organisation has. */
export type KeyChoice = { readonly apiKey: string } | { readonly connectionId: string };

/** Opens suppliers upstream; the only holder of their keys. */
export interface UpstreamGateway {
  /** @throws {DomainError} NOT_FOUND when the supplier is not the tenant's. */
  open(tenant: TenantId, supplierId: number, requestId: string): Promise<SupplierUpstream>;
  /**
   * Opens any supplier with a key of choice, to see what the key shows of it.
   * @throws {DomainError} NOT_FOUND when the connection is not the tenant's.
   */
  openWith(
    tenant: TenantId,
    key: KeyChoice,
    supplierId: number,
    requestId: string,
  ): Promise<SupplierUpstream>;
}

export type UpstreamFailure =
  /** No answer, or one that says "later": network, time-out, 408, 425, 5xx. */
  | 'unreachable'
  /** 429. */
  | 'rate_limited'
  /** Not asked at all: upstream wants to be left alone for now, or has not answered for a while. */
  | 'held'
  /** 401 or 403. */
  | 'key_refused'
  /** Upstream understood and said no. */
  | 'refused'
  | 'not_found'
  /** An answer that cannot be what was asked for: not JSON, too large, a redirect. */
  | 'unreadable';

/** A call to upstream that gave no usable answer. Never holds the key. */
export class UpstreamError extends Error {
  readonly failure: UpstreamFailure;
  /** The upstream's own words, fit to show. */
  readonly words: string | null;
  readonly retryAfterMs: number | null;
  /** Whether a write may have been applied all the same. */
  readonly outcomeUnknown: boolean;

  constructor(
    failure: UpstreamFailure,
    options: {
      words?: string | null;
      retryAfterMs?: number | null;
      outcomeUnknown?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(failure, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UpstreamError';
    this.failure = failure;
    this.words = options.words ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
  }

  /** Known by name: a build bundles the start of the server and its doors apart, each with a class. */
  static override [Symbol.hasInstance](value: unknown): value is UpstreamError {
    return value instanceof Error && value.name === 'UpstreamError';
  }
}
