import { civilOf, type EpochDay, isoWeekday } from '#server/kernel/calendar-date.ts';

/** The first day of the month of a day. */
export function monthStart(day: EpochDay): EpochDay {
  return day - civilOf(day).day + 1;
}

/** The first day of the month `months` after that of a day. */
export function addMonths(day: EpochDay, months: number): EpochDay {
  let start = monthStart(day);
  for (let i = 0; i < Math.abs(months); i++)
    start = monthStart(months > 0 ? start + 31 : start - 1);
  return start;
}

/** Number of days of the month that begins at `start`. */
export function monthLength(start: EpochDay): number {
  return addMonths(start, 1) - start;
}

/** The weeks of a month, Monday first; null = a day of another month. */
export function weeksOf(start: EpochDay): (EpochDay | null)[][] {
  const lead = isoWeekday(start) - 1;
  const length = monthLength(start);
  const weeks: (EpochDay | null)[][] = [];
  for (let first = -lead; first < length; first += 7)
    weeks.push(
      Array.from({ length: 7 }, (_, i) =>
        first + i >= 0 && first + i < length ? start + first + i : null,
      ),
    );
  return weeks;
}
