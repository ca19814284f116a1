import { type RateNight, sameNight } from '#server/domain/rates/night.ts';
import type { SupplierUpstream, UpstreamNotice } from '#server/domain/suppliers/upstream.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import type { Cell, NightValue } from './cells.ts';
import type { ItemRow } from './data.ts';

/** Sends the nights of an item that are due, whole, in one upstream call. */
export function sendNights(
  upstream: SupplierUpstream,
  { accommodationId, aspect }: ItemRow,
  cells: readonly Cell[],
): Promise<readonly UpstreamNotice[]> {
  const due = cells.filter((cell) => cell.state === 'sending');
  if (aspect === 'stock') {
    const units = due.map(({ day, sent }): [EpochDay, number] => [day, Number(sent)]);
    return upstream.setStock(accommodationId, new Map(units));
  }
  const rateTypeIds = [...new Set(due.flatMap(({ rateTypeId }) => rateTypeId ?? []))];
  return upstream.setRates(
    accommodationId,
    rateTypeIds.map((rateTypeId) => ({
      rateTypeId,
      nights: DayRuns.fromDays(nightsOf(due, rateTypeId), sameNight),
    })),
  );
}

function nightsOf(cells: readonly Cell[], rateTypeId: number): [EpochDay, RateNight][] {
  return cells.flatMap(({ rateTypeId: own, day, sent }): [EpochDay, RateNight][] =>
    own === rateTypeId && isNight(sent) ? [[day, sent]] : [],
  );
}

function isNight(value: NightValue | null): value is RateNight {
  return value !== null && typeof value !== 'number';
}
