'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { CalendarData } from '../data/use-calendar.ts';
import { useRefresh } from '../data/use-refresh.ts';
import { useDesk } from '../desk/desk.tsx';
import { useNow } from '../toolbar/freshness.tsx';
import { useOnline } from './use-online.ts';
import { type WarningGroup, warningGroupsOf } from './warning-groups.ts';

const EDGE = 'rounded-none border-x-0 border-t-0';

function WarningText({ group }: { group: WarningGroup }) {
  const t = useTranslations('state');
  const formats = useFormats();
  const now = useNow();
  const { code, parts, asOf, details } = group;
  const list = new Intl.ListFormat(formats.locale).format(parts.map((part) => t(`parts.${part}`)));
  return (
    <p>
      {t(`warnings.${code}`, { parts: list })}
      {asOf && ` ${t('warningAge', { ago: formats.ago(now - Date.parse(asOf)) })}`}
      {details.map((detail) => ` ${t('warningWords', { detail })}`)}
    </p>
  );
}

/** Nothing comes in or leaves until the key is accepted again: the way out stands beside it. */
function KeyNotice({ group, data }: { group: WarningGroup; data: CalendarData }) {
  const t = useTranslations('calendar');
  const { isPending, refresh } = useRefresh(data.readAgain);
  return (
    <Notice
      tone="wrong"
      role="alert"
      className={EDGE}
      action={
        <Button size="small" disabled={isPending} onClick={refresh}>
          {isPending ? t('refreshing') : t('refresh')}
        </Button>
      }
    >
      <WarningText group={group} />
    </Notice>
  );
}

function OtherNotice({ groups }: { groups: readonly WarningGroup[] }) {
  const t = useTranslations('state');
  const [first, ...others] = groups;
  if (!first) return null;
  return (
    <Notice tone="staged" role="status" className={EDGE}>
      {others.length === 0 ? (
        <WarningText group={first} />
      ) : (
        <details>
          <summary>
            <span className="inline-block align-top">
              <WarningText group={first} />
            </span>{' '}
            <span className="underline">{t('moreWarnings', { count: others.length })}</span>
          </summary>
          {others.map((group) => (
            <WarningText key={group.code} group={group} />
          ))}
        </details>
      )}
    </Notice>
  );
}

/** What is wrong with the data on show: never mistaken for there being none. */
export function CalendarNotices({ data }: { data: CalendarData }) {
  const { model } = useDesk();
  const t = useTranslations();
  const formats = useFormats();
  const now = useNow();
  const isOnline = useOnline();
  const groups = warningGroupsOf(model.warnings);
  const keyGroup = groups.find(({ code }) => code === 'key_refused');
  const asOf = model.staleAsOf ?? model.asOf;
  const age = asOf === null ? null : formats.ago(now - Date.parse(asOf));
  return (
    <>
      {!isOnline && (
        <Notice tone="staged" role="status" className={EDGE}>
          {t('state.offline')}
        </Notice>
      )}
      {isOnline && data.error != null && callErrorOf(data.error).httpStatus !== 401 && (
        <Notice
          tone="wrong"
          role="alert"
          className={EDGE}
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
      {keyGroup && <KeyNotice group={keyGroup} data={data} />}
      <OtherNotice groups={groups.filter((group) => group !== keyGroup)} />
    </>
  );
}
