import { maybeNumberIn, maybeTextIn, numberIn, type Query, textIn } from '#server/db/read.ts';
import type { HistoryRow } from '#server/domain/mirror/history.ts';
import type { Cell } from '#server/domain/pushes/cells.ts';
import { unpackCells } from '#server/domain/pushes/packed-cells.ts';
import type { MirrorScope } from '#server/domain/stock/data.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { CellEvent } from './schema.ts';

/** One night of a row whose history is asked for. */
export interface NightPlace extends HistoryRow {
  readonly tenant: TenantId;
  readonly day: EpochDay;
}

/** A sending that had something to do with a night. Instants are epoch milliseconds. */
export interface NightPush {
  readonly cell: Cell;
  readonly actor: NonNullable<CellEvent['actor']>;
  readonly batchId: string;
  readonly requestId: string;
  readonly createdAt: number;
  /** When what it changed was read back; null = nothing changed, or it was not read by the push. */
  readonly seenAt: number | null;
  readonly updatedAt: number;
}

/** A change of a night that upstream made without us; values as JSON, null = none. */
export interface NightChange {
  readonly seenAt: number;
  readonly beforeJson: string | null;
  readonly afterJson: string | null;
}

/** The sendings that had something to do with a night, newest first. */
export function nightPushes(place: NightPlace, limit: number): Query<NightPush[]> {
  const { tenant, supplierId, accommodationId, rateTypeId, day } = place;
  const aspect = rateTypeId === 0 ? 'stock' : 'rates';
  return {
    sql: `SELECT i.cells_json, i.batch_id, i.updated_at, b.actor_kind, b.actor_name, b.request_id,
        b.created_at,
        (SELECT max(c.seen_at) FROM mirror_change c WHERE c.org_id = i.org_id
          AND c.supplier_id = i.supplier_id AND c.accommodation_id = i.accommodation_id
          AND c.rate_type_id = ? AND c.from_day <= ? AND c.to_day >= ?
          AND c.batch_id = i.batch_id) AS seen_at
      FROM push_item i JOIN push_batch b ON b.id = i.batch_id AND b.org_id = i.org_id
      WHERE i.org_id = ? AND i.supplier_id = ? AND i.accommodation_id = ? AND i.aspect = ?
        AND (json_type(i.cells_json) = 'array' OR EXISTS (
          SELECT 1 FROM json_each(i.cells_json, '$.runs') r
          WHERE (r.value ->> 0) <= ? AND (r.value ->> 1) >= ? AND coalesce(r.value ->> 2, 0) = ?))
      ORDER BY i.id DESC LIMIT ?`,
    args: [
      ...[rateTypeId, day, day],
      ...[tenant, supplierId, accommodationId, aspect],
      ...[day, day, rateTypeId, limit],
    ],
    read: (rows) =>
      rows.flatMap((row) => {
        const cell = unpackCells(textIn(row, 'cells_json')).find(
          (one) => one.day === day && (one.rateTypeId ?? 0) === rateTypeId,
        );
        if (!cell) return [];
        return {
          cell,
          actor: {
            kind: textIn(row, 'actor_kind') as NightPush['actor']['kind'],
            name: textIn(row, 'actor_name'),
          },
          batchId: textIn(row, 'batch_id'),
          requestId: textIn(row, 'request_id'),
          createdAt: numberIn(row, 'created_at'),
          seenAt: maybeNumberIn(row, 'seen_at'),
          updatedAt: numberIn(row, 'updated_at'),
        };
      }),
  };
}

/** What upstream changed of a night without us, newest first. */
export function nightChanges(place: NightPlace, limit: number): Query<NightChange[]> {
  const { tenant, supplierId, accommodationId, rateTypeId, day } = place;
  return {
    sql: `SELECT seen_at, before_json, after_json FROM mirror_change
      WHERE org_id = ? AND supplier_id = ? AND accommodation_id = ? AND rate_type_id = ?
        AND from_day <= ? AND to_day >= ? AND cause = 'upstream'
      ORDER BY seen_at DESC, id DESC LIMIT ?`,
    args: [tenant, supplierId, accommodationId, rateTypeId, day, day, limit],
    read: (rows) =>
      rows.map((row) => ({
        seenAt: numberIn(row, 'seen_at'),
        beforeJson: maybeTextIn(row, 'before_json'),
        afterJson: maybeTextIn(row, 'after_json'),
      })),
  };
}

/** A change of consecutive nights that is to be undone; the value before as JSON, null = none. */
export interface Undone {
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly beforeJson: string | null;
}

/** What changed of some nights after an instant, newest first, by row: `accommodation:rate type`. */
export function changesAfter(
  scope: MirrorScope,
  at: number,
): Query<ReadonlyMap<string, readonly Undone[]>> {
  return {
    sql: `SELECT accommodation_id || ':' || rate_type_id AS row, from_day, to_day, before_json
      FROM mirror_change WHERE org_id = ? AND supplier_id = ? AND seen_at > ?
        AND from_day <= ? AND to_day >= ?
      ORDER BY seen_at DESC, id DESC`,
    args: [scope.tenant, scope.supplierId, at, scope.to, scope.from],
    read: (rows) =>
      Map.groupBy(
        rows.map((row) => ({
          row: textIn(row, 'row'),
          from: numberIn(row, 'from_day'),
          to: numberIn(row, 'to_day'),
          beforeJson: maybeTextIn(row, 'before_json'),
        })),
        ({ row }) => row,
      ),
  };
}

/** From when on all nights of a supplier have a history; null = they were not all read yet. */
export function historyBegins({
  tenant,
  supplierId,
}: Pick<MirrorScope, 'tenant' | 'supplierId'>): Query<number | null> {
  return {
    sql: `SELECT iif(count(coalesce(first_as_of, as_of)) = 4, max(coalesce(first_as_of, as_of)),
        NULL) AS at
      FROM mirror_part WHERE org_id = ? AND supplier_id = ? AND part <> 'bookings'`,
    args: [tenant, supplierId],
    read: ([row]) => (row ? maybeNumberIn(row, 'at') : null),
  };
}
