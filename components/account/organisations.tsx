'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { Section } from '#components/ui/form/section.tsx';
import type { AccountView } from '#server/domain/tenancy/schema.ts';

/** The organisations of a person, with the one that is shown; or what to do when there is none. */
export function Organisations({ account }: { account: AccountView }) {
  const t = useTranslations();
  const change = useMutation(
    useCalls().account.switchOrganisation.mutationOptions({
      // Everything on the page belongs to the organisation before: start over.
      onSuccess: () => window.location.assign('/'),
    }),
  );
  const { organisations, activeOrganisationId, email } = account;
  if (organisations.length === 0)
    return (
      <Section title={t('account.organisations.noneTitle')}>
        <p className="max-w-[64ch] text-14">{t('account.organisations.none', { email })}</p>
      </Section>
    );
  return (
    <Section title={t('account.organisations.title')}>
      <div className="flex flex-col gap-3">
        <CallNotice error={change.error} />
        <ul className="divide-y divide-line">
          {organisations.map(({ id, name, role }) => (
            <li
              key={id}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0"
            >
              <div className="min-w-0 flex-1">
                <p className="text-14 font-medium break-words">{name}</p>
                <p className="text-12 text-muted">
                  {t(`team.roles.${role}`)} · {t(`team.roleMay.${role}`)}
                </p>
              </div>
              {id === activeOrganisationId ? (
                organisations.length > 1 && (
                  <span className="rounded-md bg-accent-soft px-2 py-1 text-12 font-medium text-accent-strong">
                    {t('account.organisations.shown')}
                  </span>
                )
              ) : (
                <Button
                  disabled={change.isPending}
                  onClick={() => change.mutate({ organisationId: id })}
                >
                  {t('account.organisations.switchTo')}
                  <span className="sr-only">{name}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}
