'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { Confirm } from '#components/ui/form/confirm.tsx';
import { Section } from '#components/ui/form/section.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import type { SessionView } from '#server/domain/tenancy/schema.ts';
import { SessionRow } from './session-row.tsx';

/** Where the person is signed in, and the way to end that. */
export function Sessions() {
  const t = useTranslations('account.sessions');
  const calls = useCalls();
  const queries = useQueryClient();
  const sessions = useQuery(calls.account.sessions.queryOptions({}));
  const [isAsking, setAsking] = useState(false);
  const onSettled = () => queries.invalidateQueries(calls.account.sessions.pathFilter());
  const end = useMutation(calls.account.endSession.mutationOptions({ onSettled }));
  const endOthers = useMutation(
    calls.account.endOtherSessions.mutationOptions({
      onSettled,
      onSuccess: () => setAsking(false),
    }),
  );
  const others = sessions.data?.filter(({ isCurrent }) => !isCurrent).length ?? 0;
  return (
    <Section
      title={t('title')}
      intro={t('intro')}
      aside={others > 1 && <Button onClick={() => setAsking(true)}>{t('endOthers')}</Button>}
    >
      <Reading query={sessions}>
        {(list) => (
          <>
            <CallNotice error={end.error} />
            <ul className="divide-y divide-line">
              {sorted(list).map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  isEnding={end.isPending && end.variables.sessionId === session.id}
                  onEnd={() => end.mutate({ sessionId: session.id })}
                />
              ))}
            </ul>
          </>
        )}
      </Reading>
      {isAsking && (
        <Confirm
          title={t('endOthers')}
          action={t('endThem', { count: others })}
          tone="danger"
          isWorking={endOthers.isPending}
          error={endOthers.error}
          onConfirm={() => endOthers.mutate({ others: true })}
          onCancel={() => setAsking(false)}
        >
          <p>{t('endOthersBody')}</p>
        </Confirm>
      )}
    </Section>
  );
}

/** This one first, then the latest used. */
function sorted(sessions: readonly SessionView[]): SessionView[] {
  return [...sessions].sort(
    (a, b) => Number(b.isCurrent) - Number(a.isCurrent) || b.lastUsedAt.localeCompare(a.lastUsedAt),
  );
}
