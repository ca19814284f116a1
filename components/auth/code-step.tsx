'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { AuthHeading } from './auth-heading.tsx';
import { useAuthCall } from './use-auth-call.tsx';

interface Props {
  onDone: () => void;
  /** The password has to be typed again. */
  onExpired: () => void;
}

/** The second step: a code of the person's app, or one of those they have put aside. */
export function CodeStep({ onDone, onExpired }: Props) {
  const t = useTranslations('auth');
  const tApp = useTranslations('app');
  const [isBackup, setBackup] = useState(false);
  const { ask, isWorking, at, problemBeside, forget } = useAuthCall();
  const problem = problemBeside('code');
  const field = useRef<HTMLInputElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the other kind of code is another field
  useEffect(() => field.current?.focus(), [isBackup]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get('code'));
    const answer = await (isBackup
      ? ask('/two-factor/verify-backup-code', { code: typed.trim() })
      : ask('/two-factor/verify-totp', { code: typed.replace(/\s/g, '') }));
    const { refusal } = answer;
    if (refusal === null) return onDone();
    // Nothing is wrong with the code, but the password counts no longer.
    if (refusal.code === 'UNAUTHORIZED' && refusal.fields.length === 0) return onExpired();
    field.current?.select();
  };
  const swap = () => {
    forget();
    setBackup(!isBackup);
  };
  return (
    <>
      <AuthHeading title={t('codeTitle')}>
        {isBackup ? t('backupIntro') : t('codeIntro', { app: tApp('name') })}
      </AuthHeading>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {problem && (
          <Notice tone="wrong" role="alert">
            {problem}
          </Notice>
        )}
        <InputField
          key={isBackup ? 'backup' : 'code'}
          ref={field}
          label={t(isBackup ? 'backupCode' : 'code')}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
          error={at('code')}
          {...(isBackup ? {} : { inputMode: 'numeric', pattern: '[0-9 ]{6,7}', maxLength: 7 })}
        />
        <Button type="submit" tone="primary" size="large" disabled={isWorking} className="mt-2">
          {isWorking ? t('working') : t('verify')}
        </Button>
        <div className="-mx-3 flex flex-wrap justify-between gap-2">
          <Button tone="bare" onClick={swap}>
            {t(isBackup ? 'useCode' : 'useBackup')}
          </Button>
          <Button tone="bare" onClick={() => window.location.reload()}>
            {t('startAgain')}
          </Button>
        </div>
      </form>
    </>
  );
}
