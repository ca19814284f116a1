import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { placeOnLanes, type StayBar, type Stays, staysOn } from '../model/stays.ts';

/** A stay within one week; `from` and `to` in days after Monday's morning, noon = a half. */
export interface WeekBar {
  readonly bar: StayBar;
  readonly lane: number;
  readonly from: number;
  readonly to: number;
}

/** The stays of one week of the month. */
export interface WeekBars {
  readonly bars: readonly WeekBar[];
  /** Lines that are drawn, the one of the numbers among them. */
  readonly lanes: number;
  /** How many stays of a night found no line. */
  readonly more: ReadonlyMap<EpochDay, number>;
}

/**
 * Places the stays of a week, of which `first` to `last` belong to the month. Where there are more
 * than `maxLanes` at once, the last line says how many are not drawn.
 */
export function weekBarsOf(
  stays: Stays,
  first: EpochDay,
  last: EpochDay,
  firstColumn: number,
  maxLanes: number,
): WeekBars {
  const inWeek = stays.bars.filter((bar) => bar.departure >= first && bar.arrival <= last);
  const placed = placeOnLanes(inWeek);
  const isFull = placed.lanes > maxLanes;
  const drawn = isFull ? maxLanes - 1 : placed.lanes;
  const column = (day: number) => day - first + firstColumn;
  const bars = placed.bars
    .filter(({ lane }) => lane < drawn)
    .map((bar) => ({
      bar,
      lane: bar.lane,
      from: column(Math.max(bar.arrival + 0.5, first)),
      to: column(Math.min(bar.departure + 0.5, last + 1)),
    }));
  const more = new Map<EpochDay, number>();
  for (let day = first; isFull && day <= last; day++) {
    const many = staysOn(placed, day).filter(({ lane }) => lane >= drawn).length;
    if (many > 0) more.set(day, many);
  }
  return { bars, lanes: isFull ? maxLanes : placed.lanes, more };
}
