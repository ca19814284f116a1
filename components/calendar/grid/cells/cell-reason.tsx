import type { FocusEvent } from 'react';

const WIDTH = 264;
const HEIGHT = 72;

/** Turns the reason of the cell in focus towards where the grid has room for it. */
export function placeReason({ currentTarget: cell }: FocusEvent<HTMLElement>): void {
  const grid = cell.closest('[role="grid"]')?.getBoundingClientRect();
  if (!grid) return;
  const { left, bottom } = cell.getBoundingClientRect();
  cell.toggleAttribute('data-reason-left', left + WIDTH > grid.right);
  cell.toggleAttribute('data-reason-above', bottom + HEIGHT > grid.bottom);
}

/** Why a cell is wrong, shown while it has the focus; screen readers hear its description. */
export function CellReason({ text }: { text: string }) {
  return (
    <span
      aria-hidden
      className="cell-reason absolute z-20 w-64 rounded-md border border-wrong/40 bg-raised p-2 text-left text-12 whitespace-normal text-wrong normal-nums shadow-float"
    >
      {text}
    </span>
  );
}
