'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useOnline } from '#components/calendar/states/use-online.ts';
import { classNames } from '#components/ui/class-names.ts';
import { Skeleton } from '#components/ui/form/waiting.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Capability } from '#server/domain/tenancy/permissions.ts';
import { Gate } from './gate.tsx';

interface Props {
  title: string;
  intro: string;
  /** What it takes to see the page. */
  needs: Capability;
  /** Stands beside the title. */
  aside?: ReactNode;
  /** For tables of many columns. */
  isWide?: boolean;
  children: ReactNode;
}

/** A page of words and forms: its heading, whether there is a network, and what it holds. */
export function PageBody({ title, intro, needs, aside, isWide, children }: Props) {
  const t = useTranslations('settings');
  const isOnline = useOnline();
  const around = (content: ReactNode) => (
    <div
      className={classNames(
        'flex w-full flex-col gap-5 p-4 pb-10 sm:p-6',
        isWide ? 'max-w-[1200px]' : 'max-w-[960px]',
      )}
    >
      <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-60 flex-1">
          <h1 className="text-20 font-semibold">{title}</h1>
          <p className="mt-1 max-w-[68ch] text-14 text-muted">{intro}</p>
        </div>
        {aside}
      </header>
      {!isOnline && (
        <Notice tone="staged" role="status">
          {t('offline')}
        </Notice>
      )}
      {content}
    </div>
  );
  return (
    <Gate needs={needs} waiting={around(<Skeleton lines={8} />)}>
      {around(children)}
    </Gate>
  );
}
