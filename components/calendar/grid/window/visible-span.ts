/** First and last index in sight; `last` < `first` = none. */
export interface VisibleSpan {
  readonly first: number;
  readonly last: number;
}

/**
 * The rows that meet a window, with some around it so that a small scroll shows no gap.
 * @param tops where each row begins, in order
 * @param heights of the rows
 */
export function rowsInSight(
  tops: readonly number[],
  heights: readonly number[],
  offset: number,
  room: number,
  margin: number,
): VisibleSpan {
  let low = 0;
  let high = tops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle] ?? 0) + (heights[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last + 1 < tops.length && (tops[last + 1] ?? 0) < offset + room) last++;
  return { first: Math.max(low - margin, 0), last: Math.min(last + margin, tops.length - 1) };
}

/** The columns of equal width that meet a window, with some around it. */
export function columnsInSight(
  count: number,
  width: number,
  offset: number,
  room: number,
  margin: number,
): VisibleSpan {
  const first = Math.floor(offset / width) - margin;
  const last = Math.ceil((offset + room) / width) - 1 + margin;
  return { first: Math.max(first, 0), last: Math.min(last, count - 1) };
}
