import type { BookingView } from '#server/domain/bookings/schema.ts';
import { type EpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';

/** A stay drawn as a bar; it occupies `arrival` ≤ night < `departure`. */
export interface StayBar {
  readonly key: string;
  readonly booking: BookingView;
  readonly arrival: EpochDay;
  readonly departure: EpochDay;
  readonly units: number;
  readonly guests: number | null;
  /** The line below one another on which it is drawn, from 0. */
  readonly lane: number;
}

/** The stays of one accommodation. */
export interface Stays {
  readonly bars: readonly StayBar[];
  readonly lanes: number;
}

type Unplaced = Omit<StayBar, 'lane'>;

function stayLines(booking: BookingView): (Unplaced & { accommodationId: number })[] {
  return booking.stays.map((stay, i) => ({
    key: `${booking.id}-${i}`,
    booking,
    accommodationId: stay.accommodationId,
    arrival: toEpochDay(stay.arrival),
    departure: toEpochDay(stay.departure),
    units: stay.units,
    guests: stay.guests,
  }));
}

/** Places each stay on the first line that is free on its arrival. */
export function placeOnLanes(stays: readonly Unplaced[]): Stays {
  const sorted = [...stays].sort(
    (a, b) => a.arrival - b.arrival || b.departure - a.departure || (a.key < b.key ? -1 : 1),
  );
  const freeFrom: EpochDay[] = [];
  const bars = sorted.map((stay) => {
    const free = freeFrom.findIndex((day) => day <= stay.arrival);
    const lane = free === -1 ? freeFrom.length : free;
    freeFrom[lane] = stay.departure;
    return { ...stay, lane };
  });
  return { bars, lanes: freeFrom.length };
}

/** The stays of every accommodation; cancelled bookings are not drawn. */
export function staysByAccommodation(bookings: readonly BookingView[]): Map<number, Stays> {
  const byAccommodation = new Map<number, Unplaced[]>();
  for (const booking of bookings) {
    if (booking.state === 'cancelled') continue;
    for (const { accommodationId, ...stay } of stayLines(booking)) {
      const list = byAccommodation.get(accommodationId) ?? [];
      list.push(stay);
      byAccommodation.set(accommodationId, list);
    }
  }
  return new Map([...byAccommodation].map(([id, list]) => [id, placeOnLanes(list)]));
}

/** Units taken on each night; obsolete bookings are not stays any more. */
export function unitsTaken(stays: Stays): Map<EpochDay, number> {
  const taken = new Map<EpochDay, number>();
  for (const { arrival, departure, units, booking } of stays.bars) {
    if (booking.isObsolete) continue;
    for (let day = arrival; day < departure; day++) taken.set(day, (taken.get(day) ?? 0) + units);
  }
  return taken;
}

/** The stays drawn between two nights, the half days of arrival and departure included. */
export function staysBetween(stays: Stays, first: EpochDay, last: EpochDay): StayBar[] {
  return stays.bars.filter(({ arrival, departure }) => departure >= first && arrival <= last);
}

/** How many lines the stays between two nights take; never none. */
export function lanesBetween(stays: Stays, first: EpochDay, last: EpochDay): number {
  return staysBetween(stays, first, last).reduce((most, { lane }) => Math.max(most, lane + 1), 1);
}

/** The stays that occupy a night. */
export function staysOn(stays: Stays, day: EpochDay): StayBar[] {
  return stays.bars.filter(({ arrival, departure }) => arrival <= day && day < departure);
}
