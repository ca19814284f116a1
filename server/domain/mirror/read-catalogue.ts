import { sql } from 'drizzle-orm';
import { readTogether } from '#server/db/read.ts';
import { rateTypeRows } from '#server/domain/rate-types/data.ts';
import { accommodationRows } from '#server/domain/suppliers/data.ts';
import { UpstreamError } from '#server/domain/suppliers/upstream.ts';
import {
  droppedWarning,
  failureWarning,
  type PartOutcome,
  type Refreshing,
} from './refresh-parts.ts';

/**
 * Reads the supplier's accommodations into the mirror. One that is no longer listed keeps its rows
 * and is marked gone. Returns the ids to go on with: those upstream lists, or the known ones when
 * it could not be asked.
 */
export async function readAccommodations(
  refreshing: Refreshing,
): Promise<{ ids: number[]; outcome: PartOutcome }> {
  const { database, clock, upstream, tenant, supplierId, write } = refreshing;
  const part = 'accommodations';
  try {
    const { value, warnings } = await upstream.listAccommodations();
    const known = await knownAccommodationIds(refreshing);
    if (value.length === 0 && known.length > 0) return { ids: known, outcome: emptied(part) };
    const listed = JSON.stringify(value.map(({ id, name }, i) => [id, name, i]));
    const isWhole = warnings.length === 0;
    await write([
      database.db.run(sql`INSERT INTO accommodation
          (org_id, supplier_id, accommodation_id, name, position)
        SELECT ${tenant}, ${supplierId}, value ->> 0, value ->> 1, value ->> 2
        FROM json_each(${listed}) WHERE true
        ON CONFLICT DO UPDATE SET name = excluded.name, position = excluded.position,
          gone_at = NULL`),
      database.db.run(sql`UPDATE accommodation SET gone_at = ${clock.now()}
        WHERE ${Number(isWhole)} AND org_id = ${tenant} AND supplier_id = ${supplierId}
          AND gone_at IS NULL AND accommodation_id NOT IN (SELECT value ->> 0 FROM json_each(${listed}))`),
    ]);
    const outcome = { part, failed: false, warnings: droppedWarning(part, warnings) } as const;
    return {
      ids: isWhole ? value.map(({ id }) => id) : await knownAccommodationIds(refreshing),
      outcome,
    };
  } catch (error) {
    const outcome = { part, failed: true, warnings: [failureWarning(part, error)] } as const;
    return { ids: await knownAccommodationIds(refreshing), outcome };
  }
}

/** A list that had entries and comes back empty is more likely a fault than a mass deletion. */
function emptied(part: PartOutcome['part']): PartOutcome {
  return {
    part,
    failed: true,
    warnings: [{ part, code: 'unreadable', accommodationId: null, detail: null }],
  };
}

/** The ids of the accommodations that the mirror lists. */
export async function knownAccommodationIds(refreshing: Refreshing): Promise<number[]> {
  const { database, tenant, supplierId } = refreshing;
  const [rows] = await readTogether(database, [accommodationRows(tenant, supplierId)]);
  return rows.map(({ id }) => id);
}

/** Reads the supplier's rate types, and which are sold on each accommodation. */
export async function readRateTypes(
  refreshing: Refreshing,
  accommodationIds: readonly number[],
): Promise<PartOutcome> {
  const part = 'rateTypes';
  try {
    const dropped = await readTypes(refreshing);
    const links = await Promise.all(
      accommodationIds.map((accommodationId) =>
        readLinks(refreshing, accommodationId).then(
          (lost) => ({ failed: false, warnings: droppedWarning(part, lost, accommodationId) }),
          (error: unknown) => ({
            failed: true,
            warnings: [failureWarning(part, error, accommodationId)],
          }),
        ),
      ),
    );
    return {
      part,
      failed: links.some(({ failed }) => failed),
      warnings: [...droppedWarning(part, dropped), ...links.flatMap(({ warnings }) => warnings)],
    };
  } catch (error) {
    return { part, failed: true, warnings: [failureWarning(part, error)] };
  }
}

async function readTypes(refreshing: Refreshing): Promise<readonly string[]> {
  const { database, upstream, tenant, supplierId, write } = refreshing;
  const { value, warnings } = await upstream.listRateTypes();
  const [known] = await readTogether(database, [rateTypeRows(tenant, supplierId)]);
  if (value.length === 0 && known.length > 0) throw new UpstreamError('unreadable');
  const listed = JSON.stringify(
    value.map((type) => [
      type.id,
      JSON.stringify(type.label),
      JSON.stringify(type.description),
      type.order,
    ]),
  );
  await write([
    database.db.run(sql`INSERT INTO rate_type
        (org_id, supplier_id, rate_type_id, label_json, description_json, position)
      SELECT ${tenant}, ${supplierId}, value ->> 0, value ->> 1, value ->> 2, value ->> 3
      FROM json_each(${listed}) WHERE true
      ON CONFLICT DO UPDATE SET label_json = excluded.label_json,
        description_json = excluded.description_json, position = excluded.position`),
    database.db.run(sql`DELETE FROM rate_type
      WHERE ${Number(warnings.length === 0)} AND org_id = ${tenant}
        AND supplier_id = ${supplierId} AND rate_type_id NOT IN (SELECT value ->> 0 FROM json_each(${listed}))`),
  ]);
  return warnings;
}

async function readLinks(
  refreshing: Refreshing,
  accommodationId: number,
): Promise<readonly string[]> {
  const { database, upstream, tenant, supplierId, write } = refreshing;
  const { value, warnings } = await upstream.listLinkedRateTypes(accommodationId);
  const listed = JSON.stringify(value);
  await write([
    database.db.run(sql`INSERT INTO rate_link
        (org_id, supplier_id, accommodation_id, rate_type_id)
      SELECT ${tenant}, ${supplierId}, ${accommodationId}, value FROM json_each(${listed}) WHERE true
      ON CONFLICT DO NOTHING`),
    database.db.run(sql`DELETE FROM rate_link
      WHERE ${Number(warnings.length === 0)} AND org_id = ${tenant}
        AND supplier_id = ${supplierId} AND accommodation_id = ${accommodationId}
        AND rate_type_id NOT IN (SELECT value FROM json_each(${listed}))`),
  ]);
  return warnings;
}
