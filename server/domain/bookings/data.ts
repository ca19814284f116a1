import {
  jsonIn,
  maybeNumberIn,
  maybeTextIn,
  numberIn,
  type Query,
  textIn,
} from '#server/db/read.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { type EpochDay, fromEpochDay } from '#server/kernel/calendar-date.ts';
import { isoInstant } from '#server/kernel/clock.ts';
import type { BookingListItem, BookingOrigin, BookingView } from './schema.ts';

type StoredStay = [
  line: number,
  accommodationId: number,
  arrivalDay: EpochDay,
  departureDay: EpochDay,
  units: number,
  guests: number | null,
];

/** Which bookings to read. */
export interface BookingScope {
  readonly tenant: TenantId;
  readonly supplierId: number;
  /** Bookings with a night in this span, both ends included; open where null. */
  readonly from: EpochDay | null;
  readonly to: EpochDay | null;
  readonly origin?: BookingOrigin | undefined;
  readonly state?: BookingView['state'] | undefined;
  /** Only what comes after this place in the order (first arrival, then id). */
  readonly after?: { readonly arrivalDay: EpochDay; readonly bookingId: number } | undefined;
  readonly limit: number;
}

/** A booking with its place in the order of a list. */
export interface BookingRow extends BookingListItem {
  readonly place: { readonly arrivalDay: EpochDay; readonly bookingId: number };
}

const SELECT = `SELECT b.booking_id, b.reference, b.origin, b.state, b.guest_name, b.total_cents,
    b.currency, b.created_at, b.modified_at, b.first_arrival_day,
    (SELECT json_group_array(
       json_array(line, accommodation_id, arrival_day, departure_day, units, guests))
     FROM booking_stay s WHERE s.org_id = b.org_id AND s.supplier_id = b.supplier_id
       AND s.booking_id = b.booking_id) AS stays
  FROM booking b`;

/** Mirrored bookings in order of first arrival. */
export function bookingRows(scope: BookingScope): Query<BookingRow[]> {
  const { after, origin = null, state = null } = scope;
  return {
    sql: `${SELECT} WHERE b.org_id = ? AND b.supplier_id = ? AND b.last_departure_day > ?
        AND b.first_arrival_day <= ? AND (? IS NULL OR b.origin = ?) AND (? IS NULL OR b.state = ?)
        AND (b.first_arrival_day, b.booking_id) > (?, ?)
      ORDER BY b.first_arrival_day, b.booking_id LIMIT ?`,
    args: [
      scope.tenant,
      scope.supplierId,
      scope.from ?? Number.MIN_SAFE_INTEGER,
      scope.to ?? Number.MAX_SAFE_INTEGER,
      origin,
      origin,
      state,
      state,
      after?.arrivalDay ?? Number.MIN_SAFE_INTEGER,
      after?.bookingId ?? 0,
      scope.limit,
    ],
    read: (rows) =>
      rows.map((row) => {
        const bookingId = numberIn(row, 'booking_id');
        return {
          id: bookingId,
          reference: maybeTextIn(row, 'reference'),
          origin: textIn(row, 'origin') as BookingOrigin,
          state: textIn(row, 'state') as BookingView['state'],
          // Sorted here: an ordered aggregate is no SQL that every libSQL server reads.
          stays: jsonIn<StoredStay[]>(row, 'stays')
            .sort((a, b) => a[0] - b[0])
            .map(stayOf),
          guestName: maybeTextIn(row, 'guest_name'),
          totalCents: maybeNumberIn(row, 'total_cents'),
          currency: textIn(row, 'currency'),
          isPendingSync: false,
          isObsolete: false,
          createdAt: instantIn(maybeNumberIn(row, 'created_at')),
          modifiedAt: instantIn(maybeNumberIn(row, 'modified_at')),
          place: { arrivalDay: numberIn(row, 'first_arrival_day'), bookingId },
        };
      }),
  };
}

function instantIn(value: number | null): string | null {
  return value === null ? null : isoInstant(value);
}

function stayOf([, accommodationId, arrivalDay, departureDay, units, guests]: StoredStay) {
  return {
    accommodationId,
    arrival: fromEpochDay(arrivalDay),
    departure: fromEpochDay(departureDay),
    units,
    guests,
  };
}
