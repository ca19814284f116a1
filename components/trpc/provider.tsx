'use client';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { type ReactNode, useState } from 'react';
import { expiredPath } from '#components/auth/return-path.ts';
import type { AppRouter } from '#server/trpc/root.ts';
import { callErrorOf, isWorthRetrying } from './call-error.ts';
import { CallsProvider } from './client.ts';

/** A session that has ended: sign in and come back to this very page. */
function onError(error: unknown): void {
  if (callErrorOf(error).httpStatus !== 401) return;
  const { pathname, search } = window.location;
  if (pathname !== '/sign-in') window.location.assign(expiredPath(`${pathname}${search}`));
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      },
      // Without a network a wish fails at once and says so, instead of waiting where nobody sees it.
      mutations: { networkMode: 'always' },
    },
  });
}

/** Node refuses addresses above 16 kB; batches stay far below and within the server's size. */
const makeTrpcClient = () =>
  createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: '/api/trpc', maxItems: 20, maxURLLength: 8_000 })],
  });

export function TrpcProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [trpcClient] = useState(makeTrpcClient);
  return (
    <QueryClientProvider client={queryClient}>
      <CallsProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </CallsProvider>
    </QueryClientProvider>
  );
}
