'use client';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { signOut } from './use-session.ts';

/** Says that nothing is connected yet, and who can change that. */
export function NoSupplier() {
  const t = useTranslations('frame');
  return (
    <EmptyState
      title={t('noSupplierTitle')}
      action={<Button onClick={signOut}>{t('signOut')}</Button>}
    >
      {t('noSupplier')}
    </EmptyState>
  );
}
