'use client';
import { useMutation } from '@tanstack/react-query';
import { callErrorOf } from '#components/trpc/call-error.ts';
import { useCalls } from '#components/trpc/client.ts';
import { useDesk } from '../desk/desk.tsx';

/** The button that reads everything at Open Pro again; `onRefreshed` follows success and failure. */
export function useRefresh(onRefreshed: () => Promise<unknown>) {
  const { supplierId, say } = useDesk();
  const { isPending, mutate } = useMutation(
    useCalls().suppliers.refresh.mutationOptions({
      onSettled: () => onRefreshed(),
      onError: (error) => say(callErrorOf(error).message),
    }),
  );
  return { isPending, refresh: () => mutate({ supplierId }) };
}
