import type { Row } from '@libsql/client';
import type { Database } from '#server/db/client.ts';
import {
  jsonIn,
  maybeNumberIn,
  numberIn,
  type Query,
  readTogether,
  textIn,
} from '#server/db/read.ts';
import type { PartState } from '#server/domain/mirror/freshness.ts';
import { DEFAULT_SETTINGS } from '#server/domain/settings/rules.ts';
import type { MinStayReading } from '#server/domain/settings/schema.ts';
import { type Actor, reaches, type TenantId } from '#server/domain/tenancy/actor.ts';
import { notFound } from '#server/kernel/errors.ts';
import type { ConnectionView, MirrorWarning, SupplierView } from './schema.ts';

/** A supplier with the settings that rules need. */
export interface SupplierRow {
  readonly supplierId: number;
  readonly connectionId: string;
  readonly name: string;
  readonly timezone: string;
  /** What a night that gets its first rate begins with. */
  readonly defaults: {
    readonly minStay: number;
    readonly maxStay: number;
    readonly arrivalAllowed: boolean;
    readonly departureAllowed: boolean;
  };
  readonly minStayReading: MinStayReading;
  /** ISO weekdays of the nights that are weekend nights. */
  readonly weekendNights: readonly number[];
  /** When a push last changed the mirror, epoch milliseconds. */
  readonly changedAt: number | null;
  /** Upstream refuses the key: nothing is sent until it has another one. */
  readonly isKeyRefused: boolean;
}

/** A sellable unit type of the supplier; `units` is the owner's setting or the first guess. */
export interface AccommodationRow {
  readonly id: number;
  readonly name: string;
  readonly units: number | null;
}

/** An upstream key as far as it may be shown; created in epoch milliseconds. */
export type ConnectionRow = Omit<ConnectionView, 'createdAt' | 'suppliers'> & {
  readonly createdAt: number;
};

export interface SupplierPart extends PartState {
  readonly supplierId: number;
  /** Upstream modification instant up to which bookings are known. */
  readonly watermark: number | null;
}

/** The tenant's suppliers in the order they were added; one of them when `supplierId` is given. */
export function supplierRows(tenant: TenantId, supplierId?: number): Query<SupplierRow[]> {
  return {
    sql: `SELECT s.supplier_id, connection_id, name, timezone, default_min_stay, default_max_stay,
        default_arrival_allowed, default_departure_allowed, min_stay_reading,
        weekend_nights_json,
        (SELECT max(seen_at) FROM mirror_change c
         WHERE c.org_id = s.org_id AND c.supplier_id = s.supplier_id) AS changed_at,
        (SELECT state = 'credentials_invalid' FROM connection k
         WHERE k.org_id = s.org_id AND k.id = s.connection_id) AS key_refused
      FROM supplier s LEFT JOIN supplier_setting p
        ON p.org_id = s.org_id AND p.supplier_id = s.supplier_id
      WHERE s.org_id = ? AND (? IS NULL OR s.supplier_id = ?)
      ORDER BY created_at, s.supplier_id`,
    args: [tenant, supplierId ?? null, supplierId ?? null],
    read: (rows) =>
      rows.map((row) => ({
        supplierId: numberIn(row, 'supplier_id'),
        connectionId: textIn(row, 'connection_id'),
        name: textIn(row, 'name'),
        timezone: textIn(row, 'timezone'),
        defaults: {
          minStay: numberIn(row, 'default_min_stay'),
          maxStay: numberIn(row, 'default_max_stay'),
          ...flagsIn(row),
        },
        minStayReading: textIn(row, 'min_stay_reading') as MinStayReading,
        weekendNights:
          row.weekend_nights_json === null
            ? DEFAULT_SETTINGS.weekendNights
            : jsonIn<number[]>(row, 'weekend_nights_json'),
        changedAt: maybeNumberIn(row, 'changed_at'),
        isKeyRefused: numberIn(row, 'key_refused') === 1,
      })),
  };
}

function flagsIn(row: Row): Pick<SupplierRow['defaults'], 'arrivalAllowed' | 'departureAllowed'> {
  const { arrivalAllowed, departureAllowed } = DEFAULT_SETTINGS;
  const arrival = maybeNumberIn(row, 'default_arrival_allowed');
  const departure = maybeNumberIn(row, 'default_departure_allowed');
  return {
    arrivalAllowed: arrival === null ? arrivalAllowed : arrival === 1,
    departureAllowed: departure === null ? departureAllowed : departure === 1,
  };
}

