import { expect, test } from 'vitest';
import type { BookingView } from '#server/domain/bookings/schema.ts';
import { addDays, calendarDateOf, toEpochDay } from '#server/kernel/calendar-date.ts';
import { type Stays, staysByAccommodation } from '../model/stays.ts';
import { weekBarsOf } from './week-bars.ts';

const monday = calendarDateOf('2026-11-23');
const first = toEpochDay(monday);

let made = 0;
function stay(arrival: number, nights: number): BookingView {
  const dates = { arrival: addDays(monday, arrival), departure: addDays(monday, arrival + nights) };
  return {
    id: ++made,
    reference: null,
    origin: 'Booking',
    state: 'confirmed',
    stays: [{ accommodationId: 1, ...dates, units: 1, guests: 2 }],
    guestName: 'Anaïs O’Connor',
    totalCents: null,
    currency: 'EUR',
    isPendingSync: false,
    isObsolete: false,
  };
}

const staysOf = (...bookings: BookingView[]): Stays =>
  staysByAccommodation(bookings).get(1) ?? { bars: [], lanes: 0 };
const spans = (stays: Stays, from = first, to = first + 6, column = 0) =>
  weekBarsOf(stays, from, to, column, 3).bars.map((one) => [one.from, one.to, one.lane]);

test('a stay goes from the afternoon of arrival to the morning of departure', () => {
  expect(spans(staysOf(stay(1, 2)))).toEqual([[1.5, 3.5, 0]]);
});

test('a departure and an arrival of the same day share a line', () => {
  expect(spans(staysOf(stay(0, 2), stay(2, 3)))).toEqual([
    [0.5, 2.5, 0],
    [2.5, 5.5, 0],
  ]);
});

test('a stay is cut at both ends of the week, and at the ends of the month', () => {
  expect(spans(staysOf(stay(-3, 20)))).toEqual([[0, 7, 0]]);
  expect(spans(staysOf(stay(-3, 20)), first + 2, first + 4, 2)).toEqual([[2, 5, 0]]);
});

test('the morning of a departure is drawn, a stay that ended the day before is not', () => {
  expect(spans(staysOf(stay(-2, 2)))).toEqual([[0, 0.5, 0]]);
  expect(spans(staysOf(stay(-3, 2)))).toEqual([]);
});

test('what finds no line is counted night by night', () => {
  const many = staysOf(stay(0, 5), stay(0, 5), stay(1, 2), stay(2, 1));
  const week = weekBarsOf(many, first, first + 6, 0, 3);
  expect(week.lanes).toBe(3);
  expect(week.bars).toHaveLength(2);
  expect([...week.more]).toEqual([
    [first + 1, 1],
    [first + 2, 2],
  ]);
  const three = weekBarsOf(staysOf(stay(0, 5), stay(0, 5), stay(1, 2)), first, first + 6, 0, 3);
  expect(three.bars).toHaveLength(3);
  expect(three.more.size).toBe(0);
});
