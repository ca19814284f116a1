import type { PlatformOverview } from '#server/domain/tenancy/schema.ts';

type Row = PlatformOverview[number];

/** What may be wrong with an organisation, from the worst on. */
export const TROUBLES = ['refusedKeys', 'deadJobs', 'failedParts'] as const;

/** Whether something is wrong that somebody has to look at. */
export function worthALook(row: Row): boolean {
  return TROUBLES.some((trouble) => row[trouble] > 0);
}

/** Those with something wrong first, then by name. */
export function worstFirst(rows: PlatformOverview): Row[] {
  return [...rows].sort(
    (a, b) => Number(worthALook(b)) - Number(worthALook(a)) || a.name.localeCompare(b.name),
  );
}
