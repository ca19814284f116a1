'use client';
import { useQuery } from '@tanstack/react-query';
import { useCalls } from '#components/trpc/client.ts';

const POLL_MS = 60_000;

/** As many as can be open for a handful of properties, and more. */
const MOST = 200;

/**
 * What somebody of the organisation must look at. Asked for again every minute while the page is in
 * sight and there is a network.
 */
export function useAlerts() {
  return useQuery(
    useCalls().alerts.list.queryOptions({ limit: MOST }, { refetchInterval: POLL_MS }),
  );
}
