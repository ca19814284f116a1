'use client';
import { RefreshCw, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useFormats } from '#components/i18n/use-formats.ts';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { trpc } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
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
  supplierId: number;
  asOf: string | null;
  isStale: boolean;
  onRefreshed: () => Promise<unknown>;
  say: (text: string) => void;
}

/** How old the data is, and the button that asks for newer. */
export function Freshness({ supplierId, asOf, isStale, onRefreshed, say }: Props) {
  const t = useTranslations('calendar');
  const formats = useFormats();
  const now = useNow();
  const refresh = trpc.suppliers.refresh.useMutation({
    onSettled: () => onRefreshed(),
    onError: (error) => say(callErrorOf(error).message),
  });
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
          'figures flex items-center gap-1 text-12 whitespace-nowrap',
          isStale
            ? 'rounded-md bg-staged px-2 py-1 font-medium text-staged-ink'
            : 'text-muted md:max-lg:hidden',
        )}
      >
        {isStale && <TriangleAlert size={13} aria-hidden />}
        {words()}
      </span>
      <Button
        tone="bare"
        disabled={refresh.isPending}
        onClick={() => refresh.mutate({ supplierId })}
      >
        <RefreshCw size={14} aria-hidden className={refresh.isPending ? 'animate-spin' : ''} />
        <span className="max-sm:sr-only">{refresh.isPending ? t('refreshing') : t('refresh')}</span>
      </Button>
    </div>
  );
}
