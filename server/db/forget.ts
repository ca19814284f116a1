import { sql } from 'drizzle-orm';
import type { Database, Statement } from './client.ts';

/**
 * For the beginning of a batch that takes out what nobody may read again: what its rows held is
 * overwritten in the file, not only marked as free. On a server it is the server's to do.
 */
export function overwriting({ db, file }: Database): Statement[] {
  return file === null ? [] : [db.run(sql`PRAGMA secure_delete = ON`)];
}

/** After such a batch: the write-ahead log, which holds older pages whole, is emptied. */
export async function emptyLog({ client, file }: Database): Promise<void> {
  if (file !== null) await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
}
