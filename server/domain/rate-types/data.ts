import type { Row } from '@libsql/client';
import { jsonIn, maybeNumberIn, numberIn, type Query } from '#server/db/read.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import { withReferences } from './rules.ts';
import type { RateTypeView } from './schema.ts';

/** A rate type sold on an accommodation, with the occupancy whose price the grid shows. */
export interface LinkRow {
  readonly accommodationId: number;
  readonly rateTypeId: number;
  /** Null = the price without a number of guests; undefined = the accommodation has no price. */
  readonly referenceGuests: number | null | undefined;
}

/** The supplier's rate types in its order. */
export function rateTypeRows(tenant: TenantId, supplierId: number): Query<RateTypeView[]> {
  return {
    sql: `SELECT rate_type_id, label_json, description_json, position FROM rate_type
      WHERE org_id = ? AND supplier_id = ? ORDER BY position, rate_type_id`,
    args: [tenant, supplierId],
    read: (rows) =>
      rows.map((row) => ({
        id: numberIn(row, 'rate_type_id'),
        label: jsonIn<Record<string, string>>(row, 'label_json'),
        description: jsonIn<Record<string, string>>(row, 'description_json'),
        order: numberIn(row, 'position'),
      })),
  };
}

function linkOf(row: Row): LinkRow {
  const reference = maybeNumberIn(row, 'reference');
  const isPriced = numberIn(row, 'priced') === 1;
  return {
    accommodationId: numberIn(row, 'accommodation_id'),
    rateTypeId: numberIn(row, 'rate_type_id'),
    referenceGuests: reference === null && !isPriced ? undefined : reference,
  };
}

/** Which rate types are sold on which accommodations; types in the supplier's order. */
export function linkRows(tenant: TenantId, supplierId: number): Query<LinkRow[]> {
  return {
    sql: `SELECT l.accommodation_id, l.rate_type_id, l.priced,
        coalesce(a.reference_guests, l.reference_guests_guess) AS reference
      FROM rate_link l JOIN rate_type t
        ON t.org_id = l.org_id AND t.supplier_id = l.supplier_id AND t.rate_type_id = l.rate_type_id
      LEFT JOIN accommodation_setting a
        ON a.org_id = l.org_id AND a.supplier_id = l.supplier_id
          AND a.accommodation_id = l.accommodation_id
      WHERE l.org_id = ? AND l.supplier_id = ?
      ORDER BY l.accommodation_id, t.position, t.rate_type_id`,
    args: [tenant, supplierId],
    read: (rows) => withReferences(rows.map(linkOf)),
  };
}
