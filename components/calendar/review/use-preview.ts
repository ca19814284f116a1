'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useClient } from '#components/trpc/client.ts';
import type { Change } from '#server/domain/bulk-updates/schema.ts';

/** What the server says a change set would do; asked again when the change set is another one. */
export function usePreview(supplierId: number, changes: readonly Change[], basedOn: string | null) {
  const client = useClient();
  return useQuery({
    queryKey: ['preview', supplierId, changes, basedOn],
    queryFn: ({ signal }) =>
      client.bulkUpdates.preview.mutate(
        { supplierId, changes: [...changes], ...(basedOn !== null && { basedOn }) },
        { signal },
      ),
    enabled: changes.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
}
