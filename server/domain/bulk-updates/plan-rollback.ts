import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import type { Cell } from '#server/domain/pushes/cells.ts';
import {
  batchRow,
  type ItemRow,
  itemsOfBatches,
  openItemsAfter,
} from '#server/domain/pushes/data.ts';
import { cellKey } from '#server/domain/pushes/push-others.ts';
import { batchStateOf } from '#server/domain/pushes/states.ts';
import { authorise, type Call, reaches } from '#server/domain/tenancy/actor.ts';
import { fromEpochDay } from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest, notFound } from '#server/kernel/errors.ts';
import { loadPlanGround } from './load-plan.ts';
import type { MirrorNights } from './preview.ts';
import { fieldsOfPatch, type NightBack, restoreNights } from './restore.ts';
import type { Rollback } from './schema.ts';

/**
 * The change set that takes an ended batch back: every night that it changed, in the fields that it
 * set, to what the night held before. What changed again since, by whomever, is left alone and told,
 * and so is what cannot be brought back. Writes nothing: it goes through preview and create.
 * @throws {DomainError} NOT_FOUND (batch), FORBIDDEN, BAD_REQUEST (the batch has not ended).
 */
export async function planRollback(
  { database, clock }: { database: Database; clock: Clock },
  call: Call,
  { batchId }: { batchId: string },
): Promise<Rollback> {
  const tenant = authorise(call, 'rates:write');
  const [batch, items] = await readTogether(database, [
    batchRow(tenant, batchId),
    itemsOfBatches(tenant, [batchId]),
  ]);
  if (!batch || !reaches(call.actor, batch.supplierId)) throw notFound();
  const { supplierId } = batch;
  const states = items.map(({ state }) => state);
  if (batchStateOf(states, batch.cancelledAt !== null) === 'running')
    throw badRequest([{ path: 'batchId', code: 'not_ended' }]);
  const touched = items.flatMap(({ accommodationId, cells }) => {
    const days = cells.filter(mayHaveChanged).map(({ day }) => day);
    if (days.length === 0) return [];
    const [from, to] = days.reduce(
      ([least, most], day) => [Math.min(least, day), Math.max(most, day)] as const,
      [Number.MAX_SAFE_INTEGER, 0] as readonly [number, number],
    );
    return [{ accommodationId, from: fromEpochDay(from), to: fromEpochDay(to) }];
  });
  if (touched.length === 0) return { supplierId, changes: [], skipped: [] };
  const [{ context, mirror }, [newer]] = await Promise.all([
    loadPlanGround(database, tenant, supplierId, touched, clock.now(), null),
    readTogether(database, [openItemsAfter(tenant, supplierId, batchId)]),
  ]);
  const nights = items.flatMap((item) => nightsBackOf(item, mirror, newer));
  return { supplierId, ...restoreNights(nights, context) };
}

/**
 * Cells whose values reached upstream, or may have: where the night holds them now, they are this
 * batch's. A refused or overtaken one never was.
 */
function mayHaveChanged({ state, sent }: Cell): boolean {
  return state === 'applied' || state === 'mismatch' || (state === 'failed' && sent !== null);
}

function nightsBackOf(item: ItemRow, mirror: MirrorNights, newer: readonly ItemRow[]): NightBack[] {
  const { accommodationId, aspect, cells } = item;
  const newerFields = new Map<string, Set<string>>();
  for (const other of newer) {
    if (other.accommodationId !== accommodationId || other.aspect !== aspect) continue;
    for (const { rateTypeId, day, patch } of other.cells) {
      const key = cellKey(rateTypeId, day);
      const known = newerFields.get(key) ?? [];
      newerFields.set(key, new Set([...known, ...fieldsOfPatch(patch).keys()]));
    }
  }
  return cells.filter(mayHaveChanged).map(({ rateTypeId, day, patch, base, state }): NightBack => {
    const now =
      rateTypeId === null
        ? mirror.stock(accommodationId).at(day)
        : mirror.rates(accommodationId, rateTypeId).at(day);
    const newerHere = newerFields.get(cellKey(rateTypeId, day));
    return {
      ...{ accommodationId, rateTypeId, day, to: base, now: now ?? null },
      fields: fieldsOfPatch(patch),
      otherwise: state === 'mismatch' ? 'mismatch' : 'changed_since',
      ...(newerHere && { newer: newerHere }),
    };
  });
}
