'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useOnline } from '#components/calendar/states/use-online.ts';
import { useNow } from '#components/calendar/toolbar/freshness.tsx';
import { useSessionUser } from '#components/frame/use-session.ts';
import { useFormats } from '#components/i18n/use-formats.ts';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { Skeleton } from '#components/ui/form/waiting.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import type { AlertView } from '#server/domain/alerts/schema.ts';
import { placeOf } from './alert-place.ts';
import { useAlerts } from './use-alerts.ts';

interface EntryProps {
  alert: AlertView;
  onLeave: () => void;
  /** Absent = this person may not say that it was seen to. */
  onSeen?: () => void;
  isHeld: boolean;
}

function Entry({ alert, onLeave, onSeen, isHeld }: EntryProps) {
  const t = useTranslations('alerts');
  const formats = useFormats();
  const now = useNow();
  const may = useSessionUser()?.capabilities ?? [];
  const suppliers = useQuery(useCalls().suppliers.list.queryOptions({})).data;
  const property = suppliers?.find(({ id }) => id === alert.supplierId)?.name;
  const ago = formats.ago(Math.max(now - Date.parse(alert.lastSeenAt), 0));
  const place = placeOf(alert, may);
  return (
    <li className="flex flex-col gap-1 border-b border-line px-4 py-3 text-13 last:border-b-0">
      {property && <p className="text-12 font-semibold">{property}</p>}
      <p>{t(`kinds.${alert.kind}`)}</p>
      <p className="text-12 text-muted">{t('seen', { count: alert.count, ago })}</p>
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
        {place && (
          <PageLink
            href={place.href}
            onFollow={onLeave}
            className="tap font-medium text-accent underline"
          >
            {t(`places.${place.to}`)}
          </PageLink>
        )}
        {onSeen && (
          <Button size="small" className="ml-auto" disabled={isHeld} onClick={onSeen}>
            {t('acknowledge')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** What somebody must look at, each with where to, until somebody has seen to it. */
export function AlertList({ onLeave }: { onLeave: () => void }) {
  const t = useTranslations('alerts');
  const calls = useCalls().alerts;
  const client = useQueryClient();
  const isOnline = useOnline();
  const list = useAlerts();
  const maySee = useSessionUser()?.capabilities.includes('bookings:write') ?? false;
  const top = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  const acknowledge = useMutation(
    calls.acknowledge.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries(calls.list.pathFilter());
        // The button that was pressed is gone.
        top.current?.focus();
        setSaid(t('acknowledged'));
      },
    }),
  );
  const alerts = list.data?.items;
  return (
    <div ref={top} tabIndex={-1} className="outline-none">
      <p role="status" className="sr-only">
        {said}
      </p>
      {acknowledge.error != null && (
        <div className="p-3">
          <CallNotice error={acknowledge.error} />
        </div>
      )}
      {!alerts && list.error == null && <Skeleton className="p-4" />}
      {!alerts && list.error != null && (
        <div className="p-3">
          <CallNotice error={list.error} />
        </div>
      )}
      {alerts?.length === 0 && <p className="p-4 text-13 text-muted">{t('empty')}</p>}
      {alerts && alerts.length > 0 && (
        <ul>
          {alerts.map((alert) => (
            <Entry
              key={alert.id}
              alert={alert}
              onLeave={onLeave}
              isHeld={!isOnline || acknowledge.isPending}
              {...(maySee && { onSeen: () => acknowledge.mutate({ alertId: alert.id }) })}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
