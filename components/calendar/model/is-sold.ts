import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { RateLine, StockLine } from './calendar-model.ts';

/**
 * Whether a night is shown as closed on the accommodation's own line: no linked type sells it, or
 * there is nothing left although nobody stays.
 */
export function isClosedNight(line: StockLine, rates: readonly RateLine[], day: EpochDay): boolean {
  if (line.units.at(day) === 0 && (line.taken.get(day) ?? 0) === 0) return true;
  return !rates.some(({ nights }) => {
    const night = nights.at(day);
    return night?.open === true && night.priceCents !== null;
  });
}

/** Whether more units are taken on a night than there are; false where their number is unknown. */
export function isOverbooked(
  { accommodation: { units }, taken }: StockLine,
  day: EpochDay,
): boolean {
  return units !== null && (taken.get(day) ?? 0) > units;
}
