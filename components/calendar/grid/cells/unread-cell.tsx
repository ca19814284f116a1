// biome-ignore-all lint/a11y/useSemanticElements: a grid drawn in part is placed by position, which table elements cannot
interface Props {
  column: number;
  left: number;
  width: number;
  name: string;
}

/** A night whose values are still on their way: not open, not closed, unknown. */
export function UnreadCell({ column, left, width, name }: Props) {
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      aria-busy="true"
      aria-label={name}
      aria-colindex={column + 2}
      className="cell flex items-center justify-end px-1.5"
      style={{ left, width }}
    >
      <span className="skeleton h-2.5 w-7 rounded bg-closed" />
    </div>
  );
}
