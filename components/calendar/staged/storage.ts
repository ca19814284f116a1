import { EDIT_FIELDS, type EditField, type FieldValue, lineOf } from '../model/cells.ts';
import { eachEdit, editsFrom, type StagedEdits, type WantedEdit } from './edits.ts';

const VERSION = 1;

type StoredRun = [
  line: string,
  field: EditField,
  from: number,
  to: number,
  before: FieldValue | null,
  after: FieldValue,
];

/** Edits as a text: runs of nights with equal values, since a year of one price is common. */
export function encodeEdits(edits: StagedEdits): string {
  const sorted = [...eachEdit(edits)].sort(
    (a, b) =>
      (a.line < b.line ? -1 : a.line > b.line ? 1 : 0) ||
      EDIT_FIELDS.indexOf(a.field) - EDIT_FIELDS.indexOf(b.field) ||
      a.day - b.day,
  );
  const runs: StoredRun[] = [];
  for (const { line, field, day, before, after } of sorted) {
    const last = runs[runs.length - 1];
    const continues =
      last?.[0] === line &&
      last[1] === field &&
      last[3] === day - 1 &&
      last[4] === before &&
      last[5] === after;
    if (continues) last[3] = day;
    else runs.push([line, field, day, day, before, after]);
  }
  return JSON.stringify({ version: VERSION, runs });
}

function isValue(value: unknown): value is FieldValue {
  return typeof value === 'boolean' || Number.isSafeInteger(value);
}

function isStoredRun(run: unknown): run is StoredRun {
  if (!Array.isArray(run) || run.length !== 6) return false;
  const [line, field, from, to, before, after] = run;
  return (
    typeof line === 'string' &&
    /^\d+\/(\d+|stock)$/.test(line) &&
    EDIT_FIELDS.includes(field) &&
    Number.isSafeInteger(from) &&
    Number.isSafeInteger(to) &&
    to - from < 2_000 &&
    (before === null || isValue(before)) &&
    isValue(after)
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Edits from a stored text; what cannot be understood is left out, never guessed. */
export function decodeEdits(text: string | null): StagedEdits {
  const stored = text === null ? null : parse(text);
  if (typeof stored !== 'object' || stored === null || !('runs' in stored)) return new Map();
  if (!('version' in stored) || stored.version !== VERSION || !Array.isArray(stored.runs))
    return new Map();
  const list: WantedEdit[] = [];
  for (const run of stored.runs) {
    if (!isStoredRun(run)) continue;
    const [line, field, from, to, before, after] = run;
    lineOf(line);
    for (let day = from; day <= to; day++) list.push({ line, field, day, before, after });
  }
  return editsFrom(list);
}
