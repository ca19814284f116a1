import type { Database } from '#server/db/client.ts';
import { createBatch } from '#server/domain/bulk-updates/create-batch.ts';
import type { Change } from '#server/domain/bulk-updates/schema.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import type { Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { badRequest } from '#server/kernel/errors.ts';

type OwnChange = Omit<Change, 'accommodationId'> & { accommodationId?: number | undefined };

/**
 * Sets rates of one accommodation: a batch of its own.
 * @throws {DomainError} as `createBatch`; BAD_REQUEST when an entry names another accommodation.
 */
export async function setRates(
  deps: { database: Database; clock: Clock; jobs: JobQueue },
  call: Call,
  input: {
    supplierId: number;
    accommodationId: number;
    idempotencyKey: string;
    changes: readonly OwnChange[];
    allowOutOfBounds?: boolean | undefined;
  },
): Promise<{ batchId: string }> {
  const { accommodationId, changes, ...rest } = input;
  const foreign = changes.flatMap((change, i) =>
    change.accommodationId === undefined || change.accommodationId === accommodationId
      ? []
      : [{ path: `changes.${i}.accommodationId`, code: 'unknown_accommodation' as const }],
  );
  if (foreign.length > 0) throw badRequest(foreign);
  return createBatch(deps, call, 'rates.set', {
    ...rest,
    changes: changes.map((change) => ({ ...change, accommodationId })),
  });
}
