import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { type MirrorChange, mirrorChangesSince, STOCK_ROW } from '#server/domain/mirror/history.ts';
import { linkRows, rateTypeRows } from '#server/domain/rate-types/data.ts';
import { rateRows } from '#server/domain/rates/data.ts';
import { type RateNight, sameNight } from '#server/domain/rates/night.ts';
import type { RateValues } from '#server/domain/rates/schema.ts';
import { priceBounds } from '#server/domain/settings/data.ts';
import { NO_BOUNDS } from '#server/domain/settings/rules.ts';
import { stockRows } from '#server/domain/stock/data.ts';
import { accommodationRows, onlySupplier, supplierRows } from '#server/domain/suppliers/data.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { dateInZone, toEpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import type { EffectContext } from './effects.ts';
import { horizonOf, type PlanAccommodation } from './plan.ts';
import type { MirrorNights } from './preview.ts';
import type { Change } from './schema.ts';

/** What planning and previewing a change set needs, read in one round trip. */
export interface PlanGround {
  readonly context: EffectContext;
  /** The mirror now. */
  readonly mirror: MirrorNights;
  /** The mirror as of the instant asked for. */
  readonly based: MirrorNights;
}

/**
 * Reads the ground for a change set; `basedOn` in epoch milliseconds, null = now; `margin` = nights
 * of the mirror to read on either side of the changes.
 * @throws {DomainError} NOT_FOUND when the supplier is not the tenant's.
 */
export async function loadPlanGround(
  database: Database,
  tenant: TenantId,
  supplierId: number,
  changes: readonly Pick<Change, 'accommodationId' | 'from' | 'to'>[],
  now: number,
  basedOn: number | null,
  margin = 0,
): Promise<PlanGround> {
  const days = changes.flatMap((change) => [toEpochDay(change.from), toEpochDay(change.to)]);
  const span = { from: min(days) - margin, to: max(days) + margin };
  const touched = new Set(changes.map((change) => change.accommodationId));
  const accommodationId = touched.size === 1 ? changes[0]?.accommodationId : undefined;
  const scope = { tenant, supplierId, accommodationId, ...span };
  const [suppliers, accommodations, bounds, rateTypes, links, stock, rates, later] =
    await readTogether(database, [
      supplierRows(tenant, supplierId),
      accommodationRows(tenant, supplierId),
      priceBounds(tenant, supplierId),
      rateTypeRows(tenant, supplierId),
      linkRows(tenant, supplierId),
      stockRows(scope),
      rateRows(scope),
      mirrorChangesSince(tenant, supplierId, basedOn ?? now),
    ]);
  const supplier = onlySupplier(suppliers);
  const today = toEpochDay(dateInZone(now, supplier.timezone));
  const rateMap = new Map(
    rates.map((row) => [rowKey(row.accommodationId, row.rateTypeId), row.nights]),
  );
  const context: EffectContext = {
    today,
    horizon: horizonOf(today),
    rateTypeIds: new Set(rateTypes.map(({ id }) => id)),
    accommodations: new Map(
      accommodations.map(({ id, units }): [number, PlanAccommodation] => [
        id,
        {
          units,
          bounds: bounds.get(id) ?? NO_BOUNDS,
          links: new Map(
            links
              .filter((link) => link.accommodationId === id)
              .map((link) => [link.rateTypeId, link.referenceGuests]),
          ),
        },
      ]),
    ),
    defaults: supplier.defaults,
    minStayReading: supplier.minStayReading,
  };
  return {
    context,
    mirror: nightsOf(stock, rateMap),
    based: nightsOf(undoStock(stock, later), undoRates(rateMap, later)),
  };
}

function rowKey(accommodationId: number, rateTypeId: number): string {
  return `${accommodationId}:${rateTypeId}`;
}

function nightsOf(
  stock: ReadonlyMap<number, DayRuns<number>>,
  rates: ReadonlyMap<string, DayRuns<RateNight>>,
): MirrorNights {
  const noStock = DayRuns.empty<number>();
  const noRates = DayRuns.empty<RateNight>(sameNight);
  return {
    stock: (accommodationId) => stock.get(accommodationId) ?? noStock,
    rates: (accommodationId, rateTypeId) =>
      rates.get(rowKey(accommodationId, rateTypeId)) ?? noRates,
  };
}

function undoStock(
  stock: ReadonlyMap<number, DayRuns<number>>,
  later: readonly MirrorChange[],
): Map<number, DayRuns<number>> {
  const undone = new Map(stock);
  for (const change of later) {
    if (change.rateTypeId !== STOCK_ROW) continue;
    const before =
      change.beforeJson === null ? undefined : (JSON.parse(change.beforeJson) as number);
    const row = undone.get(change.accommodationId) ?? DayRuns.empty<number>();
    undone.set(
      change.accommodationId,
      row.update(change.from, change.to, () => before),
    );
  }
  return undone;
}

function undoRates(
  rates: ReadonlyMap<string, DayRuns<RateNight>>,
  later: readonly MirrorChange[],
): Map<string, DayRuns<RateNight>> {
  const undone = new Map(rates);
  for (const change of later) {
    if (change.rateTypeId === STOCK_ROW) continue;
    const key = rowKey(change.accommodationId, change.rateTypeId);
    const before =
      change.beforeJson === null ? undefined : (JSON.parse(change.beforeJson) as RateValues);
    const row = undone.get(key) ?? DayRuns.empty<RateNight>(sameNight);
    undone.set(
      key,
      row.update(change.from, change.to, () => before),
    );
  }
  return undone;
}

function min(days: readonly number[]): number {
  return days.reduce((a, b) => Math.min(a, b), Number.MAX_SAFE_INTEGER);
}

function max(days: readonly number[]): number {
  return days.reduce((a, b) => Math.max(a, b), Number.MIN_SAFE_INTEGER);
}
