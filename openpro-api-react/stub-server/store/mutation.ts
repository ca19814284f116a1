import { type Day, isoDay, parseDay } from '../calendar.ts';
import { field, isObject, type Json, type JsonObject } from '../json.ts';
import type { Cell, CellChange } from './sheet.ts';
import type { DossierRecord, WebhookEntry } from './world.ts';

/** Nights in a row with one value; `null` = removed. */
interface Run {
  row: number;
  from: string;
  to: string;
  value: JsonObject | null;
}

/** A change as it is kept: what holds from then on, whatever was there before. */
export type Mutation =
  | { kind: 'stock' | 'rate'; supplierId: number; accommodationId: number; runs: Run[] }
  | {
      kind: 'link';
      supplierId: number;
      accommodationId: number;
      rateTypeId: number;
      linked: boolean;
    }
  | { kind: 'rateType'; supplierId: number; id: number; element: JsonObject | null }
  | { kind: 'dossier'; supplierId: number; id: number; record: DossierRecord | null }
  | { kind: 'webhook'; url: string; entry: WebhookEntry | null }
  | { kind: 'key'; key: string; revoked: boolean; supplierIds: number[] | null };

/** Changed nights, neighbours of one value as one: a season is one run, not a hundred nights. */
export function runsOf(changes: readonly CellChange[]): Run[] {
  const runs: Run[] = [];
  let last: { run: Run; day: Day; text: string } | null = null;
  for (const { row, day, after } of changes) {
    const text: string = last && last.run.value === after ? last.text : JSON.stringify(after);
    if (last && last.run.row === row && last.day + 1 === day && last.text === text) {
      last.day = day;
      last.run.to = isoDay(day);
      continue;
    }
    const run: Run = { row, from: isoDay(day), to: isoDay(day), value: after };
    runs.push(run);
    last = { run, day, text };
  }
  return runs;
}

/** The nights of kept runs, or null when one cannot be read. */
export function cellsOfRuns(runs: Json | undefined): Cell[] | null {
  if (!Array.isArray(runs)) return null;
  const cells: Cell[] = [];
  for (const run of runs) {
    if (!isObject(run)) return null;
    const { row, value } = run;
    const [from, to] = [parseDay(field(run, 'from')), parseDay(field(run, 'to'))];
    if (typeof row !== 'number' || from === null || to === null) return null;
    if (value === undefined || (value !== null && !isObject(value))) return null;
    for (let day = from; day <= to; day += 1) cells.push({ row, day, value });
  }
  return cells;
}
