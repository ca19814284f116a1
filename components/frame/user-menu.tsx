'use client';
import { CircleUserRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import type { Theme } from '#components/theme/theme.ts';
import { Popover } from '#components/ui/floating/popover.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { useSessionUser } from './use-session.ts';

const load = () => import('./account-panel.tsx').then((file) => file.AccountPanel);
const AccountPanel = onDemand(load);

const REST_AFTER_MS = 3_000;

interface Props {
  theme: Theme;
  isNarrow: boolean;
  /** Links to pages for which a phone's bar has no room. */
  pages: ReactNode;
}

/** Who is signed in, their preferences, and the way out. */
export function UserMenu({ theme, isNarrow, pages }: Props) {
  const t = useTranslations('frame');
  const [wasOpened, setOpened] = useState(false);
  const user = useSessionUser();
  // Before the network may be gone.
  useEffect(() => {
    const timer = window.setTimeout(() => load().catch(() => undefined), REST_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <Popover
      name={t('menu')}
      align="above"
      onOpen={() => setOpened(true)}
      buttonClassName="flex h-9 items-center gap-2 rounded-md px-2 text-13 hover:bg-closed/60 touch:h-11 max-md:touch:w-11 max-md:touch:justify-center"
      label={
        <>
          <CircleUserRound size={18} aria-hidden className="shrink-0" />
          {!isNarrow && <span className="truncate max-md:sr-only">{user?.name ?? t('menu')}</span>}
        </>
      }
    >
      {wasOpened && <AccountPanel theme={theme} pages={pages} />}
    </Popover>
  );
}
