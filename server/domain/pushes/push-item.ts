import { and, eq } from 'drizzle-orm';
import type { Database, Statement } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { connection } from '#server/db/schema/index.ts';
import { isRefusal, onlyIf } from '#server/db/write-guard.ts';
import { alertRaised } from '#server/domain/alerts/alert-writes.ts';
import type { AlertKind } from '#server/domain/alerts/rules.ts';
import type { WrittenBy } from '#server/domain/audit/record-write.ts';
import { loadSupplier, type SupplierRow } from '#server/domain/suppliers/data.ts';
import { type SupplierUpstream, UpstreamError } from '#server/domain/suppliers/upstream.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { endedRecord } from './audit-writes.ts';
import type { Cell } from './cells.ts';
import { circumstances, type ItemRow, itemRow, itemsUnderWay, newerItems } from './data.ts';
import { isNotCancelled, itemWrite } from './item-writes.ts';
import { type Others, othersOf } from './push-others.ts';
import { afterRead, beforeWrite, endOpen, endQueued, type UpstreamNights } from './push-rules.ts';
import { readItem } from './read-item.ts';
import { sendNights } from './send-nights.ts';

/** What the push of one item works with. */
export interface Pushing {
  readonly database: Database;
  readonly clock: Clock;
  readonly tenant: TenantId;
  readonly supplierId: number;
  /** Opens the supplier upstream; called only when a call is due. */
  readonly open: (requestId: string) => Promise<SupplierUpstream>;
  /** Writes at once; rejects when the job is no longer ours. */
  readonly write: (statements: readonly Statement[]) => Promise<void>;
  /** Waits in milliseconds before each further read-back of a write. */
  readonly verifyWaits: readonly number[];
}

/** What becomes of the job: over, to go on as planned, or to be tried again after a failure. */
export type PushStep =
  | { readonly next: 'over' }
  | { readonly next: 'wait'; readonly delayMs: number }
  | { readonly next: 'retry'; readonly afterMs: number | null; readonly counts: boolean };

/** A batch that has not ended by then ends its open items with the last reason. */
const PATIENCE_MS = 24 * 3_600_000;

const OVER: PushStep = { next: 'over' };

/**
 * Carries one item as far as it goes now: reads, merges, writes whole nights, reads back. Every
 * state is stored before the step it announces, so that a killed process goes on with a read-back
 * and never with a blind second write.
 */
export async function pushOneItem(pushing: Pushing, itemId: string): Promise<PushStep> {
  const { database, tenant, supplierId } = pushing;
  const [item] = await readTogether(database, [itemRow(tenant, itemId)]);
  if (!item) return OVER;
  const [{ supplier }, [accepted, newer, older]] = await Promise.all([
    loadSupplier(database, tenant, supplierId),
    readTogether(database, [
      circumstances(tenant, item),
      newerItems(tenant, item),
      itemsUnderWay(tenant, item),
    ]),
  ]);
  const others = othersOf(newer, older);
  const push = new ItemPush(pushing, item, { supplier, others, by: accepted.by });
  if (pushing.clock.now() - accepted.acceptedAt > PATIENCE_MS) return push.giveUp();
  if (accepted.cancelledAt !== null && accepted.cancelledAt >= accepted.acceptedAt)
    await push.cancel();
  if (accepted.keyState !== 'ok') return push.block(null);
  return push.advance(await pushing.open(accepted.by.requestId));
}

/** Ends an item whose job failed too often; what was sent stays told as unknown. */
export async function failItem(
  { database, clock, tenant }: Pick<Pushing, 'database' | 'clock' | 'tenant'>,
  itemId: string,
): Promise<Statement[]> {
  const [item] = await readTogether(database, [itemRow(tenant, itemId)]);
  if (!item) return [];
  const [{ by }] = await readTogether(database, [circumstances(tenant, item)]);
  const ended = { ...item, cells: endOpen(item.cells, 'failed') };
  return [
    itemWrite(database, clock, tenant, ended),
    ...endedRecord({ database, clock }, by, item, ended),
  ];
}

/** One item on its way. */
class ItemPush {
  private readonly pushing: Pushing;
  private item: ItemRow;
  private readonly supplier: SupplierRow;
  private readonly others: Others;
  private readonly by: WrittenBy;

  constructor(
    pushing: Pushing,
    item: ItemRow,
    { supplier, others, by }: { supplier: SupplierRow; others: Others; by: WrittenBy },
  ) {
    this.pushing = pushing;
    this.item = item;
    this.supplier = supplier;
    this.others = others;
    this.by = by;
  }

  async advance(upstream: SupplierUpstream): Promise<PushStep> {
    try {
      if (this.has('sending', 'verifying')) return await this.verify(upstream);
      while (this.has('queued')) {
        const step = await this.send(upstream);
        if (step) return step;
      }
      return OVER;
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return this.afterFailedRead(error);
    }
  }

  /** Ends what is open: an owner must not wait for ever on an outcome that never comes. */
  async giveUp(): Promise<PushStep> {
    const cells = endOpen(this.item.cells, 'failed');
    const isOpen = cells.some((cell, i) => cell !== this.item.cells[i]);
    await this.save({ cells }, isOpen ? [this.alert('batch_not_ended')] : []);
    return OVER;
  }

  /** Sends nothing more; what was sent already is still read back. */
  async cancel(): Promise<void> {
    if (this.has('queued')) await this.save({ cells: endQueued(this.item.cells, 'cancelled') });
  }

