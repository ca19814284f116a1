import type { BatchItem, BatchView } from '#server/domain/pushes/schema.ts';
import { type EpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import { upstreamValue } from '../edit/night-values.ts';
import type { CalendarModel } from '../model/calendar-model.ts';
import type { LineKey } from '../model/cells.ts';
import { type CellOutcome, canRetake, fieldOf, lineOfCell, sentFields } from '../model/outcomes.ts';
import type { WantedEdit } from '../staged/edits.ts';

/** Consecutive nights of one line with the same outcome. */
export interface BatchRow {
  readonly line: LineKey;
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly outcome: Pick<CellOutcome, 'state' | 'before' | 'sent' | 'read'>;
}

/** The nights of an item, equal neighbours told as one. */
export function batchRowsOf(item: BatchItem): BatchRow[] {
  const cells = item.cells
    .map((cell) => ({ line: lineOfCell(item, cell), day: toEpochDay(cell.date), cell }))
    .sort((a, b) => (a.line < b.line ? -1 : a.line > b.line ? 1 : a.day - b.day));
  const rows: { row: BatchRow; text: string }[] = [];
  for (const { line, day, cell } of cells) {
    const { state, before, sent, read } = cell;
    const outcome = { state, before, sent, read };
    const text = `${line} ${JSON.stringify(outcome)}`;
    const last = rows[rows.length - 1];
    if (last?.text === text && last.row.to === day - 1) last.row = { ...last.row, to: day };
    else rows.push({ row: { line, from: day, to: day, outcome }, text });
  }
  return rows.map(({ row }) => row);
}

/**
 * The values of a sending that did not come through, wanted anew: what was sent, over what upstream
 * has now.
 */
export function retakeOf(model: CalendarModel, batch: BatchView): WantedEdit[] {
  return batch.items.flatMap((item) =>
    item.cells.flatMap((cell) => {
      if (!canRetake(cell.state)) return [];
      const key = lineOfCell(item, cell);
      const line = model.byKey.get(key);
      const day = toEpochDay(cell.date);
      const guests = line?.kind === 'rate' ? line.referenceGuests : null;
      return sentFields(cell).flatMap((field): WantedEdit[] => {
        const after = fieldOf(cell.sent, field, guests);
        if (after === null) return [];
        const isInSight = line && day >= model.from && day <= model.to;
        const before = isInSight
          ? upstreamValue(line, day, field)
          : fieldOf(cell.read ?? cell.before, field, guests);
        return [{ line: key, day, field, before, after }];
      });
    }),
  );
}
