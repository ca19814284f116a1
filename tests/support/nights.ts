import type { CalendarView } from '#server/domain/calendars/schema.ts';
import { addDays, type CalendarDate, calendarDateOf } from '#server/kernel/calendar-date.ts';
import type { TestStub } from './stub.ts';
import type { World } from './world.ts';

/** Consecutive nights, both ends included. */
export interface Span {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly dates: readonly CalendarDate[];
}

/** `count` nights from a date on. */
export function spanOf(from: CalendarDate, count: number): Span {
  const dates = Array.from({ length: count }, (_, i) => addDays(from, i));
  return { from, to: addDays(from, count - 1), dates };
}

/** The supplier's own date. */
export async function todayOf({ api, supplierId }: Pick<World, 'api' | 'supplierId'>) {
  const from = calendarDateOf('2026-01-01');
  const { today } = await api.calendar.get.query({ supplierId, from, to: from });
  return calendarDateOf(today);
}

/**
 * Gives every test of a file nights of its own, from three weeks ahead on; they have stock and
 * rates, as the seeds reach two years ahead.
 */
export async function nightsOf(world: Pick<World, 'api' | 'supplierId'>) {
  const today = await todayOf(world);
  let next = addDays(today, 21);
  const take = (count: number): Span => {
    const span = spanOf(next, count);
    next = addDays(span.to, 2);
    return span;
  };
  return { today, take };
}

/** The calendar of some nights. */
export function calendarOf(
  { api, supplierId }: Pick<World, 'api' | 'supplierId'>,
  { from, to }: Pick<Span, 'from' | 'to'>,
): Promise<CalendarView> {
  return api.calendar.get.query({ supplierId, from, to });
}

/** What the calendar shows for one night under a rate type; null = no rate. */
export function rateAt(
  { rates }: Pick<CalendarView, 'rates'>,
  accommodationId: number,
  rateTypeId: number,
  date: string,
) {
  const row = rates.find(
    (one) => one.accommodationId === accommodationId && one.rateTypeId === rateTypeId,
  );
  const run = row?.runs.find(({ from, to }) => from <= date && date <= to);
  if (!run) return null;
  const { from: _from, to: _to, ...night } = run;
  return night;
}

/** The units that the calendar shows for one night; null = unknown. */
export function unitsAt(
  { stock }: Pick<CalendarView, 'stock'>,
  accommodationId: number,
  date: string,
): number | null {
  const row = stock.find((one) => one.accommodationId === accommodationId);
  return row?.runs.find(({ from, to }) => from <= date && date <= to)?.units ?? null;
}

/** A night as upstream holds it, in upstream's own words. */
export interface UpstreamNight {
  readonly ouvert: boolean;
  readonly dureeMin: number | null;
  readonly dureeMax: number | null;
  readonly arriveeAutorisee: boolean;
  readonly departAutorise: boolean;
  readonly tarifPax: {
    readonly listeTarifPaxOccupation: readonly { nbPers?: number; prix: number }[];
  };
}

/** Which row of upstream. */
export interface UpstreamRow {
  readonly supplierId: number;
  readonly accommodationId: number;
  readonly rateTypeId: number;
}

/** What upstream itself holds for a night, read behind the API's back; null = nothing. */
export async function upstreamNight(
  stub: TestStub,
  row: UpstreamRow,
  date: string,
): Promise<UpstreamNight> {
  return changeNight(stub, row, date, {});
}

/** Changes fields of a night upstream, as another person would in Open Pro. */
export async function changeNight(
  stub: TestStub,
  row: UpstreamRow,
  date: string,
  value: Record<string, unknown>,
): Promise<UpstreamNight> {
  const body = { ...row, kind: 'rate', date, value, unchecked: true };
  const { element } = (await stub.control('POST', 'day', body)) as { element: UpstreamNight };
  return element;
}

/** Prices in euros by number of guests, as upstream holds them. */
export function eurosOf(night: UpstreamNight): Record<string, number> {
  const list = night.tarifPax.listeTarifPaxOccupation;
  return Object.fromEntries(list.map(({ nbPers, prix }) => [nbPers ?? 'any', prix]));
}

/** Sets the units of a night upstream. */
export async function changeUnits(
  stub: TestStub,
  { supplierId, accommodationId }: Omit<UpstreamRow, 'rateTypeId'>,
  date: string,
  units: number,
): Promise<void> {
  const body = { supplierId, accommodationId, kind: 'stock', date, value: units };
  await stub.control('POST', 'day', body);
}
