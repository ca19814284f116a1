import { jsonIn, numberIn, type Query } from '#server/db/read.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';

/** What part of the mirror to read; both ends of the span are included. */
export interface MirrorScope {
  readonly tenant: TenantId;
  readonly supplierId: number;
  /** One accommodation; all when absent. */
  readonly accommodationId?: number | undefined;
  readonly from: EpochDay;
  readonly to: EpochDay;
}

type StoredRun = [from: EpochDay, to: EpochDay, units: number];

/** Mirrored units by accommodation, cut to the span. */
export function stockRows(scope: MirrorScope): Query<Map<number, DayRuns<number>>> {
  const only = scope.accommodationId ?? null;
  return {
    sql: `SELECT accommodation_id,
        json_group_array(json_array(from_day, to_day, units)) AS runs
      FROM stock_run
      WHERE org_id = ? AND supplier_id = ? AND (? IS NULL OR accommodation_id = ?)
        AND to_day >= ? AND from_day <= ?
      GROUP BY accommodation_id`,
    args: [scope.tenant, scope.supplierId, only, only, scope.from, scope.to],
    read: (rows) =>
      new Map(
        rows.map((row) => [
          numberIn(row, 'accommodation_id'),
          DayRuns.from(
            // Sorted here: an ordered aggregate is no SQL that every libSQL server reads.
            jsonIn<StoredRun[]>(row, 'runs')
              .sort((a, b) => a[0] - b[0])
              .map(([from, to, units]) => ({
                from: Math.max(from, scope.from),
                to: Math.min(to, scope.to),
                value: units,
              })),
          ),
        ]),
      ),
  };
}
