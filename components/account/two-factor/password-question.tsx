'use client';
import { useTranslations } from 'next-intl';
import { Confirm } from '#components/ui/form/confirm.tsx';
import { SecretField } from '#components/ui/form/secret-field.tsx';
import type { TwoFactorFlow } from './use-two-factor.ts';

interface Props {
  flow: TwoFactorFlow;
  wish: 'on' | 'off' | 'codes';
}

/** Asks for the password before the way of signing in changes. */
export function PasswordQuestion({ flow, wish }: Props) {
  const t = useTranslations('account.twoFactor');
  const actions = { on: t('next'), off: t('turnOff'), codes: t('makeCodes') };
  const titles = { on: t('turnOn'), off: t('turnOff'), codes: t('newCodes') };
  const bodies = { on: t('onBody'), off: t('offBody'), codes: t('codesBody') };
  return (
    <Confirm
      title={titles[wish]}
      action={actions[wish]}
      tone={wish === 'off' ? 'danger' : 'primary'}
      isWorking={flow.isWorking}
      onConfirm={(form) => flow.sendPassword(wish, String(form.get('password')))}
      onCancel={() => flow.go({ kind: 'rest' })}
    >
      <p>{bodies[wish]}</p>
      <SecretField
        label={t('password')}
        name="password"
        autoComplete="current-password"
        required
        error={flow.problem}
      />
    </Confirm>
  );
}
