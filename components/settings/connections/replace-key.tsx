'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCalls } from '#components/trpc/client.ts';
import { Confirm } from '#components/ui/form/confirm.tsx';
import { SecretField } from '#components/ui/form/secret-field.tsx';
import type { ConnectionView } from '#server/domain/suppliers/schema.ts';
import { isKeyLike } from './property-numbers.ts';

interface Props {
  connection: ConnectionView;
  onReplaced: () => void;
  onClose: () => void;
}

/** Another key in the place of one, for instance one that is refused. */
export function ReplaceKey({ connection, onReplaced, onClose }: Props) {
  const t = useTranslations('connections');
  const calls = useCalls();
  const queries = useQueryClient();
  const [apiKey, setApiKey] = useState('');
  const [wasTried, setTried] = useState(false);
  const replace = useMutation(
    calls.connections.replaceKey.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(calls.connections.list.queryFilter());
        void queries.invalidateQueries(calls.calendar.pathFilter());
        onReplaced();
        onClose();
      },
    }),
  );
  return (
    <Confirm
      title={`${t('replace')} · ${connection.name}`}
      action={t('replaceAction')}
      isWorking={replace.isPending}
      error={replace.error}
      onCancel={onClose}
      onConfirm={() => {
        setTried(true);
        if (isKeyLike(apiKey))
          replace.mutate({ connectionId: connection.id, apiKey: apiKey.trim() });
      }}
    >
      <p>{t('replaceText')}</p>
      <SecretField
        label={t('apiKey')}
        autoComplete="off"
        value={apiKey}
        error={wasTried && !isKeyLike(apiKey) ? t('badKey') : undefined}
        onChange={(event) => {
          setApiKey(event.target.value);
          replace.reset();
        }}
      />
    </Confirm>
  );
}
