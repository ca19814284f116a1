import type { Booking, RatePeriod, RatePeriodWrite, StockNight } from 'openpro-api-react/client';
import { inGuestOrder, type RateNight, sameNight } from '#server/domain/rates/night.ts';
import type { RateWrite, UpstreamBooking } from '#server/domain/suppliers/upstream.ts';
import {
  calendarDateOf,
  type EpochDay,
  fromEpochDay,
  toEpochDay,
} from '#server/kernel/calendar-date.ts';
import { DayRuns, type Run } from '#server/kernel/day-runs.ts';

/** Units by night. */
export function stockOf(nights: readonly StockNight[]): DayRuns<number> {
  return DayRuns.fromDays(nights.map(({ date, units }) => [toEpochDay(date), units]));
}

/** Rates by rate type and night; where upstream's periods overlap, the later one wins. */
export function ratesOf(periods: readonly RatePeriod[]): Map<number, DayRuns<RateNight>> {
  const byType = new Map<number, Run<RateNight>[]>();
  for (const { rateTypeId, from, to, ...night } of periods) {
    const runs = byType.get(rateTypeId) ?? [];
    byType.set(rateTypeId, runs);
    const value = { ...night, prices: inGuestOrder(night.prices) };
    runs.push({ from: toEpochDay(from), to: toEpochDay(to), value });
  }
  return new Map(
    [...byType].map(([rateTypeId, runs]) => [rateTypeId, DayRuns.from(runs, sameNight)]),
  );
}

/** The periods that write some nights. */
export function periodsOf(rows: readonly RateWrite[]): RatePeriodWrite[] {
  return rows.flatMap(({ rateTypeId, nights }) =>
    nights.runs.map(({ from, to, value }) => ({
      rateTypeId,
      from: fromEpochDay(from),
      to: fromEpochDay(to),
      ...value,
      minStay: value.minStay ?? 1,
      maxStay: value.maxStay ?? value.minStay ?? 1,
      prices: [...value.prices],
    })),
  );
}

/** The nights that a stock write names. */
export function stockNightsOf(nights: ReadonlyMap<EpochDay, number>): StockNight[] {
  return [...nights].map(([day, units]) => ({ date: fromEpochDay(day), units }));
}

/** A booking without the parts that only its own page shows; those stay together as `detail`. */
export function bookingOf(booking: Booking): UpstreamBooking {
  const { contact, supplements, payments, warnings, stays } = booking;
  return {
    id: booking.id,
    origin: booking.origin,
    reference: booking.reference,
    state: booking.state,
    statusText: booking.statusText,
    guestName: booking.guestName,
    totalCents: booking.totalCents,
    commissionCents: booking.commissionCents,
    currency: booking.currency,
    createdAt: instantOf(booking.createdAt),
    modifiedAt: instantOf(booking.modifiedAt),
    stays: stays.map((stay) => ({
      accommodationId: stay.accommodationId,
      arrival: calendarDateOf(stay.arrival),
      departure: calendarDateOf(stay.departure),
      units: stay.units,
      guests: stay.guests,
      amountCents: stay.amountCents,
      rateTypeId: stay.rateTypeId,
    })),
    detail: {
      contact,
      supplements,
      payments,
      warnings,
      stays: stays.map(({ ages, supplements: extras, remarks, rateTypeLabel }) => ({
        ages,
        supplements: extras,
        remarks,
        rateTypeLabel,
      })),
    },
    warnings,
  };
}

/** Epoch milliseconds of an ISO instant. */
export function instantOf(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}
