'use client';
import { useTranslations } from 'next-intl';

const MOST = 12;

/** The names of a property's accommodations; of many, the first and how many more there are. */
export function AccommodationNames({ names }: { names: readonly string[] }) {
  const t = useTranslations('start');
  const rest = names.length - MOST;
  // One more is as short as the words that would stand for it.
  if (rest <= 1) return names.join(', ');
  return t('namesAndMore', { names: names.slice(0, MOST).join(', '), count: rest });
}
