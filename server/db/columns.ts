import { sql } from 'drizzle-orm';
import { check, integer, type SQLiteColumn, text } from 'drizzle-orm/sqlite-core';

/** The organisation a row belongs to; first in every key of tenant data. */
export const orgId = () => text('org_id').notNull();

/** The upstream supplier id. */
export const supplierId = () => integer('supplier_id').notNull();

/** An instant in epoch milliseconds. */
export const instant = (name: string) => integer(name);

/** A night as days since 1970-01-01. */
export const epochDay = (name: string) => integer(name);

/** A CHECK that a column holds one of a closed list of words. */
export function oneOf(name: string, column: SQLiteColumn, words: readonly string[]) {
  const list = words.map((word) => `'${word}'`).join(', ');
  return check(name, sql`${column} IN (${sql.raw(list)})`);
}
