'use client';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { textIn } from '#components/calendar/model/calendar-model.ts';
import { useCalls } from '#components/trpc/client.ts';
import { type CalendarDate, dateInZone } from '#server/kernel/calendar-date.ts';

interface Row {
  readonly accommodationId: number;
  /** Null = the stock. */
  readonly rateTypeId: number | null;
}

/** Names of a property's rows, and the occupancy whose price the calendar shows. */
export interface Names {
  readonly accommodation: (id: number) => string;
  readonly row: (row: Row) => string;
  readonly referenceOf: (row: Row) => number | null | undefined;
  readonly isKnown: boolean;
}

/** The same, from the calendar of one night. */
export function useNames(supplierId: number): Names {
  const t = useTranslations('history');
  const locale = useLocale();
  const today: CalendarDate = dateInZone(Date.now(), 'Europe/Paris');
  const { data } = useQuery(
    useCalls().calendar.get.queryOptions({ supplierId, from: today, to: today }),
  );
  return {
    isKnown: data !== undefined,
    accommodation: (id) =>
      data?.accommodations.find((one) => one.id === id)?.name ?? t('numbered', { id }),
    row: ({ rateTypeId }) => {
      if (rateTypeId === null) return t('stock');
      const type = data?.rateTypes.find((one) => one.id === rateTypeId);
      return type ? textIn(type.label, locale) : t('numbered', { id: rateTypeId });
    },
    referenceOf: ({ accommodationId, rateTypeId }) =>
      data?.rates.find(
        (one) => one.accommodationId === accommodationId && one.rateTypeId === rateTypeId,
      )?.referenceGuests,
  };
}
