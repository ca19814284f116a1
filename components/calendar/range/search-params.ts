import {
  type CalendarDate,
  type EpochDay,
  fromEpochDay,
  parseEpochDay,
} from '#server/kernel/calendar-date.ts';

export const ZOOMS = ['week', 'month', 'year'] as const;
export type Zoom = (typeof ZOOMS)[number];

/** What the address of the calendar says. */
export interface CalendarRange {
  readonly from: EpochDay;
  readonly nights: number;
  readonly zoom: Zoom;
}

export const DEFAULT_NIGHTS = 92;
export const MAX_NIGHTS = 731;

/** Days shown before today, so that guests who are here are in sight. */
const LEAD_DAYS = 2;

/** Width of a night's column at rest, by zoom. */
export const COLUMN_WIDTH: Record<Zoom, number> = { week: 96, month: 56, year: 40 };

/** How far previous and next move. */
export const STEP_NIGHTS: Record<Zoom, number> = { week: 7, month: 28, year: 91 };

/**
 * The range that an address names; what is missing or makes no sense is the default.
 * @param today the supplier's date
 */
export function rangeOf(
  params: { get(name: string): string | null },
  today: EpochDay,
): CalendarRange {
  const nights = Number(params.get('nights') ?? Number.NaN);
  return {
    from: parseEpochDay(params.get('from') ?? '') ?? today - LEAD_DAYS,
    nights:
      Number.isInteger(nights) && nights >= 7 && nights <= MAX_NIGHTS ? nights : DEFAULT_NIGHTS,
    zoom: ZOOMS.find((zoom) => zoom === params.get('zoom')) ?? 'month',
  };
}

/** The query of an address, defaults left out. */
export function searchOf(range: CalendarRange, today: EpochDay): string {
  const params = new URLSearchParams();
  if (range.from !== today - LEAD_DAYS) params.set('from', fromEpochDay(range.from));
  if (range.nights !== DEFAULT_NIGHTS) params.set('nights', String(range.nights));
  if (range.zoom !== 'month') params.set('zoom', range.zoom);
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** First and last night of a range. */
export function spanOf({ from, nights }: CalendarRange): { from: CalendarDate; to: CalendarDate } {
  return { from: fromEpochDay(from), to: fromEpochDay(from + nights - 1) };
}

/** A range that shows every night between two; null when they are more than can be shown. */
export function rangeHolding(
  range: CalendarRange,
  from: EpochDay,
  to: EpochDay,
): CalendarRange | null {
  const first = Math.min(range.from, from);
  const last = Math.max(range.from + range.nights - 1, to);
  if (last - first < MAX_NIGHTS) return { ...range, from: first, nights: last - first + 1 };
  if (to - from >= MAX_NIGHTS) return null;
  return { ...range, from, nights: Math.max(to - from + 1, DEFAULT_NIGHTS) };
}

/** The range that begins with today in sight. */
export function aroundToday(range: CalendarRange, today: EpochDay): CalendarRange {
  return { ...range, from: today - LEAD_DAYS };
}
