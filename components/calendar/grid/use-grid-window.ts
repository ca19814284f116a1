'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useMemo } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import type { Desk } from '../desk/desk.tsx';
import type { Columns } from './columns.ts';
import { columnWidth, lineHeight } from './layout.ts';

export interface GridWindow {
  readonly columns: Columns;
  /** Indices of the rows in sight. */
  readonly rows: readonly number[];
  readonly heights: readonly number[];
  readonly tops: readonly number[];
  readonly height: number;
  readonly scrollToColumn: (column: number) => void;
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
  const rowItems = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[index] ?? 0,
    overscan: 3,
  });
  const columnItems = useVirtualizer({
    horizontal: true,
    count: range.nights,
    getScrollElement: () => scroller.current,
    estimateSize: () => width,
    overscan: 4,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizers keep sizes of their own
  useLayoutEffect(() => {
    rowItems.measure();
    columnItems.measure();
  }, [heights, width]);

  const shown = columnItems.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown[shown.length - 1]?.index ?? -1;
  const columns = useMemo(
    () => ({
      from: range.from,
      width,
      first,
      last,
      knownFrom: model.from,
      knownTo: model.to,
    }),
    [range.from, width, first, last, model.from, model.to],
  );
  return {
    columns,
    rows: rowItems.getVirtualItems().map(({ index }) => index),
    heights,
    tops,
    height: (tops[tops.length - 1] ?? 0) + (heights[heights.length - 1] ?? 0),
    scrollToColumn: (column) => {
      scroller.current?.scrollTo({ left: column * width });
    },
  };
}
