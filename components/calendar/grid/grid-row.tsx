// biome-ignore-all lint/a11y/useSemanticElements: a grid drawn in part is placed by position, which table elements cannot
'use client';
import { useTranslations } from 'next-intl';
import { memo, type ReactNode, useMemo } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { Line, RateLine, StockLine } from '../model/calendar-model.ts';
import { isClosedNight } from '../model/is-sold.ts';
import type { LineOutcomes } from '../model/outcomes.ts';
import { staysBetween } from '../model/stays.ts';
import { type CellWords, useCellWords } from '../model/use-cell-words.ts';
import type { LineEdits } from '../staged/edits.ts';
import { RateCell } from './cells/rate-cell.tsx';
import { RestrictionGlyph } from './cells/restriction-glyph.tsx';
import { StayBar } from './cells/stay-bar.tsx';
import { StockCell } from './cells/stock-cell.tsx';
import { UnreadCell } from './cells/unread-cell.tsx';
import {
  type Columns,
  columnsToDraw,
  isKnown,
  marksOf,
  type RowSelection,
} from './window/columns.ts';

export interface RowProps {
  line: Line;
  /** The rate lines of the same accommodation. */
  siblings: readonly RateLine[];
  index: number;
  top: number;
  height: number;
  totalWidth: number;
  namesWidth: number;
  columns: Columns;
  selection: RowSelection;
  today: EpochDay;
  edits: LineEdits | undefined;
  outcomes: LineOutcomes | undefined;
  flashing: ReadonlySet<EpochDay> | undefined;
  isSmall: boolean;
  isCompact: boolean;
  /** The cell editor, when it is in this row. */
  editor: ReactNode;
}

const glyph = (arrival: boolean, departure: boolean) =>
  arrival && departure ? null : <RestrictionGlyph arrival={arrival} departure={departure} />;

const unread = (columns: Columns, column: number, name: string) => (
  <UnreadCell
    key={columns.from + column}
    column={column}
    left={column * columns.width}
    width={columns.width}
    name={name}
  />
);

function RateCells(props: RowProps & { line: RateLine; words: CellWords }) {
  const { line, columns, selection, today, edits, outcomes, flashing, words } = props;
  const t = useTranslations('calendar');
  const formats = useFormats();
  const minStayWords = useMemo(() => {
    const known = new Map<number, string>();
    return (count: number) => {
      const text = known.get(count) ?? t('minStayShort', { count });
      known.set(count, text);
      return text;
    };
  }, [t]);
  return columnsToDraw(columns, selection.activeDay).map((column) => {
    const day = columns.from + column;
    if (!isKnown(columns, day)) return unread(columns, column, words.unreadName(line, day));
    const night = line.nights.at(day);
    return (
      <RateCell
        key={day}
        {...marksOf(columns, column, today, selection, flashing?.has(day) ?? false)}
        day={day}
        night={night}
        edits={edits?.get(day)}
        outcome={outcomes?.get(day)}
        isSmall={props.isSmall}
        isCompact={props.isCompact}
        line={line}
        words={words}
        formats={formats}
        minStayWords={minStayWords}
        glyph={glyph}
      />
    );
  });
}

function StockCells(props: RowProps & { line: StockLine; words: CellWords }) {
  const { line, columns, selection, today, edits, outcomes, flashing, words } = props;
  return columnsToDraw(columns, selection.activeDay).map((column) => {
    const day = columns.from + column;
    if (!isKnown(columns, day)) return unread(columns, column, words.unreadName(line, day));
    return (
      <StockCell
        key={day}
        {...marksOf(columns, column, today, selection, flashing?.has(day) ?? false)}
        day={day}
        line={line}
        words={words}
        edits={edits?.get(day)}
        outcome={outcomes?.get(day)}
        isClosed={isClosedNight(line, props.siblings, day)}
      />
    );
  });
}

function Bars({ line, columns }: { line: StockLine; columns: Columns }) {
  const t = useTranslations('calendar');
  const first = columns.from + columns.first;
  const last = columns.from + columns.last;
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0">
      {staysBetween(line.stays, first, last).map((bar) => (
        <StayBar
          key={bar.key}
          bar={bar}
          from={columns.from}
          width={columns.width}
          guestName={bar.booking.guestName ?? t('guestUnnamed')}
          detail={[
            t('nights', { count: bar.departure - bar.arrival }),
            bar.guests === null ? null : t('guests', { count: bar.guests }),
          ]
            .filter(Boolean)
            .join(' · ')}
        />
      ))}
    </div>
  );
}

function RowName({ line, width, words }: { line: Line; width: number; words: CellWords }) {
  const isStock = line.kind === 'stock';
  const name = words.lineName(line);
  return (
    <div
      role="rowheader"
      tabIndex={-1}
      aria-colindex={1}
      aria-label={`${line.accommodation.name}, ${name}`}
      className={`sticky left-0 z-10 flex h-full flex-col justify-center border-r border-b border-line border-r-line-strong px-3 ${isStock ? 'bg-paper' : 'bg-surface pl-5'}`}
      style={{ width }}
    >
      <span
        title={isStock ? line.accommodation.name : name}
        className={
          isStock
            ? 'line-clamp-2 text-13 leading-tight font-semibold'
            : 'truncate text-12 text-muted'
        }
      >
        {isStock ? line.accommodation.name : name}
      </span>
    </div>
  );
}

/** One line of the grid: its name and the cells in sight. */
export const GridRow = memo(function GridRow(props: RowProps) {
  const words = useCellWords();
  const { line, columns } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the cells take the focus
    <div
      role="row"
      aria-rowindex={props.index + 2}
      data-line={line.key}
      className={`absolute left-0 ${line.kind === 'stock' && props.index > 0 ? 'border-t border-line-strong' : ''}`}
      style={{ top: props.top, height: props.height, width: props.totalWidth }}
    >
      <RowName line={line} width={props.namesWidth} words={words} />
      <div
        className="absolute inset-y-0"
        style={{ left: props.namesWidth, right: 0 }}
        role="presentation"
      >
        {line.kind === 'stock' ? (
          <>
            <StockCells {...props} line={line} words={words} />
            <Bars line={line} columns={columns} />
          </>
        ) : (
          <RateCells {...props} line={line} words={words} />
        )}
        {props.editor}
      </div>
    </div>
  );
});
