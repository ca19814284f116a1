import { readTogether } from '#server/db/read.ts';
import { createBatch } from '#server/domain/bulk-updates/create-batch.ts';
import { loadPlanGround } from '#server/domain/bulk-updates/load-plan.ts';
import {
  fieldsThatDiffer,
  type NightBack,
  restoreNights,
} from '#server/domain/bulk-updates/restore.ts';
import { type Cell, type NightValue, sameValue } from '#server/domain/pushes/cells.ts';
import { type ItemRow, itemRow, newerItems } from '#server/domain/pushes/data.ts';
import { cellKey } from '#server/domain/pushes/push-others.ts';
import type { UpstreamNights } from '#server/domain/pushes/push-rules.ts';
import { type ItemReading, readItem } from '#server/domain/pushes/read-item.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import type { SupplierUpstream } from '#server/domain/suppliers/upstream.ts';
import type { Call } from '#server/domain/tenancy/actor.ts';
import { fromEpochDay } from '#server/kernel/calendar-date.ts';

export interface LateVerifying extends ItemReading {
  readonly jobs: JobQueue;
  readonly open: (requestId: string) => Promise<SupplierUpstream>;
  /** The job that verifies: its id makes what it restores happen once. */
  readonly call: Call;
}

/**
 * Looks after an item whose job lost its lease, once nothing of it can be on its way any more: where
 * upstream holds exactly what it had sent although a newer sending was applied since, its write
 * landed late, and a batch of its own restores the newer values. Everything else is left alone: it is
 * what was wanted, or somebody's change.
 */
export async function verifyLateWrite(verifying: LateVerifying, itemId: string): Promise<void> {
  const { database, clock, tenant, supplierId, jobs, call } = verifying;
  const [item] = await readTogether(database, [itemRow(tenant, itemId)]);
  if (!item) return;
  const [newer] = await readTogether(database, [newerItems(tenant, item)]);
  const suspects = suspectsOf(item, newer);
  if (suspects.length === 0) return;
  const nights = await readItem(
    verifying,
    await verifying.open(call.requestId),
    item,
    suspects.map(({ cell }) => cell),
  );
  const landed = landedLate(item, suspects, nights);
  if (landed.length === 0) return;
  const days = landed.map(({ day }) => day);
  const span = { from: fromEpochDay(Math.min(...days)), to: fromEpochDay(Math.max(...days)) };
  const { accommodationId } = item;
  const touched = [{ accommodationId, ...span }];
  const { context } = await loadPlanGround(
    ...([database, tenant, supplierId, touched, clock.now(), null] as const),
  );
  const { changes } = restoreNights(landed, context);
  if (changes.length === 0) return;
  await createBatch({ database, clock, jobs }, call, 'push.lateVerify', {
    ...{ supplierId, idempotencyKey: call.actor.id, changes },
    // Whoever asked for them was allowed to.
    allowOutOfBounds: true,
  });
}

/** A night that was sent, and what a newer sending was confirmed to hold there. */
interface Suspect {
  readonly cell: Cell;
  readonly confirmed: NightValue;
}

function suspectsOf({ cells }: ItemRow, newer: readonly ItemRow[]): Suspect[] {
  const confirmed = new Map<string, NightValue>();
  for (const { rateTypeId, day, state, read } of newer.flatMap((other) => other.cells))
    if (state === 'applied' && read !== null) confirmed.set(cellKey(rateTypeId, day), read);
  return cells.flatMap((cell): Suspect[] => {
    const value = confirmed.get(cellKey(cell.rateTypeId, cell.day));
    const isOvertaken = value !== undefined && cell.sent !== null && !sameValue(value, cell.sent);
    return isOvertaken ? [{ cell, confirmed: value }] : [];
  });
}

function landedLate(
  { accommodationId }: ItemRow,
  suspects: readonly Suspect[],
  nights: UpstreamNights,
): NightBack[] {
  return suspects.flatMap(({ cell, confirmed }): NightBack[] => {
    const { rateTypeId, day, sent } = cell;
    const now = nights(rateTypeId, day);
    if (!sameValue(now, sent)) return [];
    const fields = fieldsThatDiffer(confirmed, now);
    const place = { accommodationId, rateTypeId, day };
    return [{ ...place, to: confirmed, now, fields, otherwise: 'changed_since' }];
  });
}
