import { maybeTextIn, numberIn, type Query, textIn } from '#server/db/read.ts';
import type { RateValues } from '#server/domain/rates/schema.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';

/** Stands for the stock row where a rate type id is asked for. */
export const STOCK_ROW = 0;

/** A row of the mirror whose changes are recorded. */
export interface HistoryRow {
  readonly supplierId: number;
  readonly accommodationId: number;
  /** `STOCK_ROW` for the stock. */
  readonly rateTypeId: number;
}

/** A change of consecutive nights of one row; values as JSON, null = none. */
export interface MirrorChange {
  readonly accommodationId: number;
  readonly rateTypeId: number;
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly beforeJson: string | null;
  readonly afterJson: string | null;
}

/** Changes seen after an instant, newest first; undoing them in order gives the mirror as of then. */
export function mirrorChangesSince(
  tenant: TenantId,
  supplierId: number,
  since: number,
): Query<MirrorChange[]> {
  return {
    sql: `SELECT accommodation_id, rate_type_id, from_day, to_day, before_json, after_json
      FROM mirror_change WHERE org_id = ? AND supplier_id = ? AND seen_at > ?
      ORDER BY seen_at DESC, id DESC`,
    args: [tenant, supplierId, since],
    read: (rows) =>
      rows.map((row) => ({
        accommodationId: numberIn(row, 'accommodation_id'),
        rateTypeId: numberIn(row, 'rate_type_id'),
        from: numberIn(row, 'from_day'),
        to: numberIn(row, 'to_day'),
        beforeJson: maybeTextIn(row, 'before_json'),
        afterJson: maybeTextIn(row, 'after_json'),
      })),
  };
}

/** Who changed a night last, epoch milliseconds, and from what to what. */
export interface LastChange {
  readonly at: number;
  readonly cause: 'upstream' | 'push';
  readonly actorName: string | null;
  readonly batchId: string | null;
  readonly before: RateValues | null;
  readonly after: RateValues | null;
}

/** The latest recorded change of one night of a rate row; null when it never changed since import. */
export function lastMirrorChange(
  tenant: TenantId,
  row: HistoryRow,
  day: EpochDay,
): Query<LastChange | null> {
  return {
    sql: `SELECT c.seen_at, c.cause, c.batch_id, c.before_json, c.after_json, b.actor_name
      FROM mirror_change c
      LEFT JOIN push_batch b ON b.id = c.batch_id AND b.org_id = c.org_id
      WHERE c.org_id = ? AND c.supplier_id = ? AND c.accommodation_id = ? AND c.rate_type_id = ?
        AND c.from_day <= ? AND c.to_day >= ?
      ORDER BY c.seen_at DESC, c.id DESC LIMIT 1`,
    args: [tenant, row.supplierId, row.accommodationId, row.rateTypeId, day, day],
    read: ([found]) =>
      found === undefined
        ? null
        : {
            at: numberIn(found, 'seen_at'),
            cause: textIn(found, 'cause') as 'upstream' | 'push',
            actorName: maybeTextIn(found, 'actor_name'),
            batchId: maybeTextIn(found, 'batch_id'),
            before: valuesIn(maybeTextIn(found, 'before_json')),
            after: valuesIn(maybeTextIn(found, 'after_json')),
          },
  };
}

function valuesIn(json: string | null): RateValues | null {
  return json === null ? null : (JSON.parse(json) as RateValues);
}
