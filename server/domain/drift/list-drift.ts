import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { loadPlanGround } from '#server/domain/bulk-updates/load-plan.ts';
import {
  fieldsThatDiffer,
  type NightBack,
  restoreNights,
} from '#server/domain/bulk-updates/restore.ts';
import { STOCK_ROW } from '#server/domain/mirror/history.ts';
import { loadSupplier } from '#server/domain/suppliers/data.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import { dateInZone, fromEpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import { type Clock, isoInstant } from '#server/kernel/clock.ts';
import { type DriftRow, driftPage, openCount, watchRow } from './data.ts';
import { type Night, partView, wholeOf } from './rules.ts';
import type { DriftItem, DriftList } from './schema.ts';

/**
 * What upstream changed without us and nobody has accepted or sent anew, newest first, each with the
 * change set that would bring ours back. Past nights are left out.
 * @throws {DomainError} NOT_FOUND when the supplier is not the caller's.
 */
export async function listDrift(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  input: { supplierId: number; cursor?: string | undefined; limit: number },
): Promise<DriftList> {
  const { supplierId, cursor = null, limit } = input;
  const tenant = authorise(call, 'read', supplierId);
  const { supplier } = await loadSupplier(database, tenant, supplierId);
  const now = clock.now();
  const today = toEpochDay(dateInZone(now, supplier.timezone));
  const scope = { tenant, supplierId };
  const [rows, total, watch] = await readTogether(database, [
    driftPage(scope, { today, before: cursor, limit: limit + 1 }),
    openCount(scope, today),
    watchRow(scope),
  ]);
  const page = rows.slice(0, limit).map((row) => ({ ...row, from: Math.max(row.from, today) }));
  const instant = (at: number | null | undefined) => (at == null ? null : isoInstant(at));
  const head = {
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    ...{ total, recentAt: instant(watch?.recentAt), fullAt: instant(watch?.fullAt) },
  };
  if (page.length === 0) return { items: [], ...head };
  const spans = page.map(({ accommodationId, from, to }) => ({
    ...{ accommodationId, from: fromEpochDay(from), to: fromEpochDay(to) },
  }));
  const ground = await loadPlanGround(database, tenant, supplierId, spans, now, null);
  const items = page.map((row): DriftItem => {
    const { id, accommodationId, from, to, foundAt, batchId } = row;
    return {
      ...{ id, accommodationId, rateTypeId: row.rateTypeId || null },
      ...{ from: fromEpochDay(from), to: fromEpochDay(to) },
      ...{ ours: partView(row.ours), theirs: partView(row.theirs) },
      ...{ foundAt: isoInstant(foundAt), batchId },
      ...restoreNights(nightsOf(row, ground.mirror), ground.context),
    };
  });
  // What a sending has just brought back is closed with the next look, and no difference until then.
  const open = items.filter(({ changes, skipped }) => changes.length + skipped.length > 0);
  return { items: open, ...head };
}

function nightsOf(
  row: DriftRow,
  mirror: Awaited<ReturnType<typeof loadPlanGround>>['mirror'],
): NightBack[] {
  const { accommodationId, rateTypeId, from, to, ours, theirs } = row;
  const held =
    rateTypeId === STOCK_ROW
      ? mirror.stock(accommodationId)
      : mirror.rates(accommodationId, rateTypeId);
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const now: Night = held.at(from + i) ?? null;
    const [back, away] = [wholeOf(ours, theirs, now), wholeOf(theirs, ours, now)];
    return {
      ...{ accommodationId, rateTypeId: rateTypeId || null, day: from + i, to: back, now },
      ...{ fields: fieldsThatDiffer(back, away), otherwise: 'changed_since' as const },
    };
  });
}
