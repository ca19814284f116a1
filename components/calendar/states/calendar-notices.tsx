'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { MirrorWarning } from '#server/domain/suppliers/schema.ts';
import type { CalendarData } from '../data/use-calendar.ts';
import { useDesk } from '../desk/desk.tsx';
import { useNow } from '../toolbar/freshness.tsx';
import { useOnline } from './use-online.ts';

function WarningText({ warning }: { warning: MirrorWarning }) {
  const t = useTranslations('state');
  const formats = useFormats();
  const now = useNow();
  return (
    <p>
      {t(`warnings.${warning.code}`, { part: t(`parts.${warning.part}`) })}
      {warning.asOf && ` ${t('warningAge', { ago: formats.ago(now - Date.parse(warning.asOf)) })}`}
      {warning.detail && ` ${t('warningWords', { detail: warning.detail })}`}
    </p>
  );
}

/** What is wrong with the data on show: never mistaken for there being none. */
export function CalendarNotices({ data }: { data: CalendarData }) {
  const { model } = useDesk();
  const t = useTranslations();
  const formats = useFormats();
  const now = useNow();
  const isOnline = useOnline();
  const [first, ...others] = model.warnings;
  const age = model.asOf === null ? null : formats.ago(now - Date.parse(model.asOf));
  return (
    <>
      {!isOnline && (
        <Notice tone="staged" role="status" className="rounded-none border-x-0 border-t-0">
          {t('state.offline')}
        </Notice>
      )}
      {isOnline && data.error != null && callErrorOf(data.error).httpStatus !== 401 && (
        <Notice
          tone="wrong"
          role="alert"
          className="rounded-none border-x-0 border-t-0"
          action={
            <Button size="small" onClick={() => data.readAgain()}>
              {t('app.retry')}
            </Button>
          }
        >
          {age === null ? t('state.errorTitle') : t('state.keptData', { ago: age })}{' '}
          {callErrorOf(data.error).message}
        </Notice>
      )}
      {first && (
        <Notice tone="staged" role="status" className="rounded-none border-x-0 border-t-0">
          {others.length === 0 ? (
            <WarningText warning={first} />
          ) : (
            <details>
              <summary>
                <span className="inline-block align-top">
                  <WarningText warning={first} />
                </span>{' '}
                <span className="underline">
                  {t('state.moreWarnings', { count: others.length })}
                </span>
              </summary>
              {others.map((warning) => (
                <WarningText
                  key={`${warning.part} ${warning.code} ${warning.accommodationId}`}
                  warning={warning}
                />
              ))}
            </details>
          )}
        </Notice>
      )}
    </>
  );
}
