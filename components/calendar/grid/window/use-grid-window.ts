'use client';
import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import type { Desk } from '../../desk/desk.tsx';
import type { Columns } from './columns.ts';
import { columnWidth, lineHeight } from './layout.ts';
import { columnsInSight, rowsInSight } from './visible-span.ts';

export interface GridWindow {
  readonly columns: Columns;
  /** Indices of the rows in sight. */
  readonly rows: readonly number[];
  readonly heights: readonly number[];
  readonly tops: readonly number[];
  readonly height: number;
  readonly scrollToColumn: (column: number) => void;
}

interface Sight {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly first: number;
  readonly last: number;
}

const ROW_MARGIN = 2;
const COLUMN_MARGIN = 3;
const NOTHING: Sight = { firstRow: 0, lastRow: -1, first: 0, last: -1 };

function isSame(a: Sight, b: Sight): boolean {
  return (
    a.firstRow === b.firstRow && a.lastRow === b.lastRow && a.first === b.first && a.last === b.last
  );
}

/** What of the grid is in sight; the page is drawn again only when a row or a night comes or goes. */
function useSight(
  scroller: RefObject<HTMLElement | null>,
  tops: readonly number[],
  heights: readonly number[],
  nights: number,
  width: number,
): Sight {
  const [sight, setSight] = useState(NOTHING);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const { scrollTop, scrollLeft, clientHeight, clientWidth } = element;
      const rows = rowsInSight(tops, heights, scrollTop, clientHeight, ROW_MARGIN);
      const columns = columnsInSight(nights, width, scrollLeft, clientWidth, COLUMN_MARGIN);
      const next = { firstRow: rows.first, lastRow: rows.last, ...columns };
      setSight((last) => (isSame(last, next) ? last : next));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller, tops, heights, nights, width]);
  return sight;
}

/** Which rows and nights are in sight, and where everything lies. */
export function useGridWindow(desk: Desk, scroller: RefObject<HTMLElement | null>): GridWindow {
  const { model, lines, range, staged, density } = desk;
  const formats = useFormats();
  const width = useMemo(
    () => columnWidth(model, staged.edits, range.zoom, formats),
    [model, staged.edits, range.zoom, formats],
  );
  const heights = useMemo(() => lines.map((line) => lineHeight(line, density)), [lines, density]);
  const tops = useMemo(() => {
    let top = 0;
    return heights.map((height) => {
      const own = top;
      top += height;
      return own;
    });
  }, [heights]);
  const { firstRow, lastRow, first, last } = useSight(scroller, tops, heights, range.nights, width);
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
  const rows = Array.from({ length: Math.max(lastRow - firstRow + 1, 0) }, (_, i) => firstRow + i);
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
