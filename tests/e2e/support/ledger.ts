import * as z from 'zod';
import type { Demo } from './demo.ts';

const entrySchema = z.object({
  seq: z.int(),
  supplierId: z.int().nullable(),
  accommodationId: z.int().nullable(),
  kind: z.enum(['stock', 'rate', 'link', 'rateType', 'webhook']),
  key: z.unknown(),
  before: z.unknown(),
  after: z.unknown(),
});

/** A change that the upstream really made, by its own account. */
export type LedgerEntry = z.infer<typeof entrySchema>;

/** Reads the stub's ledger with a fetch of its own, past everything that the app believes. */
export async function ledger({ stubUrl }: Demo, since = 0): Promise<LedgerEntry[]> {
  const answer = await fetch(`${stubUrl}/__stub/ledger?since=${since}`);
  if (!answer.ok) throw new Error(`The ledger answered ${answer.status}`);
  return z.array(entrySchema).parse(await answer.json());
}

/** The number of the newest change; what a test does comes after it. */
export async function ledgerMark(demo: Demo): Promise<number> {
  return (await ledger(demo)).at(-1)?.seq ?? 0;
}
