'use client';
import { useQuery } from '@tanstack/react-query';
import { useCalls } from '#components/trpc/client.ts';
import type { AccountView } from '#server/domain/tenancy/schema.ts';

/**
 * Who is signed in and what they may do; undefined until it is known, null when that could not be
 * learnt.
 */
export function useSessionUser(): AccountView | null | undefined {
  const { data, isError } = useQuery(useCalls().account.get.queryOptions({}));
  return data === undefined && isError ? null : data;
}

/** Ends the session and leaves for the sign-in page. */
export async function signOut(): Promise<void> {
  await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  window.location.assign('/sign-in');
}
