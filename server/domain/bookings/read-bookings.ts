import { sql } from 'drizzle-orm';
import type { Statement } from '#server/db/client.ts';
import { jsonIn, maybeNumberIn, numberIn, type Query, readTogether } from '#server/db/read.ts';
import { loadGuestPolicy } from '#server/domain/guests/load-policy.ts';
import {
  failureWarning,
  type PartOutcome,
  type PartWarning,
  type Refreshing,
} from '#server/domain/mirror/refresh-parts.ts';
import { type BookingChanges, UpstreamError } from '#server/domain/suppliers/upstream.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { type BookingKeeping, bookingWrites, cancelledWrites } from './booking-writes.ts';

/** Modifications are asked for from this long before the last known one, so that none slips by. */
const OVERLAP_MS = 3_600_000;

/**
 * Modification dates have whole seconds: a booking read soon after its modification may have been
 * modified again under the same date. It is known for sure when upstream's own dates went on by this
 * much since, or when it was read again this long after.
 */
const SETTLED_MS = 60_000;

/** Neither clock is wrong by this much: a modification read so long after it is known for sure. */
const MAX_SKEW_MS = 86_400_000;

/** More pages than any supplier has; stops a listing that never ends. */
const MAX_PAGES = 2_000;

/** Bookings whose details are read between two writes. */
const WRITE_EVERY = 50;

/**
 * The modification up to which each booking is known for sure; null = not for sure. `last` = the
 * last modification upstream told of, epoch milliseconds.
 */
function knownModifications(
  { tenant, supplierId }: Refreshing,
  last: number,
): Query<ReadonlyMap<number, number | null>> {
  return {
    sql: `SELECT booking_id, iif(modified_at <= ? OR read_at - modification_seen_at >= ?
        OR read_at - modified_at >= ?, modified_at, NULL) AS known
      FROM booking WHERE org_id = ? AND supplier_id = ?`,
    args: [last - SETTLED_MS, SETTLED_MS, MAX_SKEW_MS, tenant, supplierId],
    read: (rows) =>
      new Map(rows.map((row) => [numberIn(row, 'booking_id'), maybeNumberIn(row, 'known')])),
  };
}

/** What could not be read of the bookings that still lie ahead. */
function partlyRead({ tenant, supplierId }: Refreshing, today: EpochDay): Query<PartWarning[]> {
  return {
    sql: `SELECT booking_id, detail_json -> '$.warnings' AS warnings FROM booking
      WHERE org_id = ? AND supplier_id = ? AND last_departure_day >= ?
        AND json_array_length(detail_json, '$.warnings') > 0
      ORDER BY booking_id`,
    args: [tenant, supplierId, today],
    read: (rows) =>
      rows.flatMap((row) =>
        jsonIn<string[]>(row, 'warnings').map((text) =>
          unreadable(numberIn(row, 'booking_id'), text),
        ),
      ),
  };
}

function unreadIds({ tenant, supplierId }: Refreshing): Query<number[]> {
  return {
    sql: 'SELECT booking_id FROM unread_booking WHERE org_id = ? AND supplier_id = ?',
    args: [tenant, supplierId],
    read: (rows) => rows.map((row) => numberIn(row, 'booking_id')),
  };
}

/**
 * Reads the bookings modified since `watermark` (null = all) into the mirror: every page of the
 * list, then the details of those that changed. One unreadable booking hides only itself; it is
 * tried again at every refresh until it can be read. Stays that ended before `oldest` are left out.
 */
