import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { isoWeekday } from '#server/kernel/calendar-date.ts';
import type { CellAddress, LineKey } from '../model/cells.ts';

/** A rectangle of lines and nights, from where it was begun to where the eye is. */
export interface Selection {
  readonly anchor: CellAddress;
  readonly focus: CellAddress;
  /** The view stays where it is instead of following the focus. */
  readonly isStill?: boolean;
}

/** The lines in order and the nights that can be reached. */
export interface Ground {
  readonly lines: readonly LineKey[];
  readonly from: EpochDay;
  readonly to: EpochDay;
}

export interface Extent {
  readonly lines: readonly LineKey[];
  readonly from: EpochDay;
  readonly to: EpochDay;
}

/** Only this cell. */
export function selectCell(address: CellAddress): Selection {
  return { anchor: address, focus: address };
}

/** From where the selection began to this cell. */
export function extendTo(selection: Selection | null, address: CellAddress): Selection {
  return { anchor: selection?.anchor ?? address, focus: address };
}

/** Every line, from the first night that may be edited. */
export function selectAll(ground: Ground, firstDay: EpochDay): Selection | null {
  const [first, last] = [ground.lines[0], ground.lines[ground.lines.length - 1]];
  if (first === undefined || last === undefined) return null;
  return {
    anchor: { line: first, day: ground.to },
    focus: { line: last, day: clamp(firstDay, ground.from, ground.to) },
    isStill: true,
  };
}

/**
 * The lines and nights of a selection: those dragged over and no others. Lines that are not on the
 * ground any more count as absent.
 */
export function extentOf(selection: Selection, ground: Ground): Extent {
  const { anchor, focus } = selection;
  const a = ground.lines.indexOf(anchor.line);
  const b = ground.lines.indexOf(focus.line);
  const lines = a < 0 || b < 0 ? [] : ground.lines.slice(Math.min(a, b), Math.max(a, b) + 1);
  return {
    lines,
    from: Math.max(Math.min(anchor.day, focus.day), ground.from),
    to: Math.min(Math.max(anchor.day, focus.day), ground.to),
  };
}

/** The cells of an extent from `firstDay` on whose weekday is in the mask. */
export function cellsOf(
  extent: Extent,
  firstDay: EpochDay,
  weekdays: ReadonlySet<number> | null = null,
): CellAddress[] {
  const cells: CellAddress[] = [];
  for (const line of extent.lines)
    for (let day = Math.max(extent.from, firstDay); day <= extent.to; day++)
      if (!weekdays || weekdays.has(isoWeekday(day))) cells.push({ line, day });
  return cells;
}

export interface KeyPress {
  readonly key: string;
  readonly shift: boolean;
  readonly control: boolean;
}

/** How far a key moves, in lines and nights; `Infinity` = to the border. */
function strideOf({ key, control }: KeyPress, pageLines: number): [number, number] | null {
  const far = Number.POSITIVE_INFINITY;
  switch (key) {
    case 'ArrowLeft':
      return [0, control ? -7 : -1];
    case 'ArrowRight':
      return [0, control ? 7 : 1];
    case 'ArrowUp':
      return [control ? -far : -1, 0];
    case 'ArrowDown':
      return [control ? far : 1, 0];
    case 'Home':
      return [control ? -far : 0, -far];
    case 'End':
      return [control ? far : 0, far];
    case 'PageUp':
      return [-pageLines, 0];
    case 'PageDown':
      return [pageLines, 0];
    default:
      return null;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** The selection after a key that moves, or null when the key moves nothing. */
export function moveBy(
  selection: Selection,
  press: KeyPress,
  ground: Ground,
  pageLines: number,
): Selection | null {
  const stride = strideOf(press, pageLines);
  const index = ground.lines.indexOf(selection.focus.line);
  if (!stride || ground.lines.length === 0) return null;
  const lineIndex = clamp(Math.max(index, 0) + stride[0], 0, ground.lines.length - 1);
  const day = clamp(selection.focus.day + stride[1], ground.from, ground.to);
  const address = { line: ground.lines[lineIndex] ?? selection.focus.line, day };
  return press.shift ? extendTo(selection, address) : selectCell(address);
}
