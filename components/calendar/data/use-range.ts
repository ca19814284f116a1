'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import { dateInZone, type EpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import { type CalendarRange, rangeOf, searchOf } from '../range/search-params.ts';

/** Until the supplier's own date is known: the one of most suppliers, good enough for a window. */
const FIRST_GUESS_ZONE = 'Europe/Paris';

/** The range in the address, and how to move it. */
export function useRange(): [CalendarRange, (range: CalendarRange) => void, EpochDay] {
  const params = useSearchParams();
  const pathname = usePathname();
  const [today] = useState(() => toEpochDay(dateInZone(Date.now(), FIRST_GUESS_ZONE)));
  const range = useMemo(() => rangeOf(params, today), [params, today]);
  const setRange = useCallback(
    (next: CalendarRange) => {
      const search = searchOf(next, today);
      window.history.replaceState(null, '', `${pathname}${search}`);
    },
    [pathname, today],
  );
  return [range, setRange, today];
}
