import { dateInZone, fromEpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import type { Stand } from '../stand.ts';

/** Nights of a year's calendar. */
export const YEAR = 365;

/** The nights of a year from today on, both ends included. */
export function yearAhead(): { from: number; to: number } {
  const from = toEpochDay(dateInZone(Date.now(), 'Europe/Paris'));
  return { from, to: from + YEAR - 1 };
}

/** The address of a year of a supplier's calendar, as the clients of tRPC ask for it. */
export function calendarUrl({ url }: Stand, supplierId: number, shift = 0): string {
  const { from, to } = yearAhead();
  const span = { from: fromEpochDay(from + shift), to: fromEpochDay(to + shift) };
  const input = JSON.stringify({ supplierId, ...span });
  return `${url}/api/trpc/calendar.get?input=${encodeURIComponent(input)}`;
}
