// biome-ignore-all lint/a11y/useSemanticElements: days are buttons laid out as a grid, which table elements cannot hold
'use client';
import { useTranslations } from 'next-intl';
import { classNames } from '#components/ui/class-names.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { ORIGIN_GLYPH, originStyle } from '../grid/cells/origin-style.ts';
import type { RateLine, StockLine } from '../model/calendar-model.ts';
import { PhoneDay } from './phone-day.tsx';
import { type WeekBar, weekBarsOf } from './week-bars.ts';

const EMPTY_KEYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const;
const MAX_LANES = 3;
/** Number, price and minimum stay stand above the stays. */
const DAY_TEXT = 53;
const LANE_HEIGHT = 18;
/** Days that a bar must last to hold more than its initial. */
const ROOM_FOR_NAME = 0.8;

const ofWeek = (days: number) => `${(days / 7) * 100}%`;

function PhoneBar({ one: { bar, lane, from, to } }: { one: WeekBar }) {
  const t = useTranslations('calendar');
  const { booking } = bar;
  return (
    <div
      className={classNames(
        'absolute flex items-center gap-1 overflow-clip px-1 text-11 leading-none',
        // Cut where the week or the month ends: the stay goes on.
        !Number.isInteger(from) && 'rounded-l-[4px]',
        !Number.isInteger(to) && 'rounded-r-[4px]',
        booking.isPendingSync && 'border border-dashed border-current',
        booking.isObsolete && 'bar-obsolete opacity-55',
      )}
      style={{
        ...originStyle(booking.origin),
        left: `calc(${ofWeek(from)} + 1px)`,
        width: `calc(${ofWeek(to - from)} - 2px)`,
        top: DAY_TEXT + lane * LANE_HEIGHT,
        height: LANE_HEIGHT - 2,
      }}
    >
      <span className="shrink-0 font-semibold">{ORIGIN_GLYPH[booking.origin]}</span>
      {to - from >= ROOM_FOR_NAME && (
        <span className="truncate leading-4 font-medium">
          {booking.guestName ?? t('guestUnnamed')}
        </span>
      )}
      {bar.units > 1 && <span className="shrink-0">×{bar.units}</span>}
    </div>
  );
}

interface Props {
  /** Monday first; null = a day of another month. */
  week: readonly (EpochDay | null)[];
  stock: StockLine;
  rate: RateLine | null;
  selected: { from: EpochDay; to: EpochDay } | null;
  active: EpochDay;
  onTap: (day: EpochDay) => void;
}

/** Seven days, and the stays that run through them. */
export function PhoneWeek({ week, stock, rate, selected, active, onTap }: Props) {
  const days = week.filter((day) => day !== null);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  const { bars, lanes, more } = weekBarsOf(
    stock.stays,
    first,
    last,
    week.indexOf(first),
    MAX_LANES,
  );
  return (
    <div
      role="row"
      tabIndex={-1}
      className="relative grid grid-cols-7"
      style={{ height: DAY_TEXT + Math.max(lanes, 1) * LANE_HEIGHT + 2 }}
    >
      {week.map((day, column) =>
        day === null ? (
          <div
            key={EMPTY_KEYS[column]}
            role="gridcell"
            tabIndex={-1}
            aria-hidden
            className="border-r border-b border-line bg-paper"
          />
        ) : (
          <PhoneDay
            key={day}
            day={day}
            stock={stock}
            rate={rate}
            onTap={onTap}
            isActive={day === active}
            isSelected={selected !== null && day >= selected.from && day <= selected.to}
          />
        ),
      )}
      <div aria-hidden className="pointer-events-none absolute inset-0">
        {bars.map((one) => (
          <PhoneBar key={one.bar.key} one={one} />
        ))}
        {[...more].map(([day, many]) => (
          <span
            key={day}
            className="absolute text-center text-11 leading-4 font-medium text-muted"
            style={{
              left: ofWeek(week.indexOf(day)),
              width: ofWeek(1),
              top: DAY_TEXT + (MAX_LANES - 1) * LANE_HEIGHT,
            }}
          >
            +{many}
          </span>
        ))}
      </div>
    </div>
  );
}
