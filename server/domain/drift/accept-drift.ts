import { sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { auditRecord } from '#server/domain/audit/record-write.ts';
import { STOCK_ROW } from '#server/domain/mirror/history.ts';
import { loadSupplier } from '#server/domain/suppliers/data.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import { dateInZone, fromEpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import { badRequest, DomainError } from '#server/kernel/errors.ts';
import {
  type DriftRow,
  type DriftScope,
  driftsById,
  stockBases,
  unitsTaken,
  watchRow,
} from './data.ts';
import { basisWrite, watchWrites } from './drift-writes.ts';
import { partView } from './rules.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
}

/** How often it is tried again when somebody else judged or accepted meanwhile. */
const TRIES = 5;

/**
 * Takes what upstream holds for what is right from now on. Nothing is sent. What has ended by itself
 * meanwhile is passed over.
 * @throws {DomainError} NOT_FOUND (supplier), FORBIDDEN, BAD_REQUEST (naming a drift that is not the
 *   supplier's), CONFLICT (others kept coming between).
 */
export async function acceptDrift(
  { database, clock }: Deps,
  call: Call,
  { supplierId, ids }: { supplierId: number; ids: readonly string[] },
): Promise<{ accepted: number }> {
  const tenant = authorise(call, 'rates:write', supplierId);
  const scope = { tenant, supplierId };
  const { supplier } = await loadSupplier(database, tenant, supplierId);
  for (let tries = 1; tries <= TRIES; tries++) {
    const now = clock.now();
    const today = toEpochDay(dateInZone(now, supplier.timezone));
    const [watch, rows, bases, taken] = await readTogether(database, [
      watchRow(scope),
      driftsById(scope, ids),
      stockBases(scope),
      unitsTaken(scope, today),
    ]);
    const known = new Set(rows.map(({ id }) => id));
    const unknown = ids.flatMap((id, i) => (known.has(id) ? [] : [i]));
    if (unknown.length > 0)
      throw badRequest(unknown.map((i) => ({ path: `ids.${i}`, code: 'invalid_value' })));
    const open = rows.filter(({ isOpen }) => isOpen);
    if (!watch || open.length === 0) return { accepted: 0 };
    const { version: _, ...kept } = watch;
    try {
      await database.batch([
        ...watchWrites(database, scope, watch, kept),
        ...basisStatements(database, scope, open, { bases, taken }),
        endWrite(database, scope, open, call, now),
        auditRecord({ database, clock }, call, {
          action: 'drift.accept',
          supplierId,
          after: { nights: open.map(told) },
        }),
      ]);
      return { accepted: open.length };
    } catch (error) {
      const [current] = await readTogether(database, [watchRow(scope)]);
      if (current?.version === watch.version) throw error;
    }
  }
  throw new DomainError('CONFLICT');
}

function endWrite(
  { db }: Database,
  { tenant, supplierId }: DriftScope,
  rows: readonly DriftRow[],
  { actor }: Call,
  now: number,
): Statement {
  return db.run(sql`UPDATE drift SET state = 'accepted', ended_at = ${now},
      accepted_by_id = ${actor.id}, accepted_by_name = ${actor.name}
    WHERE org_id = ${tenant} AND supplier_id = ${supplierId}
      AND id IN (SELECT value FROM json_each(${JSON.stringify(rows.map(({ id }) => id))}))`);
}

/** Accepted stock is what the next change is judged by. */
function basisStatements(
  database: Database,
  scope: DriftScope,
  rows: readonly DriftRow[],
  { bases, taken }: { bases: Map<number, Basis>; taken: ReadonlyMap<number, DayRuns<number>> },
): Statement[] {
  const stock = rows.filter(({ rateTypeId }) => rateTypeId === STOCK_ROW);
  return [...Map.groupBy(stock, (row) => row.accommodationId)].map(([id, own]) => {
    let basis: Basis = bases.get(id) ?? DayRuns.empty();
    for (const { from, to, theirs } of own)
      for (let day = from; day <= to; day++) {
        const units = typeof theirs === 'number' ? theirs : null;
        basis = basis.set(day, day, { units, taken: taken.get(id)?.at(day) ?? 0 });
      }
    return basisWrite(database, scope, id, basis);
  });
}

type Basis =
  ReturnType<ReturnType<typeof stockBases>['read']> extends Map<number, infer B> ? B : never;

function told({ id, accommodationId, rateTypeId, from, to, ours, theirs }: DriftRow): unknown {
  return {
    ...{ id, accommodationId, rateTypeId: rateTypeId || null },
    ...{ from: fromEpochDay(from), to: fromEpochDay(to) },
    ...{ ours: partView(ours), theirs: partView(theirs) },
  };
}
