import type { InArgs, Row } from '@libsql/client';
import type { Database } from './client.ts';

/** A fixed SELECT with its arguments and the reading of its rows. */
export interface Query<T> {
  readonly sql: string;
  readonly args: InArgs;
  readonly read: (rows: readonly Row[]) => T;
}

type Results<Q extends readonly Query<unknown>[]> = {
  [K in keyof Q]: Q[K] extends Query<infer T> ? T : never;
};

/** Runs several queries as one snapshot in one round trip and gives their results in order. */
export async function readTogether<const Q extends readonly Query<unknown>[]>(
  { client }: Database,
  queries: Q,
): Promise<Results<Q>> {
  const results = await client.batch(
    queries.map(({ sql, args }) => ({ sql, args })),
    'read',
  );
  return queries.map((query, i) => query.read(results[i]?.rows ?? [])) as Results<Q>;
}

/** A column that must hold a number. */
export function numberIn(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`Column ${column} holds no number`);
  return value;
}

/** A column that may hold a number. */
export function maybeNumberIn(row: Row, column: string): number | null {
  return row[column] === null ? null : numberIn(row, column);
}

/** A column that must hold text. */
export function textIn(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`Column ${column} holds no text`);
  return value;
}

/** A column that may hold text. */
export function maybeTextIn(row: Row, column: string): string | null {
  return row[column] === null ? null : textIn(row, column);
}

/** A column of JSON that our own code wrote. */
export function jsonIn<T>(row: Row, column: string): T {
  return JSON.parse(textIn(row, column)) as T;
}
