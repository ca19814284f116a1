'use client';
import { Monitor, Smartphone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Button } from '#components/ui/button.tsx';
import type { SessionView } from '#server/domain/tenancy/schema.ts';
import { deviceOf } from './device-words.ts';

interface Props {
  session: SessionView;
  isEnding: boolean;
  onEnd: () => void;
}

const PHONES = ['iPhone', 'iPad', 'Android'];

/** One place where the person is signed in. */
export function SessionRow({ session, isEnding, onEnd }: Props) {
  const t = useTranslations('account.sessions');
  const formats = useFormats();
  const { browser, system } = deviceOf(session.userAgent);
  const device =
    browser && system ? t('device', { browser, system }) : (browser ?? system ?? t('unknown'));
  const Glyph = PHONES.includes(system ?? '') ? Smartphone : Monitor;
  const ago = formats.ago(Date.now() - Date.parse(session.lastUsedAt));
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
      <Glyph size={18} aria-hidden className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="text-14 font-medium">{device}</p>
        <p className="figures text-12 text-muted">
          {session.isCurrent ? t('now') : t('used', { ago })}
          {session.address && ` · ${session.address}`}
        </p>
      </div>
      {session.isCurrent ? (
        <span className="rounded-md bg-accent-soft px-2 py-1 text-12 font-medium text-accent-strong">
          {t('current')}
        </span>
      ) : (
        <Button disabled={isEnding} onClick={onEnd}>
          {t('end')}
          <span className="sr-only">{device}</span>
        </Button>
      )}
    </li>
  );
}
