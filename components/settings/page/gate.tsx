'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useSessionUser } from '#components/frame/use-session.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { type Capability, ROLE_MAY, ROLES } from '#server/domain/tenancy/permissions.ts';

interface Props {
  needs: Capability;
  /** Shown until it is known what the person may do. */
  waiting: ReactNode;
  children: ReactNode;
}

/** Shows a page to those whose role allows it, and tells the others whose it is. */
export function Gate({ needs, waiting, children }: Props) {
  const t = useTranslations();
  const locale = useLocale();
  const user = useSessionUser();
  if (user === undefined) return waiting;
  // What could not be learnt here is refused by the server, in its own words.
  if (user === null || user.capabilities.includes(needs)) return children;
  const role = user.organisations.find(({ id }) => id === user.activeOrganisationId)?.role;
  const roles = ROLES.filter((one) => ROLE_MAY[one].includes(needs));
  const names = new Intl.ListFormat(locale).format(
    roles.map((one) => t(`team.roles.${one}`).toLocaleLowerCase(locale)),
  );
  return (
    <EmptyState
      title={t('settings.forbiddenTitle')}
      action={
        <PageLink href="/" className="tap font-medium text-accent underline">
          {t('form.toStart')}
        </PageLink>
      }
    >
      {role
        ? t('settings.forbidden', {
            roles: names,
            role: t(`team.roles.${role}`).toLocaleLowerCase(locale),
          })
        : t('form.forbidden')}
    </EmptyState>
  );
}

/** Whether the signed-in person may do something; false until that is known. */
export function useMay(capability: Capability): boolean {
  return useSessionUser()?.capabilities.includes(capability) ?? false;
}
