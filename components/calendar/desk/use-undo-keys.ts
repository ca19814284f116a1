'use client';
import { useEffect } from 'react';
import type { StagedStore } from '../staged/store.ts';

/** Whether a key belongs to what is being typed or to a dialog, and not to the page. */
function isTakenElsewhere(event: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open]')) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  const isTicked = target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(target.type);
  return !isTicked && (target.isContentEditable || target.matches('input, textarea, select'));
}

/** Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y for the staged edits. */
export function useUndoKeys(store: StagedStore | null): void {
  useEffect(() => {
    if (!store) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTakenElsewhere(event)) return;
      const isRedo = key === 'y' || (key === 'z' && event.shiftKey);
      if (key !== 'z' && !isRedo) return;
      event.preventDefault();
      if (isRedo) store.redo();
      else store.undo();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [store]);
}
