import type { Day } from '../calendar.ts';
import { canonical, type JsonObject } from '../json.ts';

/** One wanted cell: `null` removes it. Stock has the single row 0, rates a row per rate type. */
export interface Cell {
  row: number;
  day: Day;
  value: JsonObject | null;
}

export interface CellChange {
  row: number;
  day: Day;
  before: JsonObject | null;
  after: JsonObject | null;
}

export type CellText = (row: number, day: Day, value: JsonObject) => string;

interface StaleView {
  /** Reads still to be answered with the old state. */
  reads: number;
  until: number;
}

interface LastWrite {
  at: number;
  undo: readonly CellChange[];
  stale: StaleView | null;
}

function same(left: JsonObject | null, right: JsonObject | null): boolean {
  if (left === null || right === null) return left === right;
  return left === right || canonical(left) === canonical(right);
}

/** The nights of one accommodation: rows of one value per day, with their serialised answers. */
export class Sheet {
  private readonly rows = new Map<number, Map<Day, JsonObject>>();
  private readonly texts = new Map<string, Buffer>();
  private lastWrite: LastWrite | null = null;

  /** The value of one cell. */
  get(row: number, day: Day): JsonObject | null {
    return this.rows.get(row)?.get(day) ?? null;
  }

  /** Sets one cell without a trace: for seeding. */
  put(row: number, day: Day, value: JsonObject): void {
    this.rowOf(row).set(day, value);
  }

  /** Days of a row that have a value. */
  days(row: number): Day[] {
    return [...(this.rows.get(row)?.keys() ?? [])].sort((a, b) => a - b);
  }

  /** Upserts cells, last one wins; answers the cells that really changed. */
  apply(cells: readonly Cell[], at: number): CellChange[] {
    const first = new Map<string, CellChange>();
    for (const { row, day, value } of cells) {
      const key = `${row}:${day}`;
      const seen = first.get(key);
      if (seen) seen.after = value;
      else first.set(key, { row, day, before: this.get(row, day), after: value });
    }
    const changes = [...first.values()].filter((change) => !same(change.before, change.after));
    for (const { row, day, after } of changes) {
      if (after === null) this.rows.get(row)?.delete(day);
      else this.rowOf(row).set(day, after);
    }
    if (changes.length > 0) this.texts.clear();
    this.lastWrite = { at, undo: changes, stale: null };
    return changes;
  }

  /** From now on reads answer the state before the last write, for some reads or milliseconds. */
  armStale(budget: { reads?: number; ms?: number }): void {
    if (!this.lastWrite || this.lastWrite.stale) return;
    const until =
      budget.ms === undefined ? Number.POSITIVE_INFINITY : this.lastWrite.at + budget.ms;
    this.lastWrite.stale = { reads: budget.reads ?? Number.POSITIVE_INFINITY, until };
  }

  /** Serialises the cells of a range by row, then day; cached until the next change. */
  text(name: string, from: Day, to: Day, cellText: CellText, now: number): string | Buffer {
    if (this.takeStale(now)) return this.build(this.staleRows(), from, to, cellText);
    const key = `${name}:${from}:${to}`;
    const known = this.texts.get(key);
    if (known) return known;
    const made = Buffer.from(this.build(this.rows, from, to, cellText));
    // Callers choose the range, so the cache must not grow with them.
    if (this.texts.size >= 8) this.texts.clear();
    this.texts.set(key, made);
    return made;
  }

  private takeStale(now: number): boolean {
    const stale = this.lastWrite?.stale;
    if (!stale || stale.reads <= 0 || now >= stale.until) return false;
    stale.reads -= 1;
    return true;
  }

  private staleRows(): Map<number, Map<Day, JsonObject>> {
    const rows = new Map([...this.rows].map(([row, days]) => [row, new Map(days)]));
    for (const { row, day, before } of this.lastWrite?.undo ?? []) {
      const days = rows.get(row) ?? new Map<Day, JsonObject>();
      rows.set(row, days);
      if (before === null) days.delete(day);
      else days.set(day, before);
    }
    return rows;
  }

  private build(
    rows: Map<number, Map<Day, JsonObject>>,
    from: Day,
    to: Day,
    cellText: CellText,
  ): string {
    const parts: string[] = [];
    for (const row of [...rows.keys()].sort((a, b) => a - b)) {
      const days = [...(rows.get(row) ?? [])].filter(([day]) => day >= from && day <= to);
      days.sort(([a], [b]) => a - b);
      for (const [day, value] of days) parts.push(cellText(row, day, value));
    }
    return parts.join(',');
  }

  private rowOf(row: number): Map<Day, JsonObject> {
    const known = this.rows.get(row);
    if (known) return known;
    const made = new Map<Day, JsonObject>();
    this.rows.set(row, made);
    return made;
  }
}
