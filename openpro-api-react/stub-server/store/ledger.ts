import { isoDay } from '../calendar.ts';
import type { JsonObject } from '../json.ts';
import { rateElement, stockElement } from './elements.ts';
import type { CellChange } from './sheet.ts';

export type Actor = 'api' | 'control';
export type ThingKind = 'link' | 'rateType' | 'webhook' | 'dossier';

interface CellEntry {
  seq: number;
  at: number;
  by: Actor;
  supplierId: number;
  accommodationId: number;
  kind: 'stock' | 'rate';
  change: CellChange;
}

interface ThingEntry {
  seq: number;
  at: number;
  by: Actor;
  supplierId: number | null;
  accommodationId: number | null;
  kind: ThingKind;
  key: string;
  before: JsonObject | null;
  after: JsonObject | null;
}

/** A call as the stub saw it; status 0 = no answer was sent. */
export interface Call {
  seq: number;
  at: string;
  method: string;
  path: string;
  query: string;
  status: number;
  requestId: string | null;
  fault: number | null;
}

// A bench may run for long: old entries give way so that memory stays bounded.
const KEPT_ENTRIES = 2_000_000;
const KEPT_CALLS = 200_000;

function trim(list: unknown[], kept: number): void {
  if (list.length > kept * 1.25) list.splice(0, list.length - kept);
}

/** What really changed and who called, under one counter: the oracle of the tests. */
export class Ledger {
  private seq = 0;
  private entries: (CellEntry | ThingEntry)[] = [];
  private seen: Call[] = [];

  /** Notes changed nights. */
  cells(
    where: { supplierId: number; accommodationId: number; kind: 'stock' | 'rate'; by: Actor },
    changes: readonly CellChange[],
    at: number,
  ): void {
    for (const change of changes) this.entries.push({ ...where, change, at, seq: ++this.seq });
    trim(this.entries, KEPT_ENTRIES);
  }

  /** Notes a changed link, rate type, webhook or dossier. */
  thing(entry: Omit<ThingEntry, 'seq'>): void {
    this.entries.push({ ...entry, seq: ++this.seq });
    trim(this.entries, KEPT_ENTRIES);
  }

  /** Notes a call at the moment it was carried out. */
  call(call: Omit<Call, 'seq' | 'at'>, at: number): void {
    this.seen.push({ seq: ++this.seq, at: new Date(at).toISOString(), ...call });
    trim(this.seen, KEPT_CALLS);
  }

  /** Changes after a sequence number, oldest first. */
  changesSince(since: number): JsonObject[] {
    return this.entries.filter((entry) => entry.seq > since).map(rendered);
  }

  /** Calls after a sequence number, oldest first. */
  callsSince(since: number): Call[] {
    return this.seen.filter((call) => call.seq > since);
  }

  /** Forgets everything; the counter goes on, so that a `since` held by a reader stays right. */
  clear(): void {
    this.entries = [];
    this.seen = [];
  }
}

function rendered(entry: CellEntry | ThingEntry): JsonObject {
  const { seq, supplierId, accommodationId, kind, by } = entry;
  const head = { seq, at: new Date(entry.at).toISOString(), supplierId, accommodationId, kind };
  if (!('change' in entry)) {
    return { ...head, key: entry.key, before: entry.before, after: entry.after, by };
  }
  const { row, day, before, after } = entry.change;
  if (entry.kind === 'stock') {
    return {
      ...head,
      key: isoDay(day),
      before: stockElement(day, before),
      after: stockElement(day, after),
      by,
    };
  }
  return {
    ...head,
    key: `${row}:${isoDay(day)}`,
    before: rateElement(row, day, before),
    after: rateElement(row, day, after),
    by,
  };
}
