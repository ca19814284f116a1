// biome-ignore-all lint/a11y/useSemanticElements: a grid drawn in part is placed by position, which table elements cannot
'use client';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type Desk, useDesk } from '../desk/desk.tsx';
import { type CalendarModel, type RateLine, rateLinesOf } from '../model/calendar-model.ts';
import { useCellWords } from '../model/use-cell-words.ts';
import { aroundToday } from '../range/search-params.ts';
import { extendTo, extentOf, selectCell } from '../selection/selection.ts';
import { CellEditor } from './cells/cell-editor.tsx';
import { GridHeader } from './grid-header.tsx';
import { GridRow } from './grid-row.tsx';
import { useActiveCell } from './input/use-active-cell.ts';
import { useCellEditing } from './input/use-cell-editing.ts';
import { useGridKeys } from './input/use-grid-keys.ts';
import { useGridPointer } from './input/use-grid-pointer.ts';
import { useFlashes } from './use-flashes.ts';
import { rowSelection } from './window/columns.ts';
import { HEADER_HEIGHT } from './window/layout.ts';
import { type GridWindow, useGridWindow } from './window/use-grid-window.ts';

const LONGEST_MONTH = 31;

interface Props {
  namesWidth: number;
  /** Begins with today in sight where the month on show holds it, as after a phone's page. */
  startsAtToday: boolean;
  onOpenPanel: () => void;
  /** A press or a drag has ended. */
  onSelected: () => void;
}

/** The rate lines of every accommodation. */
function useSiblings(model: CalendarModel): ReadonlyMap<number, RateLine[]> {
  return useMemo(() => {
    const ids = model.lines.map(({ accommodation: { id } }) => id);
    return new Map(ids.map((id) => [id, rateLinesOf(model, id)]));
  }, [model]);
}

/** Another range begins at its first night; after a phone's month, with today in sight. */
function useBeginning({ range, today }: Desk, view: GridWindow, startsAtToday: boolean): void {
  const [opening] = useState(range.from);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another range begins anew
  useLayoutEffect(() => {
    const lead = aroundToday(range, today).from - range.from;
    const isMeant = startsAtToday && range.from === opening && lead > 0 && lead < LONGEST_MONTH;
    view.scrollToColumn(isMeant ? lead : 0);
  }, [range.from]);
}

interface TodayProps {
  column: number;
  nights: number;
  left: number;
  width: number;
}

/** Where the present stands, through every row. */
function TodayLine({ column, nights, left, width }: TodayProps) {
  if (column < 0 || column >= nights) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-y-0 z-[4] w-0.5 -translate-x-px bg-accent"
      style={{ left: left + column * width }}
    />
  );
}

/** Accommodations × nights. Only what is in sight is in the document, plus the cell in focus. */
export function CalendarGrid({ namesWidth, startsAtToday, onOpenPanel, onSelected }: Props) {
  const desk = useDesk();
  const { model, lines, range, selection, ground, staged, pushes, today, density } = desk;
  const t = useTranslations();
  const words = useCellWords();
  const scroller = useRef<HTMLDivElement>(null);
  const view = useGridWindow(desk, scroller);
  const { active, row, refocus } = useActiveCell(desk, scroller, view, namesWidth);
  const flashes = useFlashes(pushes.outcomes);
  const cell = useCellEditing(refocus);
  const extent = useMemo(
    () => (selection ? extentOf(selection, ground) : null),
    [selection, ground],
  );
  const siblings = useSiblings(model);
  useBeginning(desk, view, startsAtToday);

  const onKeyDown = useGridKeys({
    active,
    pageLines: Math.max(1, view.rows.length - 8),
    onEdit: cell.begin,
    onOpenPanel,
  });
  const selectLines = (
    from: number,
    to: number,
    first = ground.lines[0],
    last = ground.lines.at(-1),
  ) => {
    if (first === undefined || last === undefined) return;
    desk.setSelection({ anchor: { line: first, day: from }, focus: { line: last, day: to } });
    onSelected();
  };
  const pointer = useGridPointer(scroller, {
    onPress: (address, extend) => {
      desk.setSelection(extend ? extendTo(selection, address) : selectCell(address));
      refocus();
    },
    onDragTo: (address) => desk.setSelection(extendTo(selection, address)),
    onRelease: onSelected,
    onHeader: (day) => selectLines(day, day),
    onRowHeader: (line) => selectLines(Math.max(today, ground.from), ground.to, line, line),
  });

  const { columns } = view;
  const indices = view.rows.includes(row) || row < 0 ? view.rows : [...view.rows, row];
  const totalWidth = namesWidth + range.nights * columns.width;
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={t('calendar.grid')}
      aria-rowcount={lines.length + 1}
      aria-colcount={range.nights + 1}
      aria-multiselectable="true"
      tabIndex={-1}
      data-names={namesWidth}
      data-header={HEADER_HEIGHT}
      onKeyDown={onKeyDown}
      onPointerDown={pointer.onPointerDown}
      onClick={pointer.onClick}
      onDoubleClick={() => selection && cell.begin(selection.focus, null)}
      className="relative min-h-0 flex-1 touch-pan-x touch-pan-y overflow-auto overscroll-contain bg-paper outline-none"
      style={{ '--names': `${namesWidth}px` } as CSSProperties}
    >
      <GridHeader columns={columns} nights={range.nights} namesWidth={namesWidth} today={today} />
      <div role="rowgroup" className="relative" style={{ height: view.height, width: totalWidth }}>
        {indices.map((index) => {
          const line = lines[index];
          if (!line) return null;
          return (
            <GridRow
              key={line.key}
              line={line}
              siblings={siblings.get(line.accommodation.id) ?? []}
              index={index}
              top={view.tops[index] ?? 0}
              height={view.heights[index] ?? 0}
              totalWidth={totalWidth}
              namesWidth={namesWidth}
              columns={columns}
              selection={rowSelection(line.key, extent, active)}
              today={today}
              edits={staged.edits.get(line.key)}
              outcomes={pushes.outcomes.get(line.key)}
              flashing={flashes.get(line.key)}
              isSmall={range.zoom === 'year'}
              isCompact={density === 'compact'}
              editor={
                cell.editing?.address.line === line.key ? (
                  <CellEditor
                    key={cell.editing.address.day}
                    name={`${line.accommodation.name}, ${words.lineName(line)}`}
                    initial={cell.editing.initial}
                    isWhole={cell.editing.isWhole}
                    left={(cell.editing.address.day - range.from) * columns.width}
                    width={columns.width}
                    isValid={cell.isValid}
                    onCommit={cell.commit}
                    onCancel={cell.cancel}
                    hint={t('panel.cells', { count: cell.count })}
                  />
                ) : null
              }
            />
          );
        })}
        <TodayLine
          column={today - range.from}
          nights={range.nights}
          left={namesWidth}
          width={columns.width}
        />
      </div>
    </div>
  );
}
