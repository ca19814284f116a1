'use client';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { AlertBell } from '#components/alerts/alert-bell.tsx';
import type { Theme } from '#components/theme/theme.ts';
import { classNames } from '#components/ui/class-names.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { setPreferenceCookie } from '#components/ui/preference-cookie.ts';
import type { Capability } from '#server/domain/tenancy/permissions.ts';
import { PageLinks } from './page-links.tsx';
import { RAIL_COOKIE } from './rail-cookie.ts';
import { SupplierSwitcher } from './supplier-switcher.tsx';
import { UserMenu } from './user-menu.tsx';

interface Props {
  supplierId: number;
  theme: Theme;
  isRailNarrow: boolean;
  capabilities: readonly Capability[];
  children: ReactNode;
}

/** What stands around every page of a property: on the left, and below on a phone. */
export function AppFrame(props: Props) {
  const { supplierId, theme, isRailNarrow, capabilities, children } = props;
  const t = useTranslations('frame');
  const [isNarrow, setNarrow] = useState(isRailNarrow);
  const toggle = () => {
    setPreferenceCookie(RAIL_COOKIE, isNarrow ? 'wide' : 'narrow');
    setNarrow(!isNarrow);
  };
  return (
    <div className="flex h-dvh flex-col-reverse md:flex-row">
      <a
        href="#page"
        className="sr-only rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        {t('skip')}
      </a>
      <header
        className={classNames(
          'z-30 flex shrink-0 gap-2 border-line bg-paper p-2 max-md:items-center max-md:border-t md:flex-col md:border-r',
          isNarrow ? 'md:w-13' : 'md:w-52',
        )}
      >
        <div className={classNames('max-md:min-w-0 max-md:flex-1', isNarrow && 'md:hidden')}>
          <SupplierSwitcher supplierId={supplierId} />
        </div>
        <PageLinks
          supplierId={supplierId}
          capabilities={capabilities}
          place={isNarrow ? 'narrow' : 'wide'}
        />
        <AlertBell isNarrow={isNarrow} />
        <UserMenu
          theme={theme}
          isNarrow={isNarrow}
          pages={<PageLinks supplierId={supplierId} capabilities={capabilities} place="menu" />}
        />
        <IconButton
          label={isNarrow ? t('expand') : t('collapse')}
          onClick={toggle}
          className="max-md:hidden"
        >
          {isNarrow ? <PanelLeftOpen size={18} /> : <PanelLeftClose size={18} />}
        </IconButton>
      </header>
      <main id="page" className="flex min-h-0 min-w-0 flex-1 flex-col">
        {isNarrow && (
          <div className="hidden shrink-0 items-center border-b border-line bg-paper px-2 py-1 md:flex">
            <div className="max-w-80 min-w-0">
              <SupplierSwitcher supplierId={supplierId} />
            </div>
          </div>
        )}
        {children}
      </main>
    </div>
  );
}
