import { sql } from 'drizzle-orm';
import type { Statement } from '#server/db/client.ts';
import { jsonIn, numberIn, type Query, readTogether } from '#server/db/read.ts';
import { stockRows } from '#server/domain/stock/data.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import type { Refreshing } from './refresh-parts.ts';

type Stay = [arrivalDay: EpochDay, departureDay: EpochDay, units: number];

const EVER = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };

function confirmedStays({ tenant, supplierId }: Refreshing): Query<Map<number, Stay[]>> {
  return {
    sql: `SELECT s.accommodation_id,
        json_group_array(json_array(s.arrival_day, s.departure_day, s.units)) AS stays
      FROM booking_stay s JOIN booking b
        ON b.org_id = s.org_id AND b.supplier_id = s.supplier_id AND b.booking_id = s.booking_id
      WHERE s.org_id = ? AND s.supplier_id = ? AND b.state = 'confirmed'
      GROUP BY s.accommodation_id`,
    args: [tenant, supplierId],
    read: (rows) =>
      new Map(rows.map((row) => [numberIn(row, 'accommodation_id'), jsonIn<Stay[]>(row, 'stays')])),
  };
}

/**
 * The most units that were ever on sale or sold on one night: the first guess of a unit count. Null
 * where none ever was: a closed accommodation tells nothing, and may be opened.
 */
export function mostUnits(stock: DayRuns<number>, stays: readonly Stay[]): number | null {
  const booked = stays.reduce(
    (runs, [arrival, departure, units]) =>
      runs.update(arrival, departure - 1, (sold) => (sold ?? 0) + units),
    DayRuns.empty<number>(),
  );
  const total = stock.merge(booked, (left, sold) => (left ?? 0) + (sold ?? 0));
  const most = total.runs.reduce((highest, { value }) => Math.max(highest, value), 0);
  return most === 0 ? null : most;
}

/**
 * Guesses the unit count of accommodations that have none yet. A guess stays, so that one stay too
 * many shows as overbooking and not as one more unit; only units on sale upstream raise it. An
 * owner's own setting wins anyway.
 */
export async function guessUnits(refreshing: Refreshing): Promise<void> {
  const { database, tenant, supplierId, write } = refreshing;
  const [stock, stays] = await readTogether(database, [
    stockRows({ tenant, supplierId, ...EVER }),
    confirmedStays(refreshing),
  ]);
  const statements: Statement[] = [...new Set([...stock.keys(), ...stays.keys()])].map((id) => {
    const onSale = stock.get(id) ?? DayRuns.empty<number>();
    const first = mostUnits(onSale, stays.get(id) ?? []);
    const least = mostUnits(onSale, []) ?? 0;
    return database.db.run(sql`UPDATE accommodation
      SET units_guess = max(coalesce(units_guess, ${first}), ${least})
      WHERE org_id = ${tenant} AND supplier_id = ${supplierId} AND accommodation_id = ${id}
        AND (units_guess IS NULL OR units_guess < ${least}) AND ${first} IS NOT NULL`);
  });
  if (statements.length > 0) await write(statements);
}
