'use client';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import { tagOf } from '#components/i18n/locale.ts';

/** How moments are written, in the language and the zone of who reads. */
export interface Instants {
  /** `21 nov. 2026` */
  date(iso: string): string;
  /** `21 nov. 2026, 15:42` */
  moment(iso: string): string;
}

/** Formats of moments. Nights are no moments: they have formats of their own. */
export function useInstants(timeZone?: string): Instants {
  const locale = useLocale();
  return useMemo(() => {
    const tag = tagOf(locale);
    const zone = timeZone === undefined ? {} : { timeZone };
    const date = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', ...zone });
    const moment = new Intl.DateTimeFormat(tag, {
      ...{ dateStyle: 'medium', timeStyle: 'short' },
      ...zone,
    });
    return {
      date: (iso) => date.format(Date.parse(iso)),
      moment: (iso) => moment.format(Date.parse(iso)),
    };
  }, [locale, timeZone]);
}
