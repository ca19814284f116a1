'use client';
import type { KeyboardEvent } from 'react';
import { useDesk } from '../../desk/desk.tsx';
import { moveBy, selectAll, selectCell } from '../../selection/selection.ts';
import { fieldsStagedIn } from '../../staged/edits.ts';

interface Options {
  pageLines: number;
  onEdit: (typed: string | null) => void;
  onOpenPanel: () => void;
}

/** The keyboard on the grid: it moves, selects, and begins to edit. */
export function useGridKeys({ pageLines, onEdit, onOpenPanel }: Options) {
  const desk = useDesk();
  return (event: KeyboardEvent) => {
    const { selection, ground } = desk;
    const control = event.ctrlKey || event.metaKey;
    const { key } = event;
    if (event.altKey || event.nativeEvent.isComposing) return;
    if (control && key.toLowerCase() === 'a') {
      event.preventDefault();
      desk.setSelection(selectAll(ground, desk.today));
      return;
    }
    if (!selection) return;
    const moved = moveBy(selection, { key, shift: event.shiftKey, control }, ground, pageLines);
    if (moved) {
      event.preventDefault();
      desk.setSelection(moved);
    } else if (key === 'Enter' || key === 'F2') {
      event.preventDefault();
      onEdit(null);
    } else if (key === 'Escape') {
      event.preventDefault();
      desk.setSelection(selectCell(selection.focus));
    } else if (!control && /^\d$/.test(key)) {
      event.preventDefault();
      onEdit(key);
    } else if (key === 'Delete' || key === 'Backspace') {
      event.preventDefault();
      desk.store?.unstage(fieldsStagedIn(desk.staged.edits, desk.targets));
    } else if (key === 'ContextMenu') {
      event.preventDefault();
      onOpenPanel();
    }
  };
}
