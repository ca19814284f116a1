'use client';
import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useSessionUser } from '#components/frame/use-session.ts';
import { useCalls } from '#components/trpc/client.ts';
import { classNames } from '#components/ui/class-names.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageLink } from '#components/ui/page-link.tsx';

const GROUPS = [
  {
    group: 'ofProperty',
    pages: [
      { page: 'property', path: '', needs: 'settings:read' },
      { page: 'accommodations', path: '/accommodations', needs: 'settings:read' },
    ],
  },
  {
    group: 'ofOrganisation',
    pages: [
      { page: 'team', path: '/team', needs: 'team:read' },
      { page: 'connections', path: '/connections', needs: 'connections:write' },
      { page: 'apiKeys', path: '/api-keys', needs: 'keys:write' },
      { page: 'guests', path: '/guests', needs: 'guests:write' },
    ],
  },
] as const;

/** The pages of settings that the person may see, in two groups. */
function SettingsNav({ supplierId }: { supplierId: number }) {
  const t = useTranslations('settings');
  const here = usePathname();
  const may = useSessionUser()?.capabilities ?? [];
  const isReserved = may.includes('settings:read') && !may.includes('keys:write');
  return (
    <nav
      aria-label={t('nav')}
      className="flex shrink-0 gap-1 overflow-x-auto border-line bg-paper p-2 max-lg:min-h-[53px] max-lg:border-b max-lg:touch:min-h-[61px] lg:w-52 lg:flex-col lg:overflow-y-auto lg:border-r lg:p-3"
    >
      {GROUPS.map(({ group, pages }) => (
        <div key={group} className="flex gap-1 lg:mb-3 lg:flex-col">
          <p className="px-2 pb-1 text-12 text-muted max-lg:sr-only">{t(group)}</p>
          {pages
            .filter(({ needs }) => may.includes(needs))
            .map(({ page, path }) => {
              const href = `/s/${supplierId}/settings${path}`;
              const isHere = here === href;
              return (
                <PageLink
                  key={page}
                  href={href}
                  aria-current={isHere && 'page'}
                  ref={(link) => {
                    if (isHere) link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
                  }}
                  className={classNames(
                    'flex h-9 shrink-0 touch:h-11 items-center rounded-md px-2 text-13 whitespace-nowrap',
                    isHere ? 'bg-accent-soft font-medium text-accent-strong' : 'hover:bg-closed/60',
                  )}
                >
                  {t(`pages.${page}`)}
                </PageLink>
              );
            })}
        </div>
      ))}
      {isReserved && <p className="px-2 text-12 text-muted max-lg:hidden">{t('reserved')}</p>}
    </nav>
  );
}

interface Props {
  supplierId: number;
  children: ReactNode;
}

/** What stands around the pages of settings: their list, and a property that is the caller's. */
export function SettingsFrame({ supplierId, children }: Props) {
  const t = useTranslations('frame');
  const suppliers = useQuery(useCalls().suppliers.list.queryOptions({})).data;
  if (suppliers && !suppliers.some(({ id }) => id === supplierId))
    return (
      <EmptyState
        title={t('forbiddenTitle')}
        action={
          <PageLink href="/" className="tap font-medium text-accent underline">
            {t('toFirst')}
          </PageLink>
        }
      >
        {t('forbidden')}
      </EmptyState>
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
      <SettingsNav supplierId={supplierId} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto">{children}</div>
    </div>
  );
}
