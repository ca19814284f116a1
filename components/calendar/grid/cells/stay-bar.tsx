import { memo } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { StayBar as Bar } from '../../model/stays.ts';
import { LANE_HEIGHT, STOCK_BAND } from '../window/layout.ts';
import { ORIGIN_GLYPH, originStyle } from './origin-style.ts';

interface Props {
  bar: Bar;
  from: EpochDay;
  width: number;
  guestName: string;
  /** Nights and guests, shown when there is room. */
  detail: string;
}

const ROOM_FOR_DETAIL = 190;

/** A stay from the afternoon of arrival to the morning of departure; screen readers hear the cells. */
export const StayBar = memo(function StayBar({ bar, from, width, guestName, detail }: Props) {
  const { booking } = bar;
  const left = (bar.arrival - from + 0.5) * width + 1;
  const length = (bar.departure - bar.arrival) * width - 3;
  return (
    <div
      className={classNames(
        'pointer-events-none absolute overflow-clip rounded-[5px] text-11 leading-none',
        booking.isPendingSync && 'border border-dashed border-current',
        booking.isObsolete && 'bar-obsolete opacity-55',
      )}
      style={{
        ...originStyle(booking.origin),
        left,
        width: length,
        top: STOCK_BAND + bar.lane * LANE_HEIGHT,
        height: LANE_HEIGHT - 3,
      }}
    >
      {/* No width of its own: it can follow the view to the very end of the bar. */}
      <div className="sticky left-[var(--names)] h-full w-0">
        <div className="flex h-full w-max items-center gap-1 px-1.5" style={{ maxWidth: length }}>
          <span className="shrink-0 font-semibold opacity-80">{ORIGIN_GLYPH[booking.origin]}</span>
          {length > 34 && <span className="truncate font-medium">{guestName}</span>}
          {bar.units > 1 && <span className="shrink-0">×{bar.units}</span>}
          {length > ROOM_FOR_DETAIL && <span className="truncate opacity-80">{detail}</span>}
        </div>
      </div>
    </div>
  );
});
