'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCalls, useClient } from '#components/trpc/client.ts';
import { Button } from '#components/ui/button.tsx';
import { CallNotice } from '#components/ui/form/call-notice.tsx';
import { keepInvitation } from '../link-secret.ts';

/** Somebody known and signed in: one press joins, and the new organisation is shown. */
export function JoinForm({ token, organisation }: { token: string; organisation: string }) {
  const t = useTranslations('auth');
  const client = useClient();
  const accept = useMutation(
    useCalls().invitations.accept.mutationOptions({
      onSuccess: async ({ organisationId }) => {
        keepInvitation(null);
        // Joined already: where this fails, the organisation is one press away in the account.
        await client.account.switchOrganisation.mutate({ organisationId }).catch(() => null);
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
