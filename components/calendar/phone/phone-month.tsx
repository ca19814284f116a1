// biome-ignore-all lint/a11y/useSemanticElements: days are buttons laid out as a grid, which table elements cannot hold
'use client';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { useDesk } from '../desk/desk.tsx';
import type { RateLine, StockLine } from '../model/calendar-model.ts';
import { weeksOf } from './month.ts';
import { PhoneWeek } from './phone-week.tsx';

/** Monday 5 January 1970. */
const FIRST_MONDAY = 4;
const SWIPE_PX = 60;

interface Props {
  start: EpochDay;
  stock: StockLine;
  rate: RateLine | null;
  selected: { from: EpochDay; to: EpochDay } | null;
  onTap: (day: EpochDay) => void;
  onMonth: (months: 1 | -1) => void;
}

const STRIDES: Record<string, number> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

/** A month of large days. A swipe turns the page. */
export function PhoneMonth({ start, stock, rate, selected, onTap, onMonth }: Props) {
  const { today } = useDesk();
  const formats = useFormats();
  const touch = useRef<{ x: number; y: number } | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const weeks = weeksOf(start);
  const days = weeks.flat().filter((day) => day !== null);
  const active = selected?.from ?? (days.includes(today) ? today : start);
  // On a low screen the present stands below the first weeks, and a bar may cover what was tapped.
  useEffect(() => {
    const day = grid.current?.querySelector(`[data-phone-day="${active}"]`);
    day?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const onKeyDown = (event: KeyboardEvent) => {
    const stride = STRIDES[event.key];
    if (stride === undefined || !(event.target instanceof HTMLElement)) return;
    const day = Number(event.target.dataset.phoneDay) + stride;
    event.preventDefault();
    grid.current?.querySelector<HTMLElement>(`[data-phone-day="${day}"]`)?.focus();
  };
  return (
    <div
      ref={grid}
      role="grid"
      aria-label={`${stock.accommodation.name}, ${formats.month(start)}`}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onTouchStart={({ touches }) => {
        const first = touches[0];
        touch.current = first ? { x: first.clientX, y: first.clientY } : null;
      }}
      onTouchEnd={({ changedTouches }) => {
        const last = changedTouches[0];
        const from = touch.current;
        if (!from || !last) return;
        const dx = last.clientX - from.x;
        if (Math.abs(dx) > SWIPE_PX && Math.abs(dx) > 2 * Math.abs(last.clientY - from.y))
          onMonth(dx < 0 ? 1 : -1);
      }}
      className="border-t border-l border-line outline-none"
    >
      <div
        role="row"
        tabIndex={-1}
        className="grid grid-cols-7 bg-paper text-center text-11 text-muted"
      >
        {Array.from({ length: 7 }, (_, i) => FIRST_MONDAY + i).map((day) => (
          <div
            key={day}
            role="columnheader"
            tabIndex={-1}
            className="border-r border-b border-line py-1"
          >
            {formats.weekday(day)}
          </div>
        ))}
      </div>
      {weeks.map((week, i) => (
        <PhoneWeek
          key={week.find((day) => day !== null) ?? i}
          week={week}
          stock={stock}
          rate={rate}
          selected={selected}
          active={active}
          onTap={onTap}
        />
      ))}
    </div>
  );
}
