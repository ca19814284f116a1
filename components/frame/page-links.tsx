'use client';
import { CalendarDays, ScrollText, Settings2 } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { classNames } from '#components/ui/class-names.ts';
import { PageLink } from '#components/ui/page-link.tsx';
import type { Capability } from '#server/domain/tenancy/permissions.ts';
import { useSessionUser } from './use-session.ts';

/** The pages of a property, each with what it takes to see it. */
const PAGES = [
  { page: 'calendar', needs: 'read', Icon: CalendarDays },
  { page: 'audit', needs: 'audit:read', Icon: ScrollText },
  { page: 'settings', needs: 'settings:read', Icon: Settings2 },
] as const;

interface Props {
  supplierId: number;
  isNarrow: boolean;
  /** What the person may do, until the browser has asked for itself. */
  capabilities: readonly Capability[];
}

/** The pages that the person may see, the one on show marked. */
export function PageLinks({ supplierId, isNarrow, capabilities }: Props) {
  const t = useTranslations('frame');
  const path = usePathname();
  const may = useSessionUser()?.capabilities ?? capabilities;
  return (
    <nav aria-label={t('pages')} className="flex gap-1 max-md:touch:gap-0 md:flex-1 md:flex-col">
      {PAGES.filter(({ needs }) => may.includes(needs)).map(({ page, Icon }) => {
        const href = `/s/${supplierId}/${page}`;
        const isHere = `${path}/`.startsWith(`${href}/`);
        return (
          <PageLink
            key={page}
            href={href}
            aria-current={isHere && 'page'}
            title={t(page)}
            className={classNames(
              'flex h-9 items-center gap-2 rounded-md px-2 text-13 touch:h-11 max-md:touch:w-11 max-md:touch:justify-center',
              isHere ? 'bg-accent-soft font-medium text-accent-strong' : 'hover:bg-closed/60',
            )}
          >
            <Icon size={18} aria-hidden className="shrink-0" />
            <span className={classNames(isNarrow && 'md:sr-only', 'max-md:sr-only')}>
              {t(page)}
            </span>
          </PageLink>
        );
      })}
    </nav>
  );
}
