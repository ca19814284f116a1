'use client';
import { ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/form/section.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import type { AccountView } from '#server/domain/tenancy/schema.ts';
import { BackupCodes } from './backup-codes.tsx';
import { PasswordQuestion } from './password-question.tsx';
import { useTwoFactor } from './use-two-factor.ts';

const SetUp = onDemand(async () => (await import('./set-up.tsx')).SetUp);

/** The second factor: off with a way to turn it on, on the way, or on. */
export function TwoFactor({ account }: { account: AccountView }) {
  const t = useTranslations('account.twoFactor');
  const flow = useTwoFactor();
  const { step, go } = flow;
  const { hasTwoFactor, isPlatformAdmin } = account;
  return (
    <Section
      anchor="two-factor"
      title={t('title')}
      intro={t('intro')}
      aside={
        hasTwoFactor && (
          <span className="flex items-center gap-1 rounded-md bg-good-soft px-2 py-1 text-12 font-medium text-good">
            <ShieldCheck size={14} aria-hidden />
            {t('on')}
          </span>
        )
      }
    >
      {step.kind === 'setUp' && <SetUp flow={flow} {...step} />}
      {step.kind === 'codes' && (
        <BackupCodes
          codes={step.backupCodes}
          isNew={step.isNew}
          email={account.email}
          onDone={() => go({ kind: 'rest' })}
        />
      )}
      {(step.kind === 'rest' || step.kind === 'password') && (
        <div className="flex flex-wrap items-center gap-3">
          {hasTwoFactor ? (
            <>
              <Button onClick={() => go({ kind: 'password', wish: 'codes' })}>
                {t('newCodes')}
              </Button>
              {isPlatformAdmin ? (
                <p className="text-13 text-muted">{t('adminKeeps')}</p>
              ) : (
                <Button tone="danger" onClick={() => go({ kind: 'password', wish: 'off' })}>
                  {t('turnOff')}
                </Button>
              )}
            </>
          ) : (
            <Button tone="primary" onClick={() => go({ kind: 'password', wish: 'on' })}>
              {t('turnOn')}
            </Button>
          )}
        </div>
      )}
      {step.kind === 'password' && <PasswordQuestion flow={flow} wish={step.wish} />}
    </Section>
  );
}
