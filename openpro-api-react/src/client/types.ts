/** A calendar day, `YYYY-MM-DD`, without a zone. */
export type IsoDate = string;

/** An instant in ISO 8601 UTC, `2026-10-25T00:30:00.000Z`. */
export type IsoInstant = string;

/** An upstream field this client does not know, kept so that a rewrite carries it through. */
export type Extra = Readonly<Record<string, unknown>>;

/** A list read from upstream; `warnings` has one sentence per element that could not be read. */
export interface Listed<T> {
  items: T[];
  warnings: string[];
}

/** What upstream says beside an accepted write. */
export interface UpstreamWarning {
  code: string | null;
  detail: string;
}

/** The result of an accepted write. */
export interface WriteResult {
  warnings: UpstreamWarning[];
}

export interface Accommodation {
  id: number;
  name: string;
}

/** Units still sellable on one night; 0 = closed. */
export interface StockNight {
  date: IsoDate;
  units: number;
}

/** Text by lower-case language code. */
export type Multilingual = Record<string, string>;

export interface RateType {
  id: number;
  label: Multilingual;
  description: Multilingual;
  order: number;
}

/** What is sent to create or replace a rate type. */
export interface RateTypeDraft {
  label: Multilingual;
  description: Multilingual;
  order: number;
}

/** A rate type is sold on an accommodation. */
export interface Link {
  accommodationId: number;
  rateTypeId: number;
}

/** Price of one night in cents for a number of guests; `guests: null` = upstream names no number. */
export interface OccupancyPrice {
  guests: number | null;
  priceCents: number;
  extra?: Extra;
}

/** Consecutive nights `from`..`to` (both included) with equal values. */
export interface RatePeriod {
  rateTypeId: number;
  from: IsoDate;
  to: IsoDate;
  open: boolean;
  minStay: number | null;
  maxStay: number | null;
  arrivalAllowed: boolean;
  departureAllowed: boolean;
  prices: OccupancyPrice[];
  extra?: Extra;
}

/** A period to write: whole, with every restriction and price. */
export interface RatePeriodWrite extends RatePeriod {
  minStay: number;
  maxStay: number;
}

export type BookingOrigin = 'OpenSystem' | 'ResaLocale' | 'Xotelia' | 'Booking' | 'unknown';
export type BookingState = 'confirmed' | 'cancelled';

export interface BookingSummary {
  id: number;
  createdAt: IsoInstant;
  modifiedAt: IsoInstant;
}

/** One page of booking summaries; `page` counts from 1. */
export interface BookingPage extends Listed<BookingSummary> {
  page: number;
  pages: number;
  total: number;
}

/** Filters of the booking list; bounds are instants. */
export interface BookingFilter {
  createdFrom?: IsoInstant;
  createdTo?: IsoInstant;
  modifiedFrom?: IsoInstant;
  modifiedTo?: IsoInstant;
  page?: number;
  perPage?: number;
}

export interface GuestsByAge {
  label: string;
  count: number;
}

/** An extra sold with a stay or a booking, in cents where upstream names an amount. */
export interface Supplement {
  label: string;
  quantity: number;
  amountCents: number | null;
}

export interface Payment {
  label: string;
  amountCents: number | null;
  paidAt: string | null;
}

/** A stay line: arrival ≤ night < departure. */
export interface Stay {
  accommodationId: number;
  arrival: IsoDate;
  departure: IsoDate;
  units: number;
  guests: number | null;
  amountCents: number | null;
  rateTypeId: number | null;
  rateTypeLabel: string | null;
  ages: GuestsByAge[];
  supplements: Supplement[];
  remarks: string | null;
}

export interface Contact {
  company: string | null;
  lastName: string | null;
  firstName: string | null;
  email: string | null;
  phones: string[];
  address: string | null;
  postalCode: string | null;
  city: string | null;
  country: string | null;
  remarks: string | null;
}

export interface Booking {
  id: number;
  origin: BookingOrigin;
  reference: string | null;
  state: BookingState;
  /** The upstream status word as read, the evidence for `state`. */
  statusText: string | null;
  currency: string;
  totalCents: number | null;
  commissionCents: number | null;
  guestName: string | null;
  contact: Contact | null;
  createdAt: IsoInstant | null;
  modifiedAt: IsoInstant | null;
  stays: Stay[];
  supplements: Supplement[];
  payments: Payment[];
  /** One sentence per part of the booking that could not be read. */
  warnings: string[];
}

export interface Webhook {
  url: string;
  alertEmail: string | null;
}

/** Options of one call. */
export interface CallOptions {
  signal?: AbortSignal;
  /** Sent as `x-request-id`, so that both sides' logs can be joined. */
  requestId?: string;
}

/** Read-only calls. Safe to hand to code that must never write upstream. */
export interface OpenProCustomer {
  listAccommodations(supplierId: number, options?: CallOptions): Promise<Listed<Accommodation>>;
  getStock(
    supplierId: number,
    accommodationId: number,
    options?: CallOptions,
  ): Promise<Listed<StockNight>>;
  listRateTypes(supplierId: number, options?: CallOptions): Promise<Listed<RateType>>;
  listLinks(
    supplierId: number,
    accommodationId: number,
    options?: CallOptions,
  ): Promise<Listed<Link>>;
  getRates(
    supplierId: number,
    accommodationId: number,
    options?: CallOptions,
  ): Promise<Listed<RatePeriod>>;
  listBookings(
    supplierId: number,
    filter?: BookingFilter,
    options?: CallOptions,
  ): Promise<BookingPage>;
  getBooking(supplierId: number, bookingId: number, options?: CallOptions): Promise<Booking>;
}

/** Everything: the read-only calls and the writes. */
export interface OpenProAdmin extends OpenProCustomer {
  setStock(
    supplierId: number,
    accommodationId: number,
    nights: readonly StockNight[],
    options?: CallOptions,
  ): Promise<WriteResult>;
  createRateType(
    supplierId: number,
    draft: RateTypeDraft,
    options?: CallOptions,
  ): Promise<{ id: number }>;
  updateRateType(
    supplierId: number,
    rateTypeId: number,
    draft: RateTypeDraft,
    options?: CallOptions,
  ): Promise<WriteResult>;
  deleteRateType(
    supplierId: number,
    rateTypeId: number,
    options?: CallOptions,
  ): Promise<WriteResult>;
  link(
    supplierId: number,
    accommodationId: number,
    rateTypeId: number,
    options?: CallOptions,
  ): Promise<WriteResult>;
  unlink(
    supplierId: number,
    accommodationId: number,
    rateTypeId: number,
    options?: CallOptions,
  ): Promise<WriteResult>;
  setRates(
    supplierId: number,
    accommodationId: number,
    periods: readonly RatePeriodWrite[],
    options?: CallOptions,
  ): Promise<WriteResult>;
  listWebhooks(options?: CallOptions): Promise<Listed<Webhook>>;
  addWebhook(
    webhook: { url: string; alertEmail?: string },
    options?: CallOptions,
  ): Promise<WriteResult>;
  removeWebhook(url: string, options?: CallOptions): Promise<WriteResult>;
}