/** The tenant's upstream keys in the order they were added; one of them when `id` is given. */
export function connectionRows(tenant: TenantId, id?: string): Query<ConnectionRow[]> {
  return {
    sql: `SELECT id, name, key_last_four, state, created_at FROM connection
      WHERE org_id = ? AND (? IS NULL OR id = ?) ORDER BY created_at, id`,
    args: [tenant, id ?? null, id ?? null],
    read: (rows) =>
      rows.map((row) => ({
        id: textIn(row, 'id'),
        name: textIn(row, 'name'),
        keyLastFour: textIn(row, 'key_last_four'),
        state: textIn(row, 'state') as ConnectionView['state'],
        createdAt: numberIn(row, 'created_at'),
      })),
  };
}

/**
 * How far the first read of each supplier is that no part was read of and for which a refresh waits
 * or runs: the list of accommodations, stock and rates of each, and the rest together are its parts.
 */
export function firstReads(
  tenant: TenantId,
): Query<Map<number, NonNullable<SupplierView['reading']>>> {
  return {
    sql: `SELECT s.supplier_id, count(a.accommodation_id) AS units,
        count(a.stock_read_at) + count(a.rates_read_at) AS done
      FROM supplier s LEFT JOIN accommodation a
        ON a.org_id = s.org_id AND a.supplier_id = s.supplier_id AND a.gone_at IS NULL
      WHERE s.org_id = ?
        AND NOT EXISTS (SELECT 1 FROM mirror_part p WHERE p.org_id = s.org_id
          AND p.supplier_id = s.supplier_id AND p.as_of IS NOT NULL)
        AND EXISTS (SELECT 1 FROM job j WHERE j.org_id = s.org_id
          AND j.supplier_id = s.supplier_id AND j.kind = 'supplier.refresh'
          AND j.state IN ('ready', 'running'))
      GROUP BY s.supplier_id`,
    args: [tenant],
    read: (rows) =>
      new Map(
        rows.map((row) => {
          const units = numberIn(row, 'units');
          const done = Math.min(units, 1) + numberIn(row, 'done');
          return [numberIn(row, 'supplier_id'), { done, parts: 2 + 2 * units }];
        }),
      ),
  };
}

/** How the parts of the mirror stand; of one supplier when `supplierId` is given. */
export function mirrorParts(tenant: TenantId, supplierId?: number): Query<SupplierPart[]> {
  return {
    sql: `SELECT supplier_id, part, as_of, tried_at, failed, watermark, warnings_json
      FROM mirror_part WHERE org_id = ? AND (? IS NULL OR supplier_id = ?)`,
    args: [tenant, supplierId ?? null, supplierId ?? null],
    read: (rows) =>
      rows.map((row) => ({
        supplierId: numberIn(row, 'supplier_id'),
        part: textIn(row, 'part') as PartState['part'],
        asOf: maybeNumberIn(row, 'as_of'),
        triedAt: maybeNumberIn(row, 'tried_at'),
        failed: numberIn(row, 'failed') === 1,
        watermark: maybeNumberIn(row, 'watermark'),
        warnings: jsonIn<MirrorWarning[]>(row, 'warnings_json'),
      })),
  };
}

/** The accommodations that upstream lists, in its order. */
export function accommodationRows(tenant: TenantId, supplierId: number): Query<AccommodationRow[]> {
  return {
    sql: `SELECT accommodation_id, name, coalesce(units_setting, units_guess) AS units
      FROM accommodation WHERE org_id = ? AND supplier_id = ? AND gone_at IS NULL
      ORDER BY position, accommodation_id`,
    args: [tenant, supplierId],
    read: (rows) =>
      rows.map((row) => ({
        id: numberIn(row, 'accommodation_id'),
        name: textIn(row, 'name'),
        units: maybeNumberIn(row, 'units'),
      })),
  };
}

/**
 * The supplier, when it is the tenant's.
 * @throws {DomainError} NOT_FOUND otherwise.
 */
export function onlySupplier(rows: readonly SupplierRow[]): SupplierRow {
  const [row] = rows;
  if (!row) throw notFound();
  return row;
}

/** Whether a supplier is one of those that somebody reaches; it asks for nothing else. */
export async function isWithinReach(
  database: Database,
  actor: Actor,
  supplierId: number,
): Promise<boolean> {
  const [rows] = await readTogether(database, [supplierRows(actor.tenant, supplierId)]);
  return rows.length > 0 && reaches(actor, supplierId);
}

/** Loads one supplier of the tenant and the state of its mirror. */
export async function loadSupplier(
  database: Database,
  tenant: TenantId,
  supplierId: number,
): Promise<{ supplier: SupplierRow; parts: SupplierPart[] }> {
  const [rows, parts] = await readTogether(database, [
    supplierRows(tenant, supplierId),
    mirrorParts(tenant, supplierId),
  ]);
  return { supplier: onlySupplier(rows), parts };
}
