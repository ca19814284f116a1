// biome-ignore-all lint/a11y/useSemanticElements: a grid drawn in part is placed by position, which table elements cannot
import { Lock } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Formats } from '#components/i18n/formats.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { RateLine } from '../../model/calendar-model.ts';
import { NEW_NIGHT, type NightCell } from '../../model/cells.ts';
import { type CellOutcome, fieldOf, isOnTheWay, isWrong } from '../../model/outcomes.ts';
import type { CellWords } from '../../model/use-cell-words.ts';
import type { NightEdits, StagedValue } from '../../staged/edits.ts';
import { wholeEuros } from '../window/layout.ts';
import { CellReason, placeReason } from './cell-reason.tsx';

/** How a night stands in the grid; plain values, so that a cell is drawn again only when one moves. */
export interface CellMarks {
  readonly column: number;
  readonly left: number;
  readonly width: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly isPast: boolean;
  readonly isWeekend: boolean;
  readonly isMonthEnd: boolean;
  readonly isFlashing: boolean;
}

interface Props extends CellMarks {
  day: EpochDay;
  night: NightCell | undefined;
  edits: NightEdits | undefined;
  outcome: CellOutcome | undefined;
  isSmall: boolean;
  isCompact: boolean;
  line: RateLine;
  words: CellWords;
  formats: Formats;
  minStayWords: (nights: number) => string;
  glyph: (arrival: boolean, departure: boolean) => ReactNode;
}

/** A price or stay that is on its way is shown as sent, since that is what is wanted. */
function shown(props: Props): NightCell | null {
  const { night, edits, outcome } = props;
  const { referenceGuests } = props.line;
  const base = night ?? (edits?.priceCents ? NEW_NIGHT : null);
  const sent = outcome && isOnTheWay(outcome.state) ? outcome.sent : null;
  if (!base && !sent) return null;
  const pick = <T extends number | boolean | null>(field: keyof NightCell, fallback: T) => {
    const staged: StagedValue | undefined = edits?.[field];
    return (staged?.after ?? fieldOf(sent, field, referenceGuests) ?? fallback) as T;
  };
  const from = base ?? NEW_NIGHT;
  return {
    priceCents: pick('priceCents', from.priceCents),
    minStay: pick('minStay', from.minStay),
    maxStay: pick('maxStay', from.maxStay),
    open: pick('open', from.open),
    arrivalAllowed: pick('arrivalAllowed', from.arrivalAllowed),
    departureAllowed: pick('departureAllowed', from.departureAllowed),
  };
}

export const RateCell = memo(function RateCell(props: Props) {
  const { line, words, day } = props;
  const { night, edits, outcome, formats, isSmall, isCompact } = props;
  const values = shown(props);
  const isTravelling = outcome !== undefined && isOnTheWay(outcome.state);
  const isBad = outcome !== undefined && isWrong(outcome.state) && !edits;
  const old = edits?.priceCents && night?.priceCents != null ? night.priceCents : null;
  const minStay = values?.minStay && values.minStay > 1 ? props.minStayWords(values.minStay) : null;
  const restriction = values && props.glyph(values.arrivalAllowed, values.departureAllowed);
  const extra = !isSmall && !isCompact && (minStay || restriction || old !== null);
  const cents = values?.priceCents ?? null;
  // What the widest scale rounds away is told on hover.
  const exact =
    isSmall && cents !== null && wholeEuros(cents) !== cents ? formats.money(cents) : undefined;
  const remarks = words.remarks(line, day, outcome);
  return (
    <div
      role="gridcell"
      className={`cell figures ${isSmall ? 'text-11' : 'text-13'}`}
      style={{ left: props.left, width: props.width }}
      data-day={day}
      data-weekend={props.isWeekend || undefined}
      data-month-end={props.isMonthEnd || undefined}
      data-closed={(values !== null && !values.open) || undefined}
      data-past={props.isPast || undefined}
      data-staged={edits || isTravelling ? true : undefined}
      data-selected={props.isSelected || undefined}
      data-active={props.isActive || undefined}
      data-flash={props.isFlashing || undefined}
      data-bad={isBad || undefined}
      aria-colindex={props.column + 2}
      aria-selected={props.isSelected}
      aria-readonly={props.isPast || undefined}
      aria-label={words.rateName(line, day, props.edits)}
      aria-description={remarks || undefined}
      title={exact}
      tabIndex={props.isActive ? 0 : -1}
      onFocus={isBad ? placeReason : undefined}
    >
      <div
        className={`cell-dim flex h-full flex-col justify-center ${isSmall ? 'px-[3px]' : 'px-1.5'} ${isCompact || isSmall ? '' : 'pb-1'}`}
      >
        <div className="flex items-center justify-end gap-1 leading-[18px]">
          {isTravelling && <span className="travelling size-1.5 rounded-full bg-staged-line" />}
          {isCompact && !isSmall && <span className="mr-auto text-11 opacity-80">{minStay}</span>}
          {isCompact && !isSmall && restriction}
          <span className="font-medium">
            {cents === null ? (
              <span className="text-muted">–</span>
            ) : (
              formats.amount(isSmall ? wholeEuros(cents) : cents)
            )}
          </span>
        </div>
        {extra && (
          <div className="absolute right-1.5 bottom-[2px] left-5 flex items-center gap-1 text-11 leading-[11px] opacity-85">
            {restriction}
            {old !== null && (
              <s className="old-value ml-auto" aria-hidden>
                {formats.amount(old)}
              </s>
            )}
            <span className={old !== null ? 'old-hides ml-auto' : 'ml-auto'}>{minStay}</span>
          </div>
        )}
      </div>
      {values && !values.open && (
        <Lock size={10} aria-hidden className="absolute bottom-[3px] left-1" />
      )}
      {isBad && <CellReason text={remarks} />}
    </div>
  );
});
