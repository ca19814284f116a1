import { expect, test } from 'vitest';
import type { BookingView } from '#server/domain/bookings/schema.ts';
import { type CalendarDate, calendarDateOf, toEpochDay } from '#server/kernel/calendar-date.ts';
import { lanesBetween, staysByAccommodation, staysOn, unitsTaken } from './stays.ts';

const date = (text: string): CalendarDate => calendarDateOf(text);

function booking(
  id: number,
  arrival: string,
  departure: string,
  more: Partial<BookingView> = {},
): BookingView {
  return {
    id,
    reference: null,
    origin: 'Booking',
    state: 'confirmed',
    stays: [
      {
        accommodationId: 1,
        arrival: date(arrival),
        departure: date(departure),
        units: 1,
        guests: 2,
      },
    ],
    guestName: 'Lebœuf',
    totalCents: null,
    currency: 'EUR',
    isPendingSync: false,
    isObsolete: false,
    ...more,
  };
}

const stays = (list: BookingView[]) => staysByAccommodation(list).get(1) ?? { bars: [], lanes: 0 };

test('a departure day is free for the next arrival, on the same line', () => {
  const { lanes, bars } = stays([
    booking(1, '2026-11-21', '2026-11-24'),
    booking(2, '2026-11-24', '2026-11-26'),
  ]);
  expect(lanes).toBe(1);
  expect(bars.map(({ lane }) => lane)).toEqual([0, 0]);
});

test('stays that overlap are drawn on separate lines', () => {
  const drawn = stays([
    booking(1, '2026-11-21', '2026-11-24'),
    booking(2, '2026-11-23', '2026-11-26'),
    booking(3, '2026-11-24', '2026-11-25'),
  ]);
  expect(drawn.bars.map(({ lane }) => lane)).toEqual([0, 1, 0]);
  expect(unitsTaken(drawn).get(toEpochDay('2026-11-23'))).toBe(2);
  expect(staysOn(drawn, toEpochDay('2026-11-24')).map(({ booking: b }) => b.id)).toEqual([2, 3]);
});

test('only the stays between two nights ask for lines of their own', () => {
  const drawn = stays([
    booking(1, '2026-11-21', '2026-11-24'),
    booking(2, '2026-11-23', '2026-11-26'),
    booking(3, '2026-12-01', '2026-12-03'),
  ]);
  const lanes = (first: string, last: string) =>
    lanesBetween(drawn, toEpochDay(first), toEpochDay(last));
  expect(drawn.lanes).toBe(2);
  expect(lanes('2026-11-20', '2026-11-30')).toBe(2);
  expect(lanes('2026-11-20', '2026-11-22')).toBe(1);
  expect(lanes('2026-11-26', '2026-11-28')).toBe(2);
  expect(lanes('2026-11-27', '2026-12-05')).toBe(1);
  expect(lanes('2027-01-01', '2027-01-05')).toBe(1);
});

test('cancelled bookings are not drawn, obsolete ones take no unit', () => {
  const drawn = stays([
    booking(1, '2026-11-21', '2026-11-24', { state: 'cancelled' }),
    booking(2, '2026-11-21', '2026-11-24', { isObsolete: true }),
  ]);
  expect(drawn.bars).toHaveLength(1);
  expect(unitsTaken(drawn).size).toBe(0);
});
