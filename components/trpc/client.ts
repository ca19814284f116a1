'use client';
import { createTRPCReact } from '@trpc/react-query';
import type { AppRouter } from '#server/trpc/root.ts';

/** The typed calls to our own server. */
export const trpc = createTRPCReact<AppRouter>();
