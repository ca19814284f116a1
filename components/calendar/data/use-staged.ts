'use client';
import { useEffect, useSyncExternalStore } from 'react';
import { EMPTY_STATE, type StagedState, StagedStore } from '../staged/store.ts';

const stores = new Map<string, StagedStore>();

/** One store per person and supplier for the life of the tab: moving between pages keeps undo. */
function storeOf(userId: string, supplierId: number): StagedStore {
  const key = `openpro.staged.${userId}.${supplierId}`;
  const store = stores.get(key) ?? new StagedStore(window.localStorage, key);
  stores.set(key, store);
  return store;
}

const nothing = () => () => {};

/** The waiting edits; null store until it is known whose they are. */
export function useStaged(
  userId: string | undefined,
  supplierId: number,
): { store: StagedStore | null; state: StagedState } {
  const store =
    userId === undefined || typeof window === 'undefined' ? null : storeOf(userId, supplierId);
  const state = useSyncExternalStore(
    store?.subscribe ?? nothing,
    store?.snapshot ?? (() => EMPTY_STATE),
    () => EMPTY_STATE,
  );
  useEffect(() => {
    if (!store) return;
    window.addEventListener('storage', store.onStorage);
    return () => window.removeEventListener('storage', store.onStorage);
  }, [store]);
  const isWaiting = state.edits.size > 0;
  useEffect(() => {
    if (!isWaiting) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isWaiting]);
  return { store, state };
}
