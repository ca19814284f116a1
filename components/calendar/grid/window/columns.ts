import { civilOf, type EpochDay } from '#server/kernel/calendar-date.ts';
import type { LineKey } from '../../model/cells.ts';
import type { Extent } from '../../selection/selection.ts';
import type { CellMarks } from '../cells/rate-cell.tsx';
import { isWeekendNight } from './layout.ts';

/** The nights drawn, and how wide. */
export interface Columns {
  readonly from: EpochDay;
  readonly width: number;
  /** First and last column in sight. */
  readonly first: number;
  readonly last: number;
  /** The nights that have been read; others are on their way. */
  readonly knownFrom: EpochDay;
  readonly knownTo: EpochDay;
  readonly weekendNights: readonly number[];
}

/** Where a row is touched by the selection; null = not at all. */
export interface RowSelection {
  readonly selectedFrom: EpochDay | null;
  readonly selectedTo: EpochDay | null;
  readonly activeDay: EpochDay | null;
}

export const UNTOUCHED: RowSelection = { selectedFrom: null, selectedTo: null, activeDay: null };

/** The part of a selection that lies in a row. */
export function rowSelection(
  line: LineKey,
  extent: Extent | null,
  active: { line: LineKey; day: EpochDay } | null,
): RowSelection {
  const isIn = extent?.lines.includes(line) ?? false;
  const activeDay = active?.line === line ? active.day : null;
  if (!isIn && activeDay === null) return UNTOUCHED;
  return {
    selectedFrom: isIn && extent ? extent.from : null,
    selectedTo: isIn && extent ? extent.to : null,
    activeDay,
  };
}

/** The columns to draw: those in sight, and the active one so that it keeps the focus. */
export function columnsToDraw(columns: Columns, activeDay: EpochDay | null): number[] {
  const list: number[] = [];
  for (let i = columns.first; i <= columns.last; i++) list.push(i);
  const active = activeDay === null ? null : activeDay - columns.from;
  if (active !== null && active >= 0) {
    if (active < columns.first) list.unshift(active);
    else if (active > columns.last) list.push(active);
  }
  return list;
}

/** Whether a night has been read. */
export function isKnown(columns: Columns, day: EpochDay): boolean {
  return day >= columns.knownFrom && day <= columns.knownTo;
}

/** The marks of one cell. */
export function marksOf(
  columns: Columns,
  column: number,
  today: EpochDay,
  selection: RowSelection,
  isFlashing: boolean,
): CellMarks {
  const day = columns.from + column;
  const { selectedFrom, selectedTo, activeDay } = selection;
  return {
    column,
    left: column * columns.width,
    width: columns.width,
    isActive: activeDay === day,
    isSelected:
      selectedFrom !== null && selectedTo !== null && day >= selectedFrom && day <= selectedTo,
    isPast: day < today,
    isWeekend: isWeekendNight(columns, day),
    isMonthEnd: civilOf(day + 1).day === 1,
    isFlashing,
  };
}
