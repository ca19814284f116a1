import type { Formats } from '#components/i18n/formats.ts';
import { type EpochDay, isoWeekday } from '#server/kernel/calendar-date.ts';
import type { Density } from '../../desk/desk.tsx';
import type { CalendarModel, Line } from '../../model/calendar-model.ts';
import { lanesBetween } from '../../model/stays.ts';
import { COLUMN_WIDTH, type Zoom } from '../../range/search-params.ts';
import { eachEdit, type StagedEdits } from '../../staged/edits.ts';

const ROW_HEIGHT: Record<Density, number> = { compact: 32, normal: 40, comfortable: 48 };

/** Above the bars of a stock row stands the number of units. */
export const STOCK_BAND = 20;
export const LANE_HEIGHT = 22;
export const HEADER_HEIGHT = 56;

/** Width of one tabular figure, and of the room around a price; both smaller at the widest scale. */
const FIGURE: Record<Zoom, { width: number; room: number }> = {
  week: { width: 8, room: 14 },
  month: { width: 8, room: 14 },
  year: { width: 6.8, room: 7 },
};

/** Whether a night is one of the property's weekend nights. */
export function isWeekendNight(
  { weekendNights }: Pick<CalendarModel, 'weekendNights'>,
  day: EpochDay,
): boolean {
  return weekendNights.includes(isoWeekday(day));
}

/** Height of a line: stock rows grow with the stays that overlap between two nights. */
export function lineHeight(line: Line, density: Density, first: EpochDay, last: EpochDay): number {
  if (line.kind === 'rate') return ROW_HEIGHT[density];
  return STOCK_BAND + lanesBetween(line.stays, first, last) * LANE_HEIGHT + 6;
}

/** A price as the widest scale writes it, where cents have no room. */
export function wholeEuros(cents: number): number {
  return Math.round(cents / 100) * 100;
}

/** Width of the columns: that of the zoom, or of the widest price there is. */
export function columnWidth(
  model: CalendarModel,
  edits: StagedEdits,
  zoom: Zoom,
  formats: Formats,
): number {
  let widest = 0;
  const see = (cents: number | null) => {
    if (cents === null) return;
    const written = formats.amount(zoom === 'year' ? wholeEuros(cents) : cents);
    widest = Math.max(widest, written.length);
  };
  for (const line of model.lines)
    if (line.kind === 'rate') for (const { value } of line.nights.runs) see(value.priceCents);
  for (const { field, after } of eachEdit(edits))
    if (field === 'priceCents' && typeof after === 'number') see(after);
  const figure = FIGURE[zoom];
  return Math.max(COLUMN_WIDTH[zoom], Math.ceil(widest * figure.width) + figure.room);
}
