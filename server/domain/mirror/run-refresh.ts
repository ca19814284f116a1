import { and, eq, sql } from 'drizzle-orm';
import type { Statement } from '#server/db/client.ts';
import { connection } from '#server/db/schema/index.ts';
import { readBookings } from '#server/domain/bookings/read-bookings.ts';
import { recordDrift } from '#server/domain/drift/record-drift.ts';
import { loadSupplier, type SupplierPart } from '#server/domain/suppliers/data.ts';
import type { MirrorPart } from '#server/domain/suppliers/schema.ts';
import { dateInZone, toEpochDay } from '#server/kernel/calendar-date.ts';
import { isoInstant } from '#server/kernel/clock.ts';
import { guessUnits } from './guess-units.ts';
import { knownAccommodationIds, readAccommodations, readRateTypes } from './read-catalogue.ts';
import { readRates, readStock } from './read-nights.ts';
import type { PartOutcome, Refreshing } from './refresh-parts.ts';
import type { RefreshResult } from './refresh-supplier.ts';

/** A first import takes stays that ended at most this many days ago: 25 months. */
const HISTORY_DAYS = 761;

/**
 * Reads some parts of a supplier's mirror from upstream. A part that fails keeps its last good data
 * and its age, and says why; the others are read all the same. What upstream changed without us is
 * kept.
 */
export async function runRefresh(
  refreshing: Refreshing,
  parts: readonly MirrorPart[],
): Promise<RefreshResult> {
  const { database, clock, upstream, tenant, supplierId, write } = refreshing;
  const startedAt = clock.now();
  const wanted = new Set(parts);
  const { supplier, parts: known } = await loadSupplier(database, tenant, supplierId);
  const outcomes: PartOutcome[] = [];
  let ids: number[];
  if (wanted.has('accommodations')) {
    const read = await readAccommodations(refreshing);
    outcomes.push(read.outcome);
    ids = read.ids;
  } else ids = await knownAccommodationIds(refreshing);
  const today = toEpochDay(dateInZone(startedAt, supplier.timezone));
  const days = { today, oldest: today - HISTORY_DAYS };
  const watermark = known.find(({ part }) => part === 'bookings')?.watermark ?? null;
  // Links before rates: the reference occupancy is kept on the link.
  if (wanted.has('rateTypes')) outcomes.push(await readRateTypes(refreshing, ids));
  const rest: Promise<PartOutcome>[] = [];
  const blind = ids.length === 0 && !areListed(known, outcomes);
  if (wanted.has('stock')) rest.push(blind ? unread('stock') : readStock(refreshing, ids));
  if (wanted.has('rates')) rest.push(blind ? unread('rates') : readRates(refreshing, ids));
  if (wanted.has('bookings')) rest.push(readBookings(refreshing, watermark, days));
  outcomes.push(...(await Promise.all(rest)));
  if (wanted.has('stock') || wanted.has('bookings')) await guessUnits(refreshing);
  await write([
    ...outcomes.map((outcome) => partWrite(refreshing, known, outcome, startedAt)),
    ...keyStateWrites(refreshing, supplier.connectionId, outcomes),
  ]);
  await recordDrift(refreshing);
  return { upstreamCalls: upstream.calls };
}

/** Whether upstream ever told which accommodations there are. */
function areListed(known: readonly SupplierPart[], outcomes: readonly PartOutcome[]): boolean {
  return (
    known.some(({ part, asOf }) => part === 'accommodations' && asOf !== null) ||
    outcomes.some(({ part, failed }) => part === 'accommodations' && !failed)
  );
}

/** Where no accommodation is known to ask for, having asked for none must not pass for a read. */
async function unread(part: MirrorPart): Promise<PartOutcome> {
  return { part, failed: true, warnings: [] };
}

/** A refused key halts every push; a full read with it lets them go on. */
function keyStateWrites(
  { database, tenant }: Refreshing,
  connectionId: string,
  outcomes: readonly PartOutcome[],
): Statement[] {
  const isRefused = outcomes.some(({ warnings }) =>
    warnings.some(({ code }) => code === 'key_refused'),
  );
  if (!isRefused && outcomes.some(({ failed }) => failed)) return [];
  const state = isRefused ? 'credentials_invalid' : 'ok';
  return [
    database.db
      .update(connection)
      .set({ state })
      .where(and(eq(connection.orgId, tenant), eq(connection.id, connectionId))),
  ];
}

function partWrite(
  { database, tenant, supplierId }: Refreshing,
  known: readonly SupplierPart[],
  { part, failed, warnings, watermark }: PartOutcome,
  startedAt: number,
): Statement {
  const before = known.find((state) => state.part === part);
  const asOf = failed ? (before?.asOf ?? null) : startedAt;
  const told = warnings.map((warning) => ({
    ...warning,
    asOf: asOf === null ? null : isoInstant(asOf),
  }));
  return database.db.run(sql`INSERT INTO mirror_part
      (org_id, supplier_id, part, as_of, first_as_of, tried_at, watermark, failed, warnings_json)
    VALUES (${tenant}, ${supplierId}, ${part}, ${asOf}, ${asOf}, ${startedAt},
      ${watermark ?? before?.watermark ?? null}, ${failed ? 1 : 0}, ${JSON.stringify(told)})
    ON CONFLICT DO UPDATE SET as_of = excluded.as_of, tried_at = excluded.tried_at,
      first_as_of = coalesce(first_as_of, excluded.first_as_of),
      watermark = excluded.watermark, failed = excluded.failed,
      warnings_json = excluded.warnings_json`);
}
