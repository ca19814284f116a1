import type { BatchCounts, BatchState, ItemState } from '#server/domain/pushes/schema.ts';
import { type Cell, isFinal } from './cells.ts';

/** The order in which one state of several stands for the whole: the most urgent first. */
const BY_URGENCY: readonly ItemState[] = [
  'sending',
  'verifying',
  'queued',
  'blocked_credentials',
  'rejected',
  'failed',
  'mismatch',
  'conflict',
  'cancelled',
  'superseded',
  'applied',
];

/** The state of an item from its cells; an item without cells is applied. */
export function itemStateOf(cells: readonly Cell[]): ItemState {
  const present = new Set(cells.map((cell) => cell.state));
  return BY_URGENCY.find((state) => present.has(state)) ?? 'applied';
}

/**
 * The state of a batch from its items: running while one moves, attention when the owner must look
 * at one, cancelled when it was cancelled and nothing was sent, else done.
 */
export function batchStateOf(items: readonly ItemState[], cancelled: boolean): BatchState {
  if (items.some((state) => !isFinal(state))) return 'running';
  if (items.some((state) => !['applied', 'superseded', 'cancelled'].includes(state)))
    return 'attention';
  return cancelled && items.every((state) => state === 'cancelled') ? 'cancelled' : 'done';
}

const NONE: BatchCounts = {
  total: 0,
  queued: 0,
  sending: 0,
  verifying: 0,
  applied: 0,
  mismatch: 0,
  rejected: 0,
  conflict: 0,
  blocked_credentials: 0,
  superseded: 0,
  cancelled: 0,
  failed: 0,
};

/** Number of cells by state. */
export function countCells(cells: Iterable<Cell>): BatchCounts {
  const counts: BatchCounts = { ...NONE };
  for (const cell of cells) {
    counts.total += 1;
    counts[cell.state] += 1;
  }
  return counts;
}

/** The counts of several items together. */
export function addCounts(all: readonly BatchCounts[]): BatchCounts {
  const sum: BatchCounts = { ...NONE };
  for (const counts of all)
    for (const name of Object.keys(sum) as (keyof BatchCounts)[]) sum[name] += counts[name];
  return sum;
}