export async function readBookings(
  refreshing: Refreshing,
  watermark: number | null,
  { oldest, today }: { oldest: EpochDay; today: EpochDay },
): Promise<PartOutcome> {
  const part = 'bookings';
  try {
    const since = watermark === null ? null : watermark - OVERLAP_MS;
    const listed = await listChanges(refreshing, since);
    const last = listed.items.reduce(
      (latest, item) => Math.max(latest, item.modifiedAt),
      watermark ?? 0,
    );
    const [modifiedAt, unread] = await readTogether(refreshing.database, [
      knownModifications(refreshing, last),
      unreadIds(refreshing),
    ]);
    const changed = listed.items.filter(
      (item) => modifiedAt.get(item.id) !== item.modifiedAt && !unread.includes(item.id),
    );
    const ids = [...changed.map(({ id }) => id), ...unread];
    const { database, vault, tenant, supplierId } = refreshing;
    const guests = await loadGuestPolicy({ database, vault }, tenant, supplierId, today);
    const warnings = await readDetails(refreshing, ids, { oldest, guests });
    const [partly] = await readTogether(refreshing.database, [partlyRead(refreshing, today)]);
    return {
      part,
      failed: false,
      warnings: [...listed.warnings, ...warnings, ...partly],
      watermark: last === 0 ? null : last,
    };
  } catch (error) {
    return { part, failed: true, warnings: [failureWarning(part, error)] };
  }
}

async function listChanges(
  { upstream }: Refreshing,
  since: number | null,
): Promise<{ items: BookingChanges[]; warnings: PartWarning[] }> {
  const items = new Map<number, BookingChanges>();
  const warnings: PartWarning[] = [];
  for (let page = 1, pages = 1; page <= Math.min(pages, MAX_PAGES); page++) {
    const listed = await upstream.listBookings(since, page);
    pages = listed.pages;
    for (const item of listed.items) items.set(item.id, item);
    for (const detail of listed.warnings)
      warnings.push({ part: 'bookings', code: 'dropped', accommodationId: null, detail });
  }
  return { items: [...items.values()], warnings };
}

async function readDetails(
  refreshing: Refreshing,
  ids: readonly number[],
  keeping: BookingKeeping,
): Promise<PartWarning[]> {
  const warnings: PartWarning[] = [];
  for (let i = 0; i < ids.length; i += WRITE_EVERY) {
    const some = ids.slice(i, i + WRITE_EVERY);
    const read = await Promise.all(some.map((id) => readDetail(refreshing, id, keeping)));
    const statements = read.flatMap((detail) => detail.statements);
    if (statements.length > 0) await refreshing.write(statements);
    warnings.push(...read.flatMap((detail) => detail.warnings));
  }
  return warnings;
}

interface Detail {
  readonly statements: readonly Statement[];
  readonly warnings: readonly PartWarning[];
}

async function readDetail(
  refreshing: Refreshing,
  id: number,
  keeping: BookingKeeping,
): Promise<Detail> {
  try {
    const booking = await refreshing.upstream.getBooking(id);
    const statements = bookingWrites(refreshing, booking, keeping);
    const [reason] = booking.stays.length === 0 ? booking.warnings : [];
    if (reason === undefined || booking.state === 'cancelled') return { statements, warnings: [] };
    const hidden = unread(refreshing, id, reason);
    return { statements: [...statements, ...hidden.statements], warnings: hidden.warnings };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    if (error.failure === 'not_found')
      return { statements: cancelledWrites(refreshing, id), warnings: [] };
    if (error.failure === 'key_refused') throw error;
    // Upstream's own words may name the guest, whom an erasure would not find here.
    return unread(refreshing, id, error.failure);
  }
}

function unread(
  { database, clock, tenant, supplierId }: Refreshing,
  id: number,
  reason: string,
): Detail {
  return {
    statements: [
      database.db.run(sql`INSERT INTO unread_booking (org_id, supplier_id, booking_id, reason, since)
        VALUES (${tenant}, ${supplierId}, ${id}, ${reason}, ${clock.now()})
        ON CONFLICT DO UPDATE SET reason = excluded.reason`),
    ],
    warnings: [unreadable(id, reason)],
  };
}

function unreadable(id: number, reason: string): PartWarning {
  return {
    part: 'bookings',
    code: 'unreadable',
    accommodationId: null,
    detail: `${id} : ${reason}`,
  };
}
