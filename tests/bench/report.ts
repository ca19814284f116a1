/** One line of the table. */
export interface Row {
  readonly section: string;
  readonly measure: string;
  /** For people. */
  readonly result: string;
  /** The number behind the result, for programs. */
  readonly value: number;
  readonly unit: string;
  /** The most the value may be; absent where nothing is promised. */
  readonly target?: number;
  /** More numbers of the same measurement. */
  readonly also?: Readonly<Record<string, number | string>>;
}

/** Whether a row keeps its promise; null = it makes none. */
export function isMet({ value, target }: Row): boolean | null {
  return target === undefined ? null : value <= target;
}

/** The middle of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

/** A number with as many digits as it is worth. */
export function short(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

/** The table as text. A missed target is said, never failed: a busy machine misses some. */
export function tableOf(rows: readonly Row[]): string {
  const head = ['', 'measure', 'result', 'target', ''];
  const body = rows.map((row, i) => {
    const met = isMet(row);
    return [
      rows[i - 1]?.section === row.section ? '' : row.section,
      row.measure,
      row.result,
      row.target === undefined ? '' : `≤ ${short(row.target)} ${row.unit}`.trimEnd(),
      met === null ? '' : met ? 'met' : 'MISSED',
    ];
  });
  const widths = head.map((_, c) =>
    Math.max(...[head, ...body].map((cells) => (cells[c] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, c) => cell.padEnd(widths[c] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
