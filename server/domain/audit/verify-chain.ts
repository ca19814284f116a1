import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import {
  CHAINS,
  type ChainedEntry,
  type ChainHead,
  chainExtent,
  chainedEntries,
  chainHead,
  type TenantOfChain,
} from './data.ts';
import { CHAIN_START, chainHash } from './seal-chain.ts';

/** What is wrong with a chain. */
export type ChainFault =
  /** An entry does not hold what was chained. */
  | { readonly fault: 'changed'; readonly seq: number; readonly id: number }
  /** An entry stands in the place of another one. */
  | { readonly fault: 'reordered'; readonly seq: number; readonly id: number }
  /** No entry stands in this place. */
  | { readonly fault: 'removed'; readonly seq: number }
  /** The head names a place after the last entry: entries were cut off the end. */
  | { readonly fault: 'head_ahead'; readonly seq: number }
  /** Entries stand after the place that the head names. */
  | { readonly fault: 'head_behind'; readonly seq: number }
  /** The last entry is not the one that the head names. */
  | { readonly fault: 'head_differs'; readonly seq: number };

/** How the chain of one organisation stands. */
export interface ChainReport {
  readonly organisationId: string;
  /** The newest place; what an operator notes elsewhere shows later that nothing was rebuilt. */
  readonly head: ChainHead | null;
  /** The first fault; null = sound. */
  readonly fault: ChainFault | null;
  /** Entries that have waited for more than five minutes to be chained. */
  readonly waiting: number;
}

/** How long an entry may wait to be chained. */
const LATE_MS = 300_000;

const AT_ONCE = 500;

/** Recomputes the chain of every organisation; `now` is epoch milliseconds. */
export async function verifyChains(database: Database, now: number): Promise<ChainReport[]> {
  const [orgs] = await readTogether(database, [CHAINS]);
  const reports: ChainReport[] = [];
  for (const org of orgs) reports.push(await verifyChain(database, org, now));
  return reports;
}

/** Recomputes one chain page by page and compares its end with the head. */
export async function verifyChain(
  database: Database,
  org: TenantOfChain,
  now: number,
): Promise<ChainReport> {
  const [head, { lastSeq, waiting }] = await readTogether(database, [
    chainHead(org),
    chainExtent(org, now - LATE_MS),
  ]);
  const report = { organisationId: org, head, waiting };
  const headSeq = head?.seq ?? 0;
  let last: ChainHead = { seq: 0, hash: CHAIN_START };
  while (last.seq < lastSeq) {
    const [entries] = await readTogether(database, [chainedEntries(org, last.seq, AT_ONCE)]);
    if (entries.length === 0) return { ...report, fault: { fault: 'removed', seq: last.seq + 1 } };
    const checked = checkLinks(last, entries);
    if ('fault' in checked) return { ...report, fault: checked };
    last = checked;
    if (entries.some(({ seq, hash }) => seq === headSeq && hash !== head?.hash))
      return { ...report, fault: { fault: 'head_differs', seq: headSeq } };
  }
  if (headSeq > lastSeq) return { ...report, fault: { fault: 'head_ahead', seq: headSeq } };
  if (headSeq < lastSeq) return { ...report, fault: { fault: 'head_behind', seq: headSeq } };
  return { ...report, fault: null };
}

/** The last of some entries that follow a place, or what is wrong with the first bad one. */
function checkLinks(before: ChainHead, entries: readonly ChainedEntry[]): ChainHead | ChainFault {
  let { seq: place, hash: previous } = before;
  for (const [i, { content, seq, hash }] of entries.entries()) {
    place += 1;
    if (seq !== place) return { fault: 'removed', seq: place };
    if (hash !== chainHash(previous, content)) {
      // Ids grow along the chain, so a smaller one right after stands where it does not belong.
      const next = entries[i + 1];
      const isReordered = next !== undefined && next.content.id < content.id;
      return { fault: isReordered ? 'reordered' : 'changed', seq, id: content.id };
    }
    previous = hash;
  }
  return { seq: place, hash: previous };
}
