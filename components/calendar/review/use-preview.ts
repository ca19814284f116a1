'use client';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { isAccessRefused } from '#components/trpc/call-error.ts';
import { useClient } from '#components/trpc/client.ts';
import type { Change } from '#server/domain/bulk-updates/schema.ts';

/** What the server says a change set would do; asked again when the change set is another one. */
export function usePreview(supplierId: number, changes: readonly Change[], basedOn: string | null) {
  const client = useClient();
  const queries = useQueryClient();
  return useQuery({
    queryKey: ['preview', supplierId, changes, basedOn],
    queryFn: ({ signal }) =>
      client.bulkUpdates.preview
        .mutate(
          { supplierId, changes: [...changes], ...(basedOn !== null && { basedOn }) },
          { signal },
        )
        .catch((error: unknown) => {
          // Whether the calendar behind may still be seen is for the calendar itself to say.
          if (isAccessRefused(error))
            void queries.invalidateQueries({ queryKey: ['calendar', supplierId] });
          throw error;
        }),
    enabled: changes.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
}
