import type { Database } from '#server/db/client.ts';
import { createBatch } from '#server/domain/bulk-updates/create-batch.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import type { Call } from '#server/domain/tenancy/actor.ts';
import type { CalendarDate } from '#server/kernel/calendar-date.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest, DomainError } from '#server/kernel/errors.ts';

/**
 * Sets the units left of one accommodation night by night: a batch of its own.
 * @throws {DomainError} as `createBatch`, naming `accommodationId` or `days.<i>.date|units`.
 */
export async function setStock(
  deps: { database: Database; clock: Clock; jobs: JobQueue },
  call: Call,
  input: {
    supplierId: number;
    accommodationId: number;
    idempotencyKey: string;
    days: readonly { date: CalendarDate; units: number }[];
  },
): Promise<{ batchId: string }> {
  const { accommodationId, days, ...rest } = input;
  const changes = days.map(({ date, units }) => ({
    accommodationId,
    from: date,
    to: date,
    set: { units },
  }));
  try {
    return await createBatch(deps, call, 'stock.set', { ...rest, changes });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'BAD_REQUEST') throw error;
    throw badRequest(error.fields.map((field) => ({ ...field, path: ownPath(field.path) })));
  }
}

/** The caller's own field for a field of the change set made from it. */
function ownPath(path: string): string {
  const match = /^changes\.(\d+)\.(.+)$/.exec(path);
  if (!match) return 'days';
  if (match[2] === 'accommodationId') return 'accommodationId';
  return `days.${match[1]}.${match[2] === 'set.units' ? 'units' : 'date'}`;
}
