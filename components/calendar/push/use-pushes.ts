'use client';
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { callErrorOf, isAccessRefused } from '#components/trpc/call-error.ts';
import { useCalls } from '#components/trpc/client.ts';
import type { Change } from '#server/domain/bulk-updates/schema.ts';
import type { BatchView } from '#server/domain/pushes/schema.ts';
import { type Outcomes, outcomesOf } from '../model/outcomes.ts';
import { heardCells } from './heard-cells.ts';
import { pollDelay } from './poll-delay.ts';
import {
  attemptFor,
  decodeMemory,
  encodeMemory,
  NO_MEMORY,
  type PushMemory,
  withBatches,
} from './push-memory.ts';

function useMemory(key: string | null) {
  const [memory, setMemory] = useState<PushMemory>(NO_MEMORY);
  useEffect(() => {
    if (!key) return;
    const read = () => setMemory(decodeMemory(window.localStorage.getItem(key)));
    read();
    const onStorage = (event: StorageEvent) => event.key === key && read();
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [key]);
  const update = useCallback(
    (change: (memory: PushMemory) => PushMemory) => {
      if (!key) return;
      const next = change(decodeMemory(window.localStorage.getItem(key)));
      try {
        window.localStorage.setItem(key, encodeMemory(next));
      } catch {
        // Without storage the sending is still followed in this tab.
      }
      setMemory(next);
    },
    [key],
  );
  return [memory, update] as const;
}

/** Follows what is on its way, whoever sent it and from whatever device. */
function useRunning(
  supplierId: number,
  update: (change: (memory: PushMemory) => PushMemory) => void,
): void {
  const { data, isFetchedAfterMount } = useQuery(
    useCalls().bulkUpdates.list.queryOptions({ supplierId }, { staleTime: 0 }),
  );
  useEffect(() => {
    // What was kept from an earlier visit may have ended, and been put away, since.
    if (!isFetchedAfterMount) return;
    const found = (data?.items ?? []).flatMap(({ batchId, state }) =>
      state === 'running' ? [batchId] : [],
    );
    if (found.length > 0) update((last) => withBatches(last, found));
  }, [data, isFetchedAfterMount, update]);
}

export interface Pushes {
  /** From the oldest to the newest. */
  readonly batches: readonly BatchView[];
  readonly batchIds: readonly string[];
  readonly isLost: boolean;
  readonly outcomes: Outcomes;
  /** `allowOutOfBounds`: prices outside of the property's bounds are meant. */
  readonly send: (
    changes: readonly Change[],
    basedOn: string | null,
    allowOutOfBounds: boolean,
  ) => Promise<string>;
  readonly dismiss: (...batchIds: readonly string[]) => void;
}

/** The sendings of one person for one supplier that are on the way or not put away yet. */
export function usePushes(
  userId: string | undefined,
  supplierId: number,
  onSettled: () => void,
): Pushes {
  const key = userId === undefined ? null : `openpro.push.${userId}.${supplierId}`;
  const [memory, update] = useMemory(key);
  const { bulkUpdates: calls, alerts } = useCalls();
  const create = useMutation(calls.create.mutationOptions());
  const client = useQueryClient();
  useRunning(supplierId, update);
  const queries = useQueries({
    queries: memory.batchIds.map((batchId) =>
      calls.get.queryOptions(
        { batchId },
        {
          refetchInterval: (query) => pollDelay(query.state.data, query.state.dataUpdateCount),
          staleTime: 0,
        },
      ),
    ),
  });
  const unknownId = memory.batchIds.find(
    (_, i) => callErrorOf(queries[i]?.error).httpStatus === 404,
  );
  const dismiss = useCallback(
    (...batchIds: readonly string[]) =>
      update((last) => ({
        ...last,
        batchIds: last.batchIds.filter((id) => !batchIds.includes(id)),
      })),
    [update],
  );
  useEffect(() => {
    if (unknownId !== undefined) dismiss(unknownId);
  }, [unknownId, dismiss]);

  const stamps = queries.map((query) => query.dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamps tell when the data changed
  const batches = useMemo(
    () => queries.flatMap((query) => (query.data ? [query.data] : [])),
    [stamps],
  );
  const outcomes = useMemo(() => outcomesOf(batches), [batches]);
  const settled = heardCells(batches);
  const lastSettled = useRef(0);
  useEffect(() => {
    if (settled > lastSettled.current) onSettled();
    lastSettled.current = settled;
  }, [settled, onSettled]);

  const running = batches.filter(({ state }) => state === 'running').length;
  const lastRunning = useRef(0);
  useEffect(() => {
    // What ended may have raised an alert.
    if (running < lastRunning.current)
      client.invalidateQueries(alerts.list.pathFilter()).catch(() => undefined);
    lastRunning.current = running;
  }, [running, client, alerts]);

  const send: Pushes['send'] = async (changes, basedOn, allowOutOfBounds) => {
    const content = { changes, allowOutOfBounds };
    const attempt = attemptFor(memory, content, basedOn, () => crypto.randomUUID());
    update((last) => ({ ...last, attempt }));
    try {
      const { batchId } = await create.mutateAsync({
        supplierId,
        idempotencyKey: attempt.idempotencyKey,
        changes: [...changes],
        ...(allowOutOfBounds && { allowOutOfBounds }),
        ...(attempt.basedOn === null ? {} : { basedOn: attempt.basedOn }),
      });
      // Read before the edits are let go, so that no night looks unchanged for a moment.
      await client.prefetchQuery(calls.get.queryOptions({ batchId }));
      update((last) => ({
        attempt: null,
        batchIds: [...last.batchIds.filter((id) => id !== batchId), batchId],
      }));
      return batchId;
    } catch (error) {
      // A refusal is an answer: nothing was stored, and the next try is another one.
      const { httpStatus } = callErrorOf(error);
      if (httpStatus !== null && httpStatus < 500) update((last) => ({ ...last, attempt: null }));
      // The calendar itself says whether it may still be seen.
      if (isAccessRefused(error)) onSettled();
      throw error;
    }
  };
  const isLost = queries.some((query) => query.error && !query.data);
  return { batches, batchIds: memory.batchIds, isLost, outcomes, send, dismiss };
}
