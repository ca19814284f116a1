'use client';
import type { KeyboardEvent } from 'react';
import { useDesk } from '../../desk/desk.tsx';
import type { CellAddress } from '../../model/cells.ts';
import { moveBy, selectAll, selectCell } from '../../selection/selection.ts';
import { fieldsStagedIn } from '../../staged/edits.ts';

interface Options {
  /** The cell that Tab arrives at: what a key is about until something is selected. */
  active: CellAddress | null;
  pageLines: number;
  onEdit: (address: CellAddress, typed: string | null) => void;
  onOpenPanel: () => void;
}

/** The keyboard on the grid: it moves, selects, and begins to edit. */
export function useGridKeys({ active, pageLines, onEdit, onOpenPanel }: Options) {
  const desk = useDesk();
  return (event: KeyboardEvent) => {
    const { ground } = desk;
    const control = event.ctrlKey || event.metaKey;
    const { key } = event;
    if (event.altKey || event.nativeEvent.isComposing) return;
    if (control && key.toLowerCase() === 'a') {
      event.preventDefault();
      desk.setSelection(selectAll(ground, desk.today));
      return;
    }
    const selection = desk.selection ?? (active && selectCell(active));
    if (!selection) return;
    const begin = (typed: string | null) => {
      event.preventDefault();
      if (!desk.selection) desk.setSelection(selection);
      onEdit(selection.focus, typed);
    };
    const moved = moveBy(selection, { key, shift: event.shiftKey, control }, ground, pageLines);
    if (moved) {
      event.preventDefault();
      desk.setSelection(moved);
    } else if (key === 'Enter' || key === 'F2') {
      begin(null);
    } else if (key === 'Escape') {
      event.preventDefault();
      desk.setSelection(selectCell(selection.focus));
    } else if (!control && /^\d$/.test(key)) {
      begin(key);
    } else if (key === 'Delete' || key === 'Backspace') {
      event.preventDefault();
      const cells = desk.selection ? desk.targets : [selection.focus];
      desk.store?.unstage(fieldsStagedIn(desk.staged.edits, cells));
    } else if (key === 'ContextMenu') {
      event.preventDefault();
      if (!desk.selection) desk.setSelection(selection);
      onOpenPanel();
    }
  };
}
