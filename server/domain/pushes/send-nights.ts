import { type RateNight, sameNight } from '#server/domain/rates/night.ts';
import {
  type RateWrite,
  type SupplierUpstream,
  UpstreamError,
  type UpstreamNotice,
} from '#server/domain/suppliers/upstream.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns, type Run } from '#server/kernel/day-runs.ts';
import type { Cell, NightValue } from './cells.ts';
import type { ItemRow } from './data.ts';

/**
 * What one write of rates holds at most. Upstream's own limits are not known; its documentation is
 * that of a .NET service, and those refuse bodies over 65,536 bytes unless they are told otherwise.
 * Stock needs no such care: the three years that can be sent at once stay below.
 */
export const RATES_WRITE_LIMITS = { bytes: 60_000, periods: 200 } as const;

/** A period on the wire is at most so many bytes longer than as we hold it: its names are longer. */
const NAMES_BYTES = 170;

/** What became of the nights that were due. */
export interface SentNights {
  /** Those that were refused are rejected, those that were not sent are queued again. */
  readonly cells: Cell[];
  readonly warnings: readonly UpstreamNotice[];
  /** Upstream's words on what it refused. */
  readonly words: string | null;
  /** Calls that upstream may have seen. */
  readonly writes: number;
  /** Why not everything that was due was sent. */
  readonly stoppedBy: UpstreamError | null;
}

/** Nights that are sent in one call. */
interface Part {
  readonly holds: (cell: Cell) => boolean;
  readonly send: () => Promise<readonly UpstreamNotice[]>;
}

/**
 * Sends the nights of an item that are due, whole, in as few calls as their size allows. A call that
 * is refused concerns its own nights alone; one without a clear answer is the last.
 */
export async function sendNights(
  upstream: SupplierUpstream,
  item: ItemRow,
  cells: readonly Cell[],
): Promise<SentNights> {
  const due = cells.filter((cell) => cell.state === 'sending');
  const warnings: UpstreamNotice[] = [];
  const refused: Part[] = [];
  const parts = partsOf(upstream, item, due);
  let words: string | null = null;
  const ended = (writes: number, unsent: readonly Part[], stoppedBy: UpstreamError | null) => {
    const moved = movedTo(movedTo(cells, refused, 'rejected'), unsent, 'queued');
    return { cells: moved, warnings, words, writes, stoppedBy };
  };
  for (const [i, part] of parts.entries()) {
    try {
      warnings.push(...(await part.send()));
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      if (error.outcomeUnknown) return ended(i + 1, parts.slice(i + 1), error);
      if (['rate_limited', 'held', 'key_refused'].includes(error.failure))
        return ended(i, parts.slice(i), error);
      refused.push(part);
      words ??= error.words;
    }
  }
  return ended(parts.length, [], null);
}

function movedTo(cells: readonly Cell[], parts: readonly Part[], state: Cell['state']): Cell[] {
  return cells.map((cell) =>
    cell.state === 'sending' && parts.some((part) => part.holds(cell)) ? { ...cell, state } : cell,
  );
}

function partsOf(
  upstream: SupplierUpstream,
  { accommodationId, aspect }: ItemRow,
  due: readonly Cell[],
): Part[] {
  if (aspect === 'stock') {
    const units = due.map(({ day, sent }): [EpochDay, number] => [day, Number(sent)]);
    const send = () => upstream.setStock(accommodationId, new Map(units));
    return [{ holds: () => true, send }];
  }
  return ratePartsOf(due).map((rows) => ({
    holds: ({ rateTypeId, day }) =>
      rows.some((row) => row.rateTypeId === rateTypeId && row.nights.at(day) !== undefined),
    send: () => upstream.setRates(accommodationId, rows),
  }));
}

/** The rows of each call that sends some rates: whole periods, in order, within the limits. */
export function ratePartsOf(due: readonly Cell[]): RateWrite[][] {
  const { bytes, periods } = RATES_WRITE_LIMITS;
  const parts: Map<number, Run<RateNight>[]>[] = [];
  let left = { bytes: 0, periods: 0 };
  for (const rateTypeId of new Set(due.flatMap((cell) => cell.rateTypeId ?? []))) {
    for (const run of DayRuns.fromDays(nightsOf(due, rateTypeId), sameNight).runs) {
      const size = Buffer.byteLength(JSON.stringify(run)) + NAMES_BYTES;
      if (left.bytes < size || left.periods < 1) {
        parts.push(new Map());
        left = { bytes, periods };
      }
      left = { bytes: left.bytes - size, periods: left.periods - 1 };
      const part = parts.at(-1);
      part?.set(rateTypeId, [...(part.get(rateTypeId) ?? []), run]);
    }
  }
  return parts.map((part) =>
    [...part].map(([rateTypeId, runs]) => ({ rateTypeId, nights: DayRuns.from(runs, sameNight) })),
  );
}

function nightsOf(cells: readonly Cell[], rateTypeId: number): [EpochDay, RateNight][] {
  return cells.flatMap(({ rateTypeId: own, day, sent }): [EpochDay, RateNight][] =>
    own === rateTypeId && isNight(sent) ? [[day, sent]] : [],
  );
}

function isNight(value: NightValue | null): value is RateNight {
  return value !== null && typeof value !== 'number';
}
