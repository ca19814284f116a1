'use client';
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import type { Desk } from '../../desk/desk.tsx';
import type { Line } from '../../model/calendar-model.ts';
import type { Columns } from './columns.ts';
import { columnWidth, lineHeight } from './layout.ts';
import { columnsInSight, rowsInSight, type VisibleSpan } from './visible-span.ts';

export interface GridWindow {
  readonly columns: Columns;
  /** Indices of the rows in sight. */
  readonly rows: readonly number[];
  readonly heights: readonly number[];
  readonly tops: readonly number[];
  readonly height: number;
  readonly scrollToColumn: (column: number) => void;
}

const ROW_MARGIN = 2;
const COLUMN_MARGIN = 3;
const NOTHING: VisibleSpan = { first: 0, last: -1 };

/** What of the grid is in sight; the page is drawn again only when a row or a night comes or goes. */
function useSpan(
  scroller: RefObject<HTMLElement | null>,
  spanIn: (element: HTMLElement) => VisibleSpan,
): VisibleSpan {
  const [span, setSpan] = useState(NOTHING);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const next = spanIn(element);
      setSpan((last) => (last.first === next.first && last.last === next.last ? last : next));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller, spanIn]);
  return span;
}

/** The heights of the lines with the nights in sight; the same list until one of them changes. */
function useHeights(
  { lines, density, range }: Desk,
  { first, last }: VisibleSpan,
): readonly number[] {
  const key = useMemo(() => {
    const [from, to] = [range.from + first, range.from + last];
    return lines.map((line) => lineHeight(line, density, from, to)).join(' ');
  }, [lines, density, range.from, first, last]);
  return useMemo(() => (key === '' ? [] : key.split(' ').map(Number)), [key]);
}

/** Rows above that grow or shrink with the nights in sight do not push what is looked at. */
function useSteadyTop(
  scroller: RefObject<HTMLElement | null>,
  lines: readonly Line[],
  tops: readonly number[],
): void {
  const before = useRef({ lines, tops });
  useLayoutEffect(() => {
    const element = scroller.current;
    const last = before.current;
    before.current = { lines, tops };
    if (!element || last.lines !== lines) return;
    const row = last.tops.findLastIndex((top) => top <= element.scrollTop);
    element.scrollTop += (tops[row] ?? 0) - (last.tops[row] ?? 0);
  }, [scroller, lines, tops]);
}

/** Which rows and nights are in sight, and where everything lies. */
export function useGridWindow(desk: Desk, scroller: RefObject<HTMLElement | null>): GridWindow {
  const { model, lines, range, staged } = desk;
  const formats = useFormats();
  const width = useMemo(
    () => columnWidth(model, staged.edits, range.zoom, formats),
    [model, staged.edits, range.zoom, formats],
  );
  const nights = useSpan(
    scroller,
    useCallback(
      ({ scrollLeft, clientWidth }) =>
        columnsInSight(range.nights, width, scrollLeft, clientWidth, COLUMN_MARGIN),
      [range.nights, width],
    ),
  );
  const heights = useHeights(desk, nights);
  const tops = useMemo(() => {
    let top = 0;
    return heights.map((height) => {
      const own = top;
      top += height;
      return own;
    });
  }, [heights]);
  useSteadyTop(scroller, lines, tops);
  const sight = useSpan(
    scroller,
    useCallback(
      ({ scrollTop, clientHeight }) =>
        rowsInSight(tops, heights, scrollTop, clientHeight, ROW_MARGIN),
      [tops, heights],
    ),
  );
  const { first, last } = nights;
  const columns = useMemo(
    () => ({
      from: range.from,
      width,
      first,
      last: Math.min(last, range.nights - 1),
      knownFrom: model.from,
      knownTo: model.to,
      weekendNights: model.weekendNights,
    }),
    [range.from, range.nights, width, first, last, model.from, model.to, model.weekendNights],
  );
  const rows = Array.from(
    { length: Math.max(sight.last - sight.first + 1, 0) },
    (_, i) => sight.first + i,
  );
  return {
    columns,
    rows,
    heights,
    tops,
    height: (tops[tops.length - 1] ?? 0) + (heights[heights.length - 1] ?? 0),
    scrollToColumn: (column) => {
      scroller.current?.scrollTo({ left: column * width });
    },
  };
}
