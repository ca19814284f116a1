'use client';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export default function ErrorPage({ reset }: { reset: () => void }) {
  const t = useTranslations();
  return (
    <main className="flex h-dvh">
      <EmptyState
        title={t('frame.crashTitle')}
        action={
          <Button tone="primary" size="large" onClick={reset}>
            {t('app.retry')}
          </Button>
        }
      >
        {t('frame.crash')}
      </EmptyState>
    </main>
  );
}
