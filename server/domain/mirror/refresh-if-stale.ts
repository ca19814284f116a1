import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { mirrorParts } from '#server/domain/suppliers/data.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import type { Call } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { MIRROR_PARTS } from './freshness.ts';
import { refreshJob } from './refresh-supplier.ts';

/** A part that was tried this recently is left alone, so that a dead upstream is not hammered. */
const PAUSE_MS = 30_000;

/** Asks for a refresh of a stale supplier, unless it was tried a moment ago. */
export async function refreshIfStale(
  { database, clock, jobs }: { database: Database; clock: Clock; jobs: JobQueue },
  { actor: { tenant }, requestId }: Call,
  supplierId: number,
): Promise<void> {
  const [parts] = await readTogether(database, [mirrorParts(tenant, supplierId)]);
  const triedAt = Math.max(0, ...parts.map((part) => part.triedAt ?? 0));
  if (clock.now() - triedAt < PAUSE_MS) return;
  await database.batch([jobs.enqueue(refreshJob(tenant, supplierId, MIRROR_PARTS, requestId))]);
  jobs.wake();
}
