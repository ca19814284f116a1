// biome-ignore-all lint/a11y/useSemanticElements: a grid drawn in part is placed by position, which table elements cannot
import { Lock } from 'lucide-react';
import { memo } from 'react';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { StockLine } from '../../model/calendar-model.ts';
import { isOverbooked } from '../../model/is-sold.ts';
import { type CellOutcome, isOnTheWay, isWrong } from '../../model/outcomes.ts';
import { staysOn } from '../../model/stays.ts';
import type { CellWords } from '../../model/use-cell-words.ts';
import type { NightEdits } from '../../staged/edits.ts';
import { CellReason, placeReason } from './cell-reason.tsx';
import type { CellMarks } from './rate-cell.tsx';

interface Props extends CellMarks {
  day: EpochDay;
  edits: NightEdits | undefined;
  outcome: CellOutcome | undefined;
  isClosed: boolean;
  line: StockLine;
  words: CellWords;
}

export const StockCell = memo(function StockCell(props: Props) {
  const { line, words, day, edits, outcome } = props;
  const units = line.units.at(day);
  const total = line.accommodation.units;
  const taken = line.taken.get(day) ?? 0;
  const title = staysOn(line.stays, day).map(words.stay).join('\n');
  const isTravelling = outcome !== undefined && isOnTheWay(outcome.state);
  const wanted = edits?.units?.after ?? (isTravelling ? outcome.sent.units : undefined);
  const left = wanted ?? units;
  const isOver = isOverbooked(line, day);
  const isBad = outcome !== undefined && isWrong(outcome.state) && !edits;
  const remarks = words.remarks(line, day, outcome);
  const share = total ? Math.min(taken / total, 1) : 0;
  return (
    <div
      role="gridcell"
      className="cell figures text-11"
      style={{ left: props.left, width: props.width }}
      data-day={day}
      data-weekend={props.isWeekend || undefined}
      data-month-end={props.isMonthEnd || undefined}
      data-closed={props.isClosed || undefined}
      data-past={props.isPast || undefined}
      data-overbooked={isOver || undefined}
      data-staged={edits || isTravelling ? true : undefined}
      data-selected={props.isSelected || undefined}
      data-active={props.isActive || undefined}
      data-flash={props.isFlashing || undefined}
      data-bad={isBad || undefined}
      aria-colindex={props.column + 2}
      aria-selected={props.isSelected}
      aria-readonly={props.isPast || undefined}
      aria-label={words.stockName(line, day, edits)}
      aria-description={remarks || undefined}
      title={title || undefined}
      tabIndex={props.isActive ? 0 : -1}
      onFocus={isBad ? placeReason : undefined}
    >
      <div className="cell-dim flex h-5 items-center justify-end gap-1 px-1.5">
        {props.isClosed && <Lock size={10} aria-hidden className="mr-auto shrink-0" />}
        {isTravelling && <span className="travelling size-1.5 rounded-full bg-staged-line" />}
        <span className="font-semibold">{left === undefined ? '?' : String(left)}</span>
        {total !== null && <span className="-ml-1 opacity-80">/{total}</span>}
      </div>
      {share > 0 && (
        <div className="absolute inset-x-1 bottom-[2px] h-[3px] rounded-full bg-line" aria-hidden>
          <div
            className={`h-full rounded-full ${isOver ? 'bg-wrong' : 'bg-control'}`}
            style={{ width: `${share * 100}%` }}
          />
        </div>
      )}
      {isBad && <CellReason text={remarks} />}
    </div>
  );
});
