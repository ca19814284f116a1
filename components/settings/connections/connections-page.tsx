'use client';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Announcement } from '#components/calendar/states/announcement.tsx';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Section } from '#components/ui/form/section.tsx';
import { Reading } from '#components/ui/form/waiting.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import type { ConnectionView } from '#server/domain/suppliers/schema.ts';
import { PageBody } from '../page/page-body.tsx';
import { useInstants } from '../parts/use-instants.ts';
import { useSaid } from '../parts/use-said.ts';
import { AddSheet } from './add-sheet.tsx';
import { ReplaceKey } from './replace-key.tsx';

interface ConnectionProps {
  connection: ConnectionView;
  onAdd: () => void;
  onReplace: () => void;
}

function Connection({ connection, onAdd, onReplace }: ConnectionProps) {
  const t = useTranslations('connections');
  const instants = useInstants();
  const { name, keyLastFour, state, createdAt, suppliers } = connection;
  const isRefused = state === 'credentials_invalid';
  return (
    <Section
      title={name}
      intro={
        <>
          {t('key', { lastFour: keyLastFour })},{' '}
          <span className={isRefused ? 'font-medium text-wrong' : 'text-good'}>
            {t(isRefused ? 'refused' : 'ok')}
          </span>{' '}
          · {t('since', { date: instants.date(createdAt) })}
        </>
      }
      aside={
        <div className="flex flex-wrap gap-2">
          <Button tone={isRefused ? 'primary' : 'quiet'} onClick={onReplace}>
            <KeyRound size={15} aria-hidden />
            {t('replace')}
          </Button>
          <Button onClick={onAdd}>
            <Plus size={15} aria-hidden />
            {t('addProperty')}
          </Button>
        </div>
      }
    >
      {isRefused && (
        <Notice tone="wrong" className="mb-4">
          {t('refusedText')}
        </Notice>
      )}
      <h3 className="mb-1 text-12 text-muted">{t('properties')}</h3>
      {suppliers.length === 0 && <p className="text-13">{t('noProperty')}</p>}
      <ul>
        {suppliers.map((supplier) => (
          <li
            key={supplier.id}
            className="flex items-baseline gap-3 border-b border-line py-2 text-13 last:border-b-0"
          >
            <PageLink
              href={`/s/${supplier.id}/settings`}
              className="tap min-w-0 wrap-anywhere font-medium hover:underline"
            >
              {supplier.name}
            </PageLink>
            <span className="figures shrink-0 text-12 text-muted">
              {t('number', { id: String(supplier.id) })}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

type Dialog =
  | { readonly kind: 'add'; readonly connection: ConnectionView | null }
  | { readonly kind: 'replace'; readonly connection: ConnectionView };

/** The upstream keys of the organisation and the properties that each serves. */
export function ConnectionsPage() {
  const t = useTranslations();
  const connections = useQuery(useCalls().connections.list.queryOptions({}));
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [said, say] = useSaid();
  const close = () => setDialog(null);
  const newKey = (
    <Button tone="primary" onClick={() => setDialog({ kind: 'add', connection: null })}>
      <Plus size={15} aria-hidden />
      {t('connections.newKey')}
    </Button>
  );
  const isEmpty = connections.data?.length === 0;
  return (
    <PageBody
      title={t('settings.pages.connections')}
      intro={t('connections.intro')}
      needs="connections:write"
      aside={!isEmpty && newKey}
    >
      <Reading query={connections} lines={6}>
        {(list) =>
          list.map((connection) => (
            <Connection
              key={connection.id}
              connection={connection}
              onAdd={() => setDialog({ kind: 'add', connection })}
              onReplace={() => setDialog({ kind: 'replace', connection })}
            />
          ))
        }
      </Reading>
      {isEmpty && (
        <EmptyState title={t('connections.emptyTitle')} action={newKey}>
          {t('connections.empty')}
        </EmptyState>
      )}
      {dialog?.kind === 'add' && (
        <AddSheet
          connection={dialog.connection}
          onAdded={(count) => say(t('connections.added', { count }))}
          onClose={close}
        />
      )}
      {dialog?.kind === 'replace' && (
        <ReplaceKey
          connection={dialog.connection}
          onReplaced={() => say(t('connections.replaced', { name: dialog.connection.name }))}
          onClose={close}
        />
      )}
      <Announcement said={said} />
    </PageBody>
  );
}
