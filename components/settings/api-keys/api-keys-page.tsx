'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Announcement } from '#components/calendar/states/announcement.tsx';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/form/confirm.tsx';
import { Section } from '#components/ui/form/section.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import type { ApiKeyView, CreatedApiKey } from '#server/domain/auth/schema.ts';
import { PageBody } from '../page/page-body.tsx';
import { useSaid } from '../parts/use-said.ts';
import { CreateKey } from './create-key.tsx';
import { KeysTable } from './keys-table.tsx';
import { NewKey } from './new-key.tsx';
import { OriginsSection } from './origins-section.tsx';

const hasEnded = ({ expiresAt, revokedAt }: ApiKeyView): boolean =>
  revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= Date.now());

interface RevokeProps {
  apiKey: ApiKeyView;
  onRevoked: () => void;
  onClose: () => void;
}

function RevokeKey({ apiKey, onRevoked, onClose }: RevokeProps) {
  const t = useTranslations('apiKeys');
  const calls = useCalls();
  const queries = useQueryClient();
  const revoke = useMutation(
    calls.apiKeys.revoke.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(calls.apiKeys.pathFilter());
        onRevoked();
        onClose();
      },
    }),
  );
  return (
    <Confirm
      title={t('revokeTitle', { name: apiKey.name })}
      action={t('revoke')}
      tone="danger"
      isWorking={revoke.isPending}
      error={revoke.error}
      onCancel={onClose}
      onConfirm={() => revoke.mutate({ keyId: apiKey.id })}
    >
      <p>{t('revokeText')}</p>
    </Confirm>
  );
}

function Keys({
  keys,
  onRevoke,
}: {
  keys: readonly ApiKeyView[];
  onRevoke: (key: ApiKeyView) => void;
}) {
  const t = useTranslations('apiKeys');
  const live = keys.filter((key) => !hasEnded(key));
  const ended = keys.filter(hasEnded);
  return (
    <>
      {live.length > 0 ? (
        <KeysTable keys={live} onRevoke={onRevoke} />
      ) : (
        <div className="py-4 text-center">
          <p className="text-14 font-medium">{t('emptyTitle')}</p>
          <p className="text-13 text-muted">{t('empty')}</p>
        </div>
      )}
      {ended.length > 0 && (
        <details className="mt-4">
          <summary className="text-13 text-muted touch:py-3">
            {t('ended', { count: ended.length })}
          </summary>
          <div className="mt-2 text-muted">
            <KeysTable keys={ended} />
          </div>
        </details>
      )}
    </>
  );
}

/** The keys of other programs, and the websites that may use them. */
export function ApiKeysPage() {
  const t = useTranslations();
  const keys = useQuery(useCalls().apiKeys.list.queryOptions({}));
  const [isCreating, setCreating] = useState(false);
  const [created, setCreated] = useState<CreatedApiKey | null>(null);
  const [asked, setAsked] = useState<ApiKeyView | null>(null);
  const [said, say] = useSaid();
  return (
    <PageBody title={t('settings.pages.apiKeys')} intro={t('apiKeys.intro')} needs="keys:write">
      <Section
        title={t('apiKeys.keys')}
        aside={
          <Button tone="primary" onClick={() => setCreating(true)}>
            <Plus size={15} aria-hidden />
            {t('apiKeys.create')}
          </Button>
        }
      >
        <Reading query={keys} lines={4}>
          {(list) => <Keys keys={list} onRevoke={setAsked} />}
        </Reading>
      </Section>
      <OriginsSection />
      {isCreating && (
        <CreateKey
          onClose={() => setCreating(false)}
          onCreated={(made) => {
            setCreating(false);
            setCreated(made);
          }}
        />
      )}
      {created && <NewKey created={created} onClose={() => setCreated(null)} />}
      {asked && (
        <RevokeKey
          apiKey={asked}
          onRevoked={() => say(t('apiKeys.revokedSaid', { name: asked.name }))}
          onClose={() => setAsked(null)}
        />
      )}
      <Announcement said={said} />
    </PageBody>
  );
}
