'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useClient } from '#components/trpc/client.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { type CalendarModel, calendarModelOf } from '../model/calendar-model.ts';
import { type CalendarRange, spanOf } from '../range/search-params.ts';

const POLL_MS = 30_000;

export interface CalendarData {
  readonly model: CalendarModel | null;
  readonly error: unknown;
  readonly isReading: boolean;
  readonly readAgain: () => Promise<unknown>;
}

/** The calendar of a range, read again every half minute; the range before stays while it loads. */
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
    placeholderData: (last) => (last?.supplierId === supplierId ? last : undefined),
  });
  const { data } = query;
  const model = useMemo(
    () => (data ? calendarModelOf(data.view, toEpochDay(data.from), toEpochDay(data.to)) : null),
    [data],
  );
  const readAgain = useCallback(
    () => queries.invalidateQueries({ queryKey: ['calendar', supplierId] }),
    [queries, supplierId],
  );
  return { model, error: query.error, isReading: query.isFetching, readAgain };
}
