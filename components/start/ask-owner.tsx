'use client';
import { useTranslations } from 'next-intl';
import { PlainFrame } from '#components/account/plain-frame.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** For those who may not connect a property: who can, and how to go on once it is done. */
export function AskOwner({ organisation }: { organisation: string }) {
  const t = useTranslations('start.owner');
  return (
    <PlainFrame>
      <EmptyState
        title={t('title')}
        action={
          <Button tone="primary" size="large" onClick={() => window.location.assign('/')}>
            {t('again')}
          </Button>
        }
      >
        {t('body', { organisation })}
      </EmptyState>
    </PlainFrame>
  );
}
