import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { sql } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { batchIf } from '#server/db/write-guard.ts';
import {
  type ChainHead,
  chainHead,
  type EntryContent,
  type TenantOfChain,
  UNSEALED_CHAINS,
  unsealedEntries,
} from './data.ts';
import { isAuditRecord } from './record-write.ts';

/** What the first entry of a chain stands on. */
export const CHAIN_START = '0'.repeat(64);

/** Entries that are chained in one write. */
const AT_ONCE = 500;

/** SHA-256, in hex, of the hash before and the canonical JSON (RFC 8785) of an entry. */
export function chainHash(previous: string, content: EntryContent): string {
  return createHash('sha256')
    .update(previous)
    .update(canonicalize(content) ?? '')
    .digest('hex');
}

/** Chains every entry of every organisation that is not chained yet, in the order of their ids. */
export async function sealChains(database: Database): Promise<void> {
  const [orgs] = await readTogether(database, [UNSEALED_CHAINS]);
  for (const org of orgs) await sealChain(database, org);
}

/**
 * Chains the entries of one organisation. Whoever chains at the same time from the same head loses
 * whole, reads again and goes on after the other.
 */
export async function sealChain(database: Database, org: TenantOfChain): Promise<void> {
  for (;;) {
    const [head, entries] = await readTogether(database, [
      chainHead(org),
      unsealedEntries(org, AT_ONCE),
    ]);
    if (entries.length === 0) return;
    const isSameHead = sql`(SELECT seq FROM audit_head WHERE org_id = ${org}) IS ${head?.seq ?? null}`;
    await batchIf(database, isSameHead, sealWrites(database, org, head, entries));
  }
}

function sealWrites(
  { db }: Database,
  org: TenantOfChain,
  head: ChainHead | null,
  entries: readonly EntryContent[],
): Statement[] {
  const last = { seq: head?.seq ?? 0, hash: head?.hash ?? CHAIN_START };
  const links = entries.map((content) => {
    last.seq += 1;
    last.hash = chainHash(last.hash, content);
    return [content.id, last.seq, last.hash];
  });
  const { seq, hash } = last;
  return [
    db.run(sql`UPDATE audit_entry SET seq = link.value ->> 1, hash = link.value ->> 2
      FROM json_each(${JSON.stringify(links)}) AS link
      WHERE audit_entry.org_id = ${org} AND audit_entry.id = link.value ->> 0`),
    head === null
      ? db.run(sql`INSERT INTO audit_head (org_id, seq, hash) VALUES (${org}, ${seq}, ${hash})`)
      : db.run(sql`UPDATE audit_head SET seq = ${seq}, hash = ${hash} WHERE org_id = ${org}`),
  ];
}

/** Chains in the background. */
export interface Sealer {
  /** Says that something was written down; many at once are one piece of work. */
  wake(): void;
  /** Chains no more, since the database closes. */
  stop(): void;
}

/** Makes the sealer of a process; a failure is told and tried again at the next wake. */
export function createSealer(database: Database, onError: (error: unknown) => void): Sealer {
  let isAwake = false;
  let isDue = false;
  let isStopped = false;
  const work = async () => {
    while (isDue && !isStopped) {
      isDue = false;
      try {
        await sealChains(database);
      } catch (error) {
        if (!isStopped) onError(error);
      }
    }
    isAwake = false;
  };
  return {
    wake: () => {
      isDue = true;
      if (isAwake || isStopped) return;
      isAwake = true;
      setImmediate(work);
    },
    stop: () => {
      isStopped = true;
    },
  };
}

/** The same database, which wakes the sealer after every batch that writes down who did what. */
export function sealedAfterWrites(database: Database, sealer: Sealer): Database {
  return {
    ...database,
    batch: async (statements) => {
      const results = await database.batch(statements);
      if (statements.some(isAuditRecord)) sealer.wake();
      return results;
    },
  };
}
