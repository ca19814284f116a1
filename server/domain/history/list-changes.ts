import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { STOCK_ROW } from '#server/domain/mirror/history.ts';
import { cellView, sameValue } from '#server/domain/pushes/cells.ts';
import { rateTypeRows } from '#server/domain/rate-types/data.ts';
import { accommodationRows, onlySupplier, supplierRows } from '#server/domain/suppliers/data.ts';
import { authorise, type Call } from '#server/domain/tenancy/actor.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { isoInstant } from '#server/kernel/clock.ts';
import { badRequest } from '#server/kernel/errors.ts';
import { type NightChange, type NightPush, nightChanges, nightPushes } from './data.ts';
import { differenceOf, storedNight } from './rules.ts';
import type { CellEvent, CellHistory, CellInput } from './schema.ts';

/**
 * What happened to one night of a rate type or of the stock, newest first: who sent what and when it
 * was confirmed, and what upstream changed without us.
 * @throws {DomainError} NOT_FOUND (supplier), BAD_REQUEST (accommodation, rate type).
 */
export async function listChanges(
  { database }: { database: Database },
  call: Call,
  input: CellInput,
): Promise<CellHistory> {
  const { supplierId, accommodationId, limit } = input;
  const tenant = authorise(call, 'read', supplierId);
  const place = {
    ...{ tenant, supplierId, accommodationId, day: toEpochDay(input.date) },
    rateTypeId: input.rateTypeId ?? STOCK_ROW,
  };
  const [suppliers, accommodations, rateTypes, pushes, changes] = await readTogether(database, [
    supplierRows(tenant, supplierId),
    accommodationRows(tenant, supplierId),
    rateTypeRows(tenant, supplierId),
    nightPushes(place, limit + 1),
    nightChanges(place, limit + 1),
  ]);
  onlySupplier(suppliers);
  if (!accommodations.some(({ id }) => id === accommodationId))
    throw badRequest([{ path: 'accommodationId', code: 'unknown_accommodation' }]);
  if (input.rateTypeId !== null && !rateTypes.some(({ id }) => id === input.rateTypeId))
    throw badRequest([{ path: 'rateTypeId', code: 'unknown_rate_type' }]);
  const events = [
    ...pushes.map(pushEvent),
    ...changes.filter((change) => !isOurs(change, pushes)).map(changeEvent),
  ].sort((a, b) => b.at - a.at);
  return {
    items: events.slice(0, limit).map(({ at, ...event }) => ({ at: isoInstant(at), ...event })),
    hasMore: events.length > limit,
  };
}

type Event = Omit<CellEvent, 'at'> & { readonly at: number };

function pushEvent({ cell, createdAt, seenAt, updatedAt, ...push }: NightPush): Event {
  const { state, before, sent, read } = cellView(cell);
  const confirmed = seenAt ?? (state === 'applied' ? updatedAt : null);
  return {
    ...{ at: createdAt, cause: 'push', ...push, state },
    confirmedAt: confirmed === null || state !== 'applied' ? null : isoInstant(confirmed),
    ...{ before, after: sent, read: state === 'mismatch' || state === 'conflict' ? read : null },
  };
}

function changeEvent({ seenAt, beforeJson, afterJson }: NightChange): Event {
  return {
    ...{ at: seenAt, cause: 'upstream', actor: null, batchId: null, requestId: null },
    ...{ state: null, confirmedAt: isoInstant(seenAt) },
    ...differenceOf(storedNight(beforeJson), storedNight(afterJson)),
    read: null,
  };
}

/** A refresh may see what a push of ours wrote before the push reads it back itself. */
function isOurs({ seenAt, afterJson }: NightChange, pushes: readonly NightPush[]): boolean {
  const after = storedNight(afterJson);
  return pushes.some(
    ({ cell, createdAt, updatedAt }) =>
      cell.sent !== null && createdAt <= seenAt && seenAt <= updatedAt && same(cell.sent, after),
  );
}

/** The history knows nothing of fields that we do not know. */
function same(sent: NonNullable<NightPush['cell']['sent']>, after: ReturnType<typeof storedNight>) {
  if (typeof sent === 'number') return sent === after;
  const { extra: _, prices, ...night } = sent;
  const plain = prices.map(({ guests, priceCents }) => ({ guests, priceCents }));
  return sameValue({ ...night, prices: plain }, after);
}
