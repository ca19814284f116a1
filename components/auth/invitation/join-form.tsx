'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCalls } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { keepInvitation } from '../link-secret.ts';

/** Somebody known and signed in: one press joins, and the new organisation is shown. */
export function JoinForm({ token, organisation }: { token: string; organisation: string }) {
  const t = useTranslations('auth');
  const accept = useMutation(
    useCalls().invitations.accept.mutationOptions({
      // The session shows the new organisation from now on.
      onSuccess: () => {
        keepInvitation(null);
        window.location.assign('/');
      },
    }),
  );
  return (
    <div className="flex flex-col gap-4">
      <CallNotice error={accept.error} />
      <Button
        tone="primary"
        size="large"
        disabled={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate({ token })}
      >
        {accept.isPending ? t('joining') : t('join', { organisation })}
      </Button>
    </div>
  );
}
