'use client';
import { Bell } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useMedia } from '#components/calendar/states/use-online.ts';
import { onDemand } from '#components/ui/on-demand.tsx';
import { useAlerts } from './use-alerts.ts';

const load = () => import('./alert-panel.tsx');
const AlertPopover = onDemand(() => load().then((file) => file.AlertPopover));
const AlertSheet = onDemand(() => load().then((file) => file.AlertSheet));

const REST_AFTER_MS = 3_000;

/** How many alerts are open, and the list of them. */
export function AlertBell({ isNarrow }: { isNarrow: boolean }) {
  const t = useTranslations('alerts');
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const isPhone = useMedia('(max-width: 767px)');
  const count = useAlerts().data?.items.length ?? 0;
  // Before the network may be gone.
  useEffect(() => {
    const timer = window.setTimeout(() => load().catch(() => undefined), REST_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, []);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div ref={place} className="relative">
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={count === 0 ? t('title') : t('name', { count })}
        title={count === 0 ? t('title') : t('name', { count })}
        onClick={() => setOpen(!isOpen)}
        className="flex h-9 w-full items-center gap-2 rounded-md px-2 text-13 hover:bg-closed/60 touch:h-11 max-md:touch:w-11 max-md:touch:justify-center"
      >
        <span className="relative shrink-0">
          <Bell size={18} aria-hidden />
          {count > 0 && (
            <span className="figures absolute -top-2 left-2.5 min-w-4 rounded-full border border-wrong bg-wrong-soft px-0.5 text-center text-[11px] leading-[14px] font-semibold text-wrong">
              {count}
            </span>
          )}
        </span>
        {!isNarrow && <span className="truncate max-md:sr-only">{t('title')}</span>}
      </button>
      {isOpen && isPhone && <AlertSheet onClose={close} onLeave={() => setOpen(false)} />}
      {isOpen && !isPhone && (
        <AlertPopover place={place} onClose={close} onLeave={() => setOpen(false)} />
      )}
    </div>
  );
}
