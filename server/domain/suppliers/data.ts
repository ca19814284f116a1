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
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { notFound } from '#server/kernel/errors.ts';
import type { MirrorWarning } from './schema.ts';

/** A supplier with the settings that rules need. */
export interface SupplierRow {
  readonly supplierId: number;
  readonly connectionId: string;
  readonly name: string;
  readonly timezone: string;
  readonly defaults: { readonly minStay: number; readonly maxStay: number };
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

export interface SupplierPart extends PartState {
  readonly supplierId: number;
  /** Upstream modification instant up to which bookings are known. */
  readonly watermark: number | null;
}

/** The tenant's suppliers in the order they were added; one of them when `supplierId` is given. */
export function supplierRows(tenant: TenantId, supplierId?: number): Query<SupplierRow[]> {
  return {
    sql: `SELECT supplier_id, connection_id, name, timezone, default_min_stay, default_max_stay,
        (SELECT max(seen_at) FROM mirror_change c
         WHERE c.org_id = s.org_id AND c.supplier_id = s.supplier_id) AS changed_at,
        (SELECT state = 'credentials_invalid' FROM connection k
         WHERE k.org_id = s.org_id AND k.id = s.connection_id) AS key_refused
      FROM supplier s WHERE org_id = ? AND (? IS NULL OR supplier_id = ?)
      ORDER BY created_at, supplier_id`,
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
        },
        changedAt: maybeNumberIn(row, 'changed_at'),
        isKeyRefused: numberIn(row, 'key_refused') === 1,
      })),
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
