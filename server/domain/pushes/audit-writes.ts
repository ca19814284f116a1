import type { Database, Statement } from '#server/db/client.ts';
import { auditRecord, type WrittenBy } from '#server/domain/audit/record-write.ts';
import type { BatchCell } from '#server/domain/pushes/schema.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { cellView, isFinal } from './cells.ts';
import type { ItemRow } from './data.ts';
import { countCells, itemStateOf } from './states.ts';

/** Bytes of what is told of one item; of a larger one the runs that fit are told. */
const MOST_BYTES = 60_000;

/** Consecutive nights of one row that ended alike; `read` where it is not what was sent. */
interface PushedRun extends Omit<BatchCell, 'date' | 'read'> {
  readonly read?: BatchCell['read'];
  readonly from: BatchCell['date'];
  readonly to: BatchCell['date'];
}

/**
 * The record of how an item ended, by the hand of whoever asked for it; none while it is open, and
 * none a second time. What upstream said may be anything, so only that it spoke is told.
 */
export function endedRecord(
  deps: { readonly database: Database; readonly clock: Clock },
  by: WrittenBy,
  before: ItemRow,
  after: ItemRow,
): Statement[] {
  const state = itemStateOf(after.cells);
  if (!isFinal(state) || isFinal(itemStateOf(before.cells))) return [];
  const { itemId, supplierId, accommodationId, aspect, batchId, cells } = after;
  const counts = Object.entries(countCells(cells)).filter(([, count]) => count > 0);
  const told = {
    ...{ batchId, accommodationId, aspect, state },
    counts: Object.fromEntries(counts),
    hasUpstreamMessage: after.upstreamMessage !== null,
    ...fitting(runsOf(after)),
  };
  const target = `item:${itemId}`;
  return [auditRecord(deps, by, { action: 'rates.pushed', supplierId, target, after: told })];
}

function runsOf({ cells }: ItemRow): PushedRun[] {
  const runs: PushedRun[] = [];
  let last: { run: PushedRun; day: number; key: string } | undefined;
  for (const cell of cells) {
    const { date, read, ...told } = cellView(cell);
    const isAsSent = JSON.stringify(read) === JSON.stringify(told.sent);
    const rest = { ...told, ...(!isAsSent && { read }) };
    const key = JSON.stringify(rest);
    if (last && last.day + 1 === cell.day && last.key === key) {
      last = { run: { ...last.run, to: date }, day: cell.day, key };
      runs[runs.length - 1] = last.run;
    } else {
      last = { run: { from: date, to: date, ...rest }, day: cell.day, key };
      runs.push(last.run);
    }
  }
  return runs;
}

function fitting(runs: readonly PushedRun[]): { cells: PushedRun[]; omittedRuns?: number } {
  const fit: PushedRun[] = [];
  let bytes = 0;
  for (const run of runs) {
    bytes += JSON.stringify(run).length + 1;
    if (bytes > MOST_BYTES) break;
    fit.push(run);
  }
  const omittedRuns = runs.length - fit.length;
  return { cells: fit, ...(omittedRuns > 0 && { omittedRuns }) };
}