  /**
   * The key is refused: nothing more is sent for this supplier until it has another one. What was
   * sent before stays open, since only a read-back may say what became of it.
   */
  async block(error: UpstreamError | null): Promise<PushStep> {
    const { database, clock, tenant } = this.pushing;
    const unknownSince = this.isSent() ? (this.item.unknownSince ?? clock.now()) : null;
    await this.save(
      {
        cells: endQueued(this.item.cells, 'blocked_credentials'),
        upstreamMessage: error?.words ?? this.item.upstreamMessage,
        unknownSince,
      },
      [
        database.db
          .update(connection)
          .set({ state: 'credentials_invalid' })
          .where(and(eq(connection.orgId, tenant), eq(connection.id, this.supplier.connectionId))),
        ...(error ? [this.alert('key_refused')] : []),
      ],
    );
    if (unknownSince === null) return OVER;
    return { next: 'wait', delayMs: this.pushing.verifyWaits.at(-1) ?? 0 };
  }

  private isSent(): boolean {
    return this.has('sending', 'verifying');
  }

  private has(...states: Cell['state'][]): boolean {
    return this.item.cells.some((cell) => states.includes(cell.state));
  }

  /** Reads, merges and writes; null = go on with what is queued. */
  private async send(upstream: SupplierUpstream): Promise<PushStep | null> {
    const nights = await this.read(upstream);
    const cells = beforeWrite(this.item.cells, nights, this.others, this.supplier.defaults);
    const isDue = cells.some((cell) => cell.state === 'sending');
    if (!isDue) {
      await this.save({ cells });
      return OVER;
    }
    if (!(await this.announce(cells))) return { next: 'wait', delayMs: 0 };
    const { attempts, upstreamMessage } = this.item;
    const sent = await sendNights(upstream, this.item, cells);
    await this.save({
      cells: sent.cells,
      warnings: [...this.item.warnings, ...sent.warnings],
      upstreamMessage: sent.words ?? upstreamMessage,
      attempts: sent.writes === 0 ? attempts - 1 : attempts,
    });
    const { stoppedBy } = sent;
    if (stoppedBy?.failure === 'key_refused') return this.block(stoppedBy);
    if (stoppedBy && !stoppedBy.outcomeUnknown)
      return { next: 'retry', afterMs: stoppedBy.retryAfterMs, counts: false };
    if (this.isSent()) return this.verify(upstream);
    return this.has('queued') ? null : OVER;
  }

  /** Stores what is about to be sent; false = it was cancelled in the meantime. */
  private async announce(cells: Cell[]): Promise<boolean> {
    const { database, tenant } = this.pushing;
    const guard = onlyIf(database, isNotCancelled(tenant, this.item));
    try {
      await this.save({ cells, attempts: this.item.attempts + 1, reads: 0 }, guard);
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  }

  private async verify(upstream: SupplierUpstream): Promise<PushStep> {
    const nights = await this.read(upstream);
    const { verifyWaits } = this.pushing;
    const isLastRead = this.item.reads >= verifyWaits.length;
    const patience = { isLastRead, writes: this.item.attempts };
    const cells = afterRead(this.item.cells, nights, this.others.later, patience);
    const waits = cells.some((cell) => cell.state === 'verifying');
    const delayMs = verifyWaits[this.item.reads] ?? 0;
    await this.save({ cells, reads: this.item.reads + 1, unknownSince: null });
    if (waits) return { next: 'wait', delayMs };
    return this.has('queued') ? { next: 'wait', delayMs: 0 } : OVER;
  }

  private read(upstream: SupplierUpstream): Promise<UpstreamNights> {
    const sent = this.item.cells.filter(
      ({ state }) => state === 'sending' || state === 'verifying',
    );
    return readItem(this.pushing, upstream, this.item, sent);
  }

  private async afterFailedRead(error: UpstreamError): Promise<PushStep> {
    if (error.failure === 'key_refused') return this.block(error);
    if (!this.isSent() && (error.failure === 'refused' || error.failure === 'not_found')) {
      const cells = endOpen(this.item.cells, 'failed');
      await this.save({ cells, upstreamMessage: error.words });
      return OVER;
    }
    if (!this.isSent()) {
      await this.save({ upstreamMessage: error.words });
      const counts = error.failure !== 'rate_limited' && error.failure !== 'held';
      return { next: 'retry', afterMs: error.retryAfterMs, counts };
    }
    // What was sent is read back until its fate is known: ever more rarely, however often it fails.
    const now = this.pushing.clock.now();
    const unknownSince = this.item.unknownSince ?? now;
    await this.save({ upstreamMessage: error.words, unknownSince });
    const afterMs = Math.max(error.retryAfterMs ?? 0, now - unknownSince);
    return { next: 'retry', afterMs, counts: false };
  }

  private alert(kind: Exclude<AlertKind, 'error_rate' | 'slow_answers' | 'database_failing'>) {
    const { tenant, supplierId } = this.pushing;
    return alertRaised(this.pushing, { tenant, supplierId, kind, refId: this.item.batchId });
  }

  private async save(changes: Partial<ItemRow>, first: readonly Statement[] = []): Promise<void> {
    const { database, clock, tenant, write } = this.pushing;
    const before = this.item;
    this.item = { ...before, ...changes };
    const isNewlyRefused = refusedOf(this.item) > refusedOf(before);
    await write([
      ...first,
      itemWrite(database, clock, tenant, this.item),
      ...endedRecord({ database, clock }, this.by, before, this.item),
      ...(isNewlyRefused ? [this.alert('push_refused')] : []),
    ]);
  }
}

/** Number of nights that upstream refused, or holds with something else. */
function refusedOf({ cells }: ItemRow): number {
  return cells.filter(({ state }) => state === 'rejected' || state === 'mismatch').length;
}
