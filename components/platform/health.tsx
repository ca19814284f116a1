'use client';
import { CircleCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { PlatformOverview } from '#server/domain/tenancy/schema.ts';
import { TROUBLES, worthALook } from './health-rules.ts';

/** How an organisation fares, in a few words. */
export function Health({ row }: { row: PlatformOverview[number] }) {
  const t = useTranslations('platform');
  const chip = 'rounded-md px-1.5 py-0.5 text-12 font-medium whitespace-nowrap';
  return (
    <span className="flex flex-wrap gap-1 max-lg:justify-end lg:pl-4">
      {!worthALook(row) && (
        <span className="flex items-center gap-1 py-0.5 text-12 font-medium text-good">
          <CircleCheck size={14} aria-hidden />
          {t('fine')}
        </span>
      )}
      {TROUBLES.filter((trouble) => row[trouble] > 0).map((trouble) => (
        <span key={trouble} className={`${chip} bg-wrong-soft text-wrong`}>
          {t(`troubles.${trouble}`, { count: row[trouble] })}
        </span>
      ))}
      {row.openItems > 0 && (
        <span className={`${chip} bg-closed text-closed-ink`}>
          {t('openItems', { count: row.openItems })}
        </span>
      )}
    </span>
  );
}
