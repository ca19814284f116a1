'use client';
import { RefreshCw, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { useRefresh } from '../data/use-refresh.ts';
import { useDesk } from '../desk/desk.tsx';

const TICK_MS = 15_000;
const MINUTE_MS = 60_000;

/** The clock of this device, for ages only; moves a few times a minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

interface Props {
  asOf: string | null;
  isStale: boolean;
  onRefreshed: () => Promise<unknown>;
}

/** How old the data is, and the button that asks for newer. */
export function Freshness({ asOf, isStale, onRefreshed }: Props) {
  const t = useTranslations('calendar');
  const formats = useFormats();
  const now = useNow();
  const { isPending, refresh } = useRefresh(onRefreshed);
  const { staleAsOf } = useDesk().model;
  const age = (instant: string) => Math.max(now - Date.parse(instant), 0);
  const words = (): string => {
    if (asOf === null) return t('never');
    if (isStale && staleAsOf === null) return t('incomplete');
    // What is late is never said to be of this very moment.
    if (isStale && staleAsOf !== null)
      return t('stale', { ago: formats.ago(Math.max(age(staleAsOf), MINUTE_MS)) });
    return age(asOf) < MINUTE_MS ? t('freshNow') : t('fresh', { ago: formats.ago(age(asOf)) });
  };
  return (
    <div className="flex items-center gap-1">
      <span
        className={classNames(
          'flex items-center gap-1 text-12 whitespace-nowrap',
          isStale
            ? 'rounded-md bg-staged px-2 py-1 font-medium text-staged-ink'
            : 'text-muted md:max-[900px]:hidden',
        )}
      >
        {isStale && <TriangleAlert size={13} aria-hidden />}
        {words()}
      </span>
      <Button tone="bare" title={t('refresh')} disabled={isPending} onClick={refresh}>
        <RefreshCw size={14} aria-hidden className={isPending ? 'animate-spin' : ''} />
        <span className="max-xl:sr-only">{isPending ? t('refreshing') : t('refresh')}</span>
      </Button>
    </div>
  );
}
