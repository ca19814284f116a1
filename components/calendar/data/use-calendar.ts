'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { isAccessRefused } from '#components/trpc/call-error.ts';
import { useClient } from '#components/trpc/client.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { type CalendarModel, calendarModelOf } from '../model/calendar-model.ts';
import { type CalendarRange, spanOf } from '../range/search-params.ts';

const POLL_MS = 30_000;

export interface CalendarData {
  readonly model: CalendarModel | null;
  readonly error: unknown;
  /** It was shown to this person before and is refused to them now. */
  readonly hasEnded: boolean;
  readonly isReading: boolean;
  readonly readAgain: () => Promise<unknown>;
}

/** The calendar of a range, read again every half minute; the range before stays while it loads,
 * and nothing stays of what is refused. */
export function useCalendarData(supplierId: number, range: CalendarRange): CalendarData {
  const client = useClient();
  const queries = useQueryClient();
  const { from, to } = spanOf(range);
  const query = useQuery({
    queryKey: ['calendar', supplierId, from, to],
    queryFn: async ({ signal }) => {
      const view = await client.calendar.get.query({ supplierId, from, to }, { signal });
      return { supplierId, from, to, view };
    },
    refetchInterval: POLL_MS,
    placeholderData: (last, lastQuery) =>
      last?.supplierId === supplierId && !isAccessRefused(lastQuery?.state.error)
        ? last
        : undefined,
  });
  const { data } = query;
  const [seen, setSeen] = useState<number | null>(null);
  if (data && seen !== data.supplierId) setSeen(data.supplierId);
  const isRefused = isAccessRefused(query.error);
  useEffect(() => {
    // Another range of it, read earlier, is not to come back from memory.
    if (isRefused) queries.removeQueries({ queryKey: ['calendar', supplierId], type: 'inactive' });
  }, [isRefused, queries, supplierId]);
  const model = useMemo(
    () =>
      data && !isRefused
        ? calendarModelOf(data.view, toEpochDay(data.from), toEpochDay(data.to))
        : null,
    [data, isRefused],
  );
  const readAgain = useCallback(
    () => queries.invalidateQueries({ queryKey: ['calendar', supplierId] }),
    [queries, supplierId],
  );
  return {
    model,
    error: query.error,
    hasEnded: isRefused && seen === supplierId,
    isReading: query.isFetching,
    readAgain,
  };
}
