'use client';
import { LogOut } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { signOut } from '#components/frame/use-session.ts';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';

interface Props {
  children: ReactNode;
  /** Links beside the mark. */
  links?: ReactNode;
  width?: 'narrow' | 'wide';
}

/** What stands around pages that belong to no property: the way back and the way out. */
export function PlainFrame({ children, links, width = 'narrow' }: Props) {
  const t = useTranslations();
  const inner = classNames(
    'mx-auto w-full px-4',
    width === 'wide' ? 'max-w-[1240px]' : 'max-w-[760px]',
  );
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#page"
        className="sr-only rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        {t('frame.skip')}
      </a>
      <header className="border-b border-line bg-surface">
        <div className={classNames(inner, 'flex h-12 items-center gap-4')}>
          <Link href="/" className="tap flex items-center gap-2 rounded-md text-14 font-semibold">
            {/* biome-ignore lint/performance/noImgElement: the mark is a small vector of our own */}
            <img src="/icon.svg" alt="" width={22} height={22} />
            {t('app.name')}
          </Link>
          <nav aria-label={t('frame.pages')} className="flex min-w-0 flex-1 items-center gap-4">
            {links}
          </nav>
          <Button tone="bare" onClick={signOut} aria-label={t('frame.signOut')} className="-mr-3">
            <LogOut size={15} aria-hidden />
            <span className="max-sm:hidden">{t('frame.signOut')}</span>
          </Button>
        </div>
      </header>
      <main id="page" className={classNames(inner, 'flex flex-1 flex-col py-6 sm:py-8')}>
        {children}
      </main>
    </div>
  );
}
