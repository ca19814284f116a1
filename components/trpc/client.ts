'use client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import type { AppRouter } from '#server/trpc/root.ts';

/** The typed calls to our own server: as options of queries, or plain. */
export const {
  TRPCProvider: CallsProvider,
  useTRPC: useCalls,
  useTRPCClient: useClient,
} = createTRPCContext<AppRouter>();
