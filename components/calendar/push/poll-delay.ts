import type { BatchState } from '#server/domain/pushes/schema.ts';

const FAST_MS = 1_000;
const SLOW_MS = 10_000;

/** Answers after which a sending that still runs is asked for less often. */
const PATIENT_AFTER = 10;

/**
 * Milliseconds until a sending is asked for again: once a second at first, what takes long less and
 * less often; false = it is over.
 */
export function pollDelay(
  batch: { readonly state: BatchState } | undefined,
  answers: number,
): number | false {
  if (!batch) return FAST_MS;
  if (batch.state !== 'running') return false;
  return Math.min(FAST_MS * 1.15 ** Math.max(answers - PATIENT_AFTER, 0), SLOW_MS);
}
