import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';

export interface Column<Row> {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  readonly isNumber?: boolean;
  /** A date or a word that would be odd on two lines. */
  readonly isUnbroken?: boolean;
  /** Its header is spoken, not shown: for the column of buttons. */
  readonly isHeaderHidden?: boolean;
}

interface Props<Row> {
  /** Spoken, not shown. */
  caption: string;
  /** The first one names its row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  /** From which width on it is a table; below, each row is a block with the headers beside. */
  from?: 'sm' | 'lg';
}

const FORMS = {
  sm: {
    table: 'max-sm:block',
    head: 'max-sm:sr-only',
    row: 'max-sm:block max-sm:py-2',
    cell: 'max-sm:flex max-sm:min-h-7 max-sm:items-center max-sm:justify-between max-sm:gap-4 max-sm:px-0 max-sm:py-0.5',
    name: 'max-sm:block max-sm:px-0 max-sm:py-0.5',
    label: 'sm:hidden',
  },
  lg: {
    table: 'max-lg:block',
    head: 'max-lg:sr-only',
    row: 'max-lg:block max-lg:py-2',
    cell: 'max-lg:flex max-lg:min-h-7 max-lg:items-center max-lg:justify-between max-lg:gap-4 max-lg:px-0 max-lg:py-0.5',
    name: 'max-lg:block max-lg:px-0 max-lg:py-0.5',
    label: 'lg:hidden',
  },
} as const;

/** A table; on a narrow screen a list of blocks, so that nothing has to be scrolled sideways. */
export function DataTable<Row>({ caption, columns, rows, rowKey, from = 'sm' }: Props<Row>) {
  const form = FORMS[from];
  // Blocks are no table to a browser any more; the roles keep it one for a screen reader.
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: `display: block` takes the implied roles away
    <table role="table" className={classNames('w-full text-left text-13', form.table)}>
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup" className={form.head}>
        <tr role="row" className="border-b border-line-strong text-12 text-muted">
          {columns.map(({ key, header, isNumber, isHeaderHidden }) => (
            <th
              key={key}
              role="columnheader"
              scope="col"
              className={classNames(
                'px-2 py-2 font-medium first:pl-0 last:pr-0',
                isNumber && 'text-right',
              )}
            >
              <span className={isHeaderHidden ? 'sr-only' : undefined}>{header}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className={form.table}>
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            role="row"
            className={classNames('border-b border-line last:border-b-0', form.row)}
          >
            {columns.map((column, index) => {
              const { key, header, cell, isNumber, isUnbroken, isHeaderHidden } = column;
              const className = classNames(
                'px-2 py-2 align-middle first:pl-0 last:pr-0',
                isNumber && 'figures text-right',
                isUnbroken && 'whitespace-nowrap',
                index === 0 ? form.name : form.cell,
              );
              return index === 0 ? (
                <th
                  key={key}
                  role="rowheader"
                  scope="row"
                  className={classNames(className, 'font-medium')}
                >
                  {cell(row)}
                </th>
              ) : (
                <td key={key} role="cell" className={className}>
                  <span aria-hidden className={classNames('text-12 text-muted', form.label)}>
                    {!isHeaderHidden && header}
                  </span>
                  <span className="min-w-0">{cell(row)}</span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: end
  );
}
