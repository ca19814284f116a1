'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useMemo, useRef } from 'react';
import { encode } from 'uqr';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { InputField } from '#components/ui/form/input-field.tsx';
import { grouped, secretOf } from './setup-address.ts';
import type { TwoFactorFlow } from './use-two-factor.ts';

interface Props {
  flow: TwoFactorFlow;
  /** The `otpauth:` address that holds the secret. */
  address: string;
  backupCodes: readonly string[];
}

/** The app learns the secret, by its camera or by hand, and proves it with a code. */
export function SetUp({ flow, address, backupCodes }: Props) {
  const t = useTranslations('account.twoFactor');
  const field = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const secret = secretOf(address);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code')).replace(/\s/g, '');
    if (!(await flow.sendCode(code, backupCodes))) field.current?.select();
  };
  return (
    <div className="flex flex-col gap-5">
      <h3 ref={heading} tabIndex={-1} className="text-14 font-semibold outline-none">
        {t('setUpTitle')}
      </h3>
      <div className="flex flex-wrap gap-5">
        <QrCode text={address} label={t('qr')} />
        <ol className="min-w-[220px] flex-1 list-decimal space-y-2 pl-5 text-13">
          <li>{t('stepApp')}</li>
          <li>{t('stepScan')}</li>
          <li>{t('stepCode')}</li>
        </ol>
      </div>
      <div>
        <p className="mb-1 text-13 text-muted">{t('byHand')}</p>
        <div className="flex items-center gap-2 rounded-md bg-weekend py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 text-13 break-words">{grouped(secret)}</code>
          <CopyButton text={secret} size="small" />
        </div>
      </div>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <InputField
          ref={field}
          label={t('code')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9 ]{6,7}"
          maxLength={7}
          required
          error={flow.problem}
          className="max-w-[220px]"
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" tone="primary" disabled={flow.isWorking}>
            {t('confirm')}
          </Button>
          <Button onClick={() => flow.go({ kind: 'rest' })}>{t('later')}</Button>
        </div>
      </form>
    </div>
  );
}

/** Always dark on light: many cameras do not read the other way round. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = useMemo(() => encode(text, { ecc: 'M', border: 4 }), [text]);
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      className="size-[180px] shrink-0 rounded-md border border-line bg-[#fefdfb]"
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#24221e" />
    </svg>
  );
}
