import type { Change, PreviewCell } from '#server/domain/bulk-updates/schema.ts';
import { type EpochDay, isoWeekday, toEpochDay } from '#server/kernel/calendar-date.ts';
import {
  EDIT_FIELDS,
  type EditField,
  type FieldValue,
  type LineKey,
  lineKeyOf,
} from '../model/cells.ts';
import { eachEdit, filterEdits, type StagedEdits, type WantedEdit } from '../staged/edits.ts';

/** One entry of the change set as it is reviewed. */
export interface ReviewLine {
  /** Tells the entry apart while others come and go. */
  readonly key: string;
  /** Its place in the change set, which problems name. */
  readonly index: number;
  readonly line: LineKey;
  readonly change: Change;
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly nights: number;
  /** Number of fields of nights. */
  readonly count: number;
  readonly fields: readonly ReviewField[];
  /** The value upstream has moved since it was typed over. */
  readonly isMoved: boolean;
  /** Upstream has all of it already. */
  readonly isNoop: boolean;
}

export interface ReviewField {
  readonly field: EditField;
  /** Every different value before; null = none. */
  readonly before: readonly (FieldValue | null)[];
  readonly after: FieldValue;
}

/** Whether an entry is about a night of a line. */
export function covers(line: ReviewLine, key: LineKey, day: EpochDay): boolean {
  const { weekdays } = line.change;
  if (key !== line.line || day < line.from || day > line.to) return false;
  return !weekdays || weekdays.includes(isoWeekday(day));
}

/** The staged edits that an entry sends. */
export function editsOfLines(edits: StagedEdits, lines: readonly ReviewLine[]): StagedEdits {
  return filterEdits(edits, ({ line, day, field }) =>
    lines.some(
      (entry) =>
        covers(entry, line, day) && entry.fields.some(({ field: wanted }) => wanted === field),
    ),
  );
}

const cellKey = (line: LineKey, day: EpochDay, field: string) => `${line} ${day} ${field}`;

function cellsByKey(cells: readonly PreviewCell[]): Map<string, PreviewCell> {
  return new Map(
    cells.map((cell) => [cellKey(lineKeyOf(cell), toEpochDay(cell.date), cell.field), cell]),
  );
}

/**
 * The entries of a change set with what they replace.
 * @param preview what the server says would change; null while it has not answered
 */
export function reviewLinesOf(
  edits: StagedEdits,
  changes: readonly Change[],
  preview: readonly PreviewCell[] | null,
): ReviewLine[] {
  const previewed = preview && cellsByKey(preview);
  const byLine = new Map<LineKey, WantedEdit[]>();
  for (const edit of eachEdit(edits)) {
    const list = byLine.get(edit.line) ?? [];
    list.push(edit);
    byLine.set(edit.line, list);
  }
  return changes.map((change, index) => {
    const line = lineKeyOf({ ...change, rateTypeId: change.rateTypeId ?? null });
    const head = { line, change, from: toEpochDay(change.from), to: toEpochDay(change.to) };
    const isMine = (day: EpochDay) =>
      day >= head.from &&
      day <= head.to &&
      (!change.weekdays || change.weekdays.includes(isoWeekday(day)));
    const own = (byLine.get(line) ?? []).filter(({ day }) => isMine(day));
    const cellOf = ({ day, field }: WantedEdit) => previewed?.get(cellKey(line, day, field));
    const fields = EDIT_FIELDS.flatMap((field): ReviewField[] => {
      const after = change.set[field];
      if (after === undefined) return [];
      const before = own
        .filter((edit) => edit.field === field)
        .map((edit) => cellOf(edit)?.before ?? edit.before);
      return [{ field, after, before: [...new Set(before)] }];
    });
    return {
      ...head,
      key: JSON.stringify(change),
      index,
      fields,
      nights: new Set(own.map(({ day }) => day)).size,
      count: own.length,
      isMoved: own.some((edit) => {
        const cell = cellOf(edit);
        return cell !== undefined && cell.before !== edit.before;
      }),
      isNoop: previewed !== null && own.every((edit) => cellOf(edit) === undefined),
    };
  });
}

/** The entry that a problem's path (`changes.3.set.priceCents`) is about. */
export function lineOfPath(lines: readonly ReviewLine[], path: string): ReviewLine | undefined {
  const match = /^changes\.(\d+)/.exec(path);
  return match ? lines.find(({ index }) => index === Number(match[1])) : undefined;
}
