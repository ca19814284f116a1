'use client';
import { type RefObject, useCallback, useEffect } from 'react';
import type { Desk } from '../../desk/desk.tsx';
import { HEADER_HEIGHT } from '../window/layout.ts';
import type { GridWindow } from '../window/use-grid-window.ts';

/** Brings an interval into sight along one axis. */
function reveal(start: number, size: number, offset: number, room: number): number {
  if (start < offset) return start;
  return start + size > offset + room ? start + size - room : offset;
}

/** Keeps the cell that has the focus in sight, and the focus on it. */
export function useActiveCell(
  desk: Desk,
  scroller: RefObject<HTMLElement | null>,
  view: GridWindow,
  namesWidth: number,
) {
  const { selection, ground, today } = desk;
  const firstLine = ground.lines[0];
  const start = Math.min(Math.max(today, ground.from), ground.to);
  const active =
    selection?.focus ?? (firstLine === undefined ? null : { line: firstLine, day: start });
  const row = active ? ground.lines.indexOf(active.line) : -1;

  const refocus = useCallback(() => {
    // The grid itself at once, so that no key of a quick hand falls beside it; the cell when drawn.
    // A field that has been opened meanwhile keeps the focus.
    const isHere = scroller.current?.contains(document.activeElement) ?? false;
    if (!isHere) scroller.current?.focus({ preventScroll: true });
    requestAnimationFrame(() => {
      if (scroller.current?.querySelector('input')) return;
      scroller.current?.querySelector<HTMLElement>('[data-active]')?.focus({ preventScroll: true });
    });
  }, [scroller]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a focus that moved scrolls
  useEffect(() => {
    const element = scroller.current;
    if (!element || !selection || row < 0) return;
    const { width, from } = view.columns;
    const left = (selection.focus.day - from) * width;
    const isHere =
      element.contains(document.activeElement) || document.activeElement === document.body;
    if (!selection.isStill)
      element.scrollTo(
        reveal(left, width, element.scrollLeft, element.clientWidth - namesWidth),
        reveal(
          view.tops[row] ?? 0,
          view.heights[row] ?? 0,
          element.scrollTop,
          element.clientHeight - HEADER_HEIGHT,
        ),
      );
    if (isHere) refocus();
  }, [selection?.focus]);

  return { active, row, refocus };
}
