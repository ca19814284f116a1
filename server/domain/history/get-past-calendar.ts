import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { nightValuesOf } from '#server/domain/bulk-updates/preview.ts';
import { STOCK_ROW } from '#server/domain/mirror/history.ts';
import { type LinkRow, linkRows, rateTypeRows } from '#server/domain/rate-types/data.ts';
import { type MirrorRateRow, rateRows } from '#server/domain/rates/data.ts';
import { sameNight } from '#server/domain/rates/night.ts';
import { rateRowsOf, stockRowsOf } from '#server/domain/rates/rows.ts';
import type { RateRun } from '#server/domain/rates/schema.ts';
import { stockRows } from '#server/domain/stock/data.ts';
import { accommodationRows, onlySupplier, supplierRows } from '#server/domain/suppliers/data.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import {
  dateInZone,
  type EpochDay,
  fromEpochDay,
  toEpochDay,
} from '#server/kernel/calendar-date.ts';
import { type Clock, isoInstant } from '#server/kernel/clock.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import { badRequest } from '#server/kernel/errors.ts';
import { changesAfter, historyBegins, type Undone } from './data.ts';
import { asItWas } from './rules.ts';
import type { AsOfInput, PastCalendar } from './schema.ts';

/**
 * Stock and rates of the nights `from`..`to` (both included) as the mirror held them at an instant.
 * @throws {DomainError} NOT_FOUND (supplier), BAD_REQUEST (before the history begins, naming when).
 */
export async function getPastCalendar(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  input: AsOfInput,
): Promise<PastCalendar> {
  const { supplierId } = input;
  const tenant = authorise(call, 'read', supplierId);
  const span = { from: toEpochDay(input.from), to: toEpochDay(input.to) };
  const scope = { tenant, supplierId, ...span };
  const now = clock.now();
  const at = Math.min(Date.parse(input.at), now);
  const [suppliers, begins, accommodations, rateTypes, links, stock, rates, changes] =
    await readTogether(database, [
      supplierRows(tenant, supplierId),
      historyBegins(scope),
      accommodationRows(tenant, supplierId),
      rateTypeRows(tenant, supplierId),
      linkRows(tenant, supplierId),
      stockRows(scope),
      rateRows(scope),
      changesAfter(scope, at),
    ]);
  const supplier = onlySupplier(suppliers);
  const earliest = isoInstant(begins ?? now);
  if (begins === null || at < begins)
    throw badRequest([{ path: 'at', code: 'before_history', params: { at: earliest } }]);
  const ids = accommodations.map(({ id }) => id);
  const shownLinks = links.filter(({ accommodationId }) => ids.includes(accommodationId));
  const undone = (accommodationId: number, rateTypeId: number) =>
    changes.get(`${accommodationId}:${rateTypeId}`) ?? [];
  const stockThen = new Map(
    ids.map((id) => {
      const held = stock.get(id) ?? DayRuns.empty<number>();
      return [id, asItWas(held, undone(id, STOCK_ROW), { ...span, equal: Object.is })];
    }),
  );
  const ratesThen = shownLinks.map((link) => {
    const own = undone(link.accommodationId, link.rateTypeId);
    return { ...link, runs: ratesBefore(link, rates, own, span) };
  });
  return {
    ...{ at: isoInstant(at), earliest, today: dateInZone(now, supplier.timezone) },
    accommodations: accommodations.map((accommodation) => ({
      ...accommodation,
      rateTypeIds: shownLinks
        .filter((link) => link.accommodationId === accommodation.id)
        .map((link) => link.rateTypeId),
    })),
    rateTypes,
    stock: stockRowsOf(ids, stockThen),
    rates: rateRowsOf(shownLinks, ratesThen),
  };
}

function ratesBefore(
  { accommodationId, rateTypeId }: Pick<LinkRow, 'accommodationId' | 'rateTypeId'>,
  rates: readonly MirrorRateRow[],
  undone: readonly Undone[],
  span: { from: EpochDay; to: EpochDay },
): RateRun[] {
  const row = rates.find(
    (one) => one.accommodationId === accommodationId && one.rateTypeId === rateTypeId,
  );
  const held = row?.nights ?? DayRuns.empty(sameNight);
  return asItWas(held, undone, { ...span, equal: sameNight }).runs.map(({ from, to, value }) => ({
    ...{ from: fromEpochDay(from), to: fromEpochDay(to) },
    ...(nightValuesOf(value) as Omit<RateRun, 'from' | 'to'>),
  }));
}
