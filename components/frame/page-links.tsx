'use client';
import { ArrowLeftRight, CalendarDays, ScrollText, Send, Settings2 } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { classNames } from '#components/ui/class-names.ts';
import { PageLink } from '#components/ui/page-link.tsx';
import type { Capability } from '#server/domain/tenancy/permissions.ts';
import { useSessionUser } from './use-session.ts';

/** The pages of a property, each with what it takes to see it; a phone's bar has room for some. */
const PAGES = [
  { page: 'calendar', needs: 'read', isInBar: true, Icon: CalendarDays },
  { page: 'sendings', needs: 'read', isInBar: true, Icon: Send },
  { page: 'sync', needs: 'read', isInBar: false, Icon: ArrowLeftRight },
  { page: 'audit', needs: 'audit:read', isInBar: false, Icon: ScrollText },
  { page: 'settings', needs: 'settings:read', isInBar: false, Icon: Settings2 },
] as const;

interface Props {
  supplierId: number;
  /** What the person may do, until the browser has asked for itself. */
  capabilities: readonly Capability[];
  /** The rail, with or without words, which is a phone's bar too; or the menu, for the others there. */
  place: 'wide' | 'narrow' | 'menu';
}

/** The pages that the person may see, the one on show marked. */
export function PageLinks({ supplierId, capabilities, place }: Props) {
  const t = useTranslations('frame');
  const path = usePathname();
  const may = useSessionUser()?.capabilities ?? capabilities;
  const isMenu = place === 'menu';
  const pages = PAGES.filter(({ needs, isInBar }) => may.includes(needs) && !(isMenu && isInBar));
  if (pages.length === 0) return null;
  return (
    <nav
      aria-label={t(isMenu ? 'morePages' : 'pages')}
      className={
        isMenu
          ? '-mx-2 flex flex-col md:hidden'
          : 'flex gap-1 max-md:touch:gap-0 md:flex-1 md:flex-col'
      }
    >
      {pages.map(({ page, isInBar, Icon }) => {
        const href = `/s/${supplierId}/${page}`;
        const isHere = `${path}/`.startsWith(`${href}/`);
        return (
          <PageLink
            key={page}
            href={href}
            aria-current={isHere && 'page'}
            title={t(page)}
            className={classNames(
              'flex h-9 items-center gap-2 rounded-md px-2 text-13 touch:h-11',
              !isMenu && 'max-md:touch:w-11 max-md:touch:justify-center',
              !isMenu && !isInBar && 'max-md:hidden',
              isHere ? 'bg-accent-soft font-medium text-accent-strong' : 'hover:bg-closed/60',
            )}
          >
            <Icon size={18} aria-hidden className="shrink-0" />
            <span
              className={classNames(
                place === 'narrow' && 'md:sr-only',
                !isMenu && 'max-md:sr-only',
              )}
            >
              {t(page)}
            </span>
          </PageLink>
        );
      })}
    </nav>
  );
}
