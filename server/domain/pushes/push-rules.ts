import type { NightDefaults, Patch } from '#server/domain/bulk-updates/patch.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import {
  agreeOnWanted,
  type Cell,
  holdsWanted,
  leftOf,
  mergeWanted,
  type NightValue,
  sameValue,
} from './cells.ts';

/** What upstream holds, by row and night; null = nothing. */
export type UpstreamNights = (rateTypeId: number | null, day: EpochDay) => NightValue | null;

/** What later change sets want of the same nights. */
export type LaterPatches = (rateTypeId: number | null, day: EpochDay) => readonly Patch[];

/** What older change sets sent to a night after this one was accepted. */
export type SentBefore = (rateTypeId: number | null, day: EpochDay) => readonly NightValue[];

/** How often a write that upstream dropped without a word is sent again. */
export const MAX_WRITES = 3;

/**
 * Decides for every queued cell, from a fresh read, what becomes of it: superseded by a later change
 * set, already as wanted (applied), changed by somebody else since the owner looked (conflict), or
 * to be sent, as a whole night merged with what upstream has. A later change set takes only the
 * fields that it sets itself; an older one of ours that was still under way is nobody else.
 */
export function beforeWrite(
  cells: readonly Cell[],
  upstream: UpstreamNights,
  others: { readonly later: LaterPatches; readonly sentBefore: SentBefore },
  defaults: NightDefaults,
): Cell[] {
  return cells.map((queued) => {
    if (queued.state !== 'queued') return queued;
    const { rateTypeId, day } = queued;
    const left = leftOf(queued.patch, others.later(rateTypeId, day));
    if (left === null) return { ...queued, state: 'superseded' };
    const current = upstream(rateTypeId, day);
    // A night that does not exist yet needs the price, whoever sets it next.
    const patch = current === null ? queued.patch : left;
    const cell = { ...queued, patch };
    if (holdsWanted(current, patch))
      return { ...cell, state: 'applied', sent: current, read: current };
    const isOurs = others
      .sentBefore(rateTypeId, day)
      .some((sent) => agreeOnWanted(patch, sent, current));
    const isAsEdited = agreeOnWanted(patch, cell.base, current);
    const isAsShown = cell.read !== null && agreeOnWanted(patch, cell.read, current);
    if (!isOurs && !isAsEdited && !isAsShown) return { ...cell, state: 'conflict', read: current };
    const sent = mergeWanted(current, patch, defaults);
    // A night whose prices we cannot read must not be rewritten: that might erase them.
    if (typeof sent !== 'number' && sent.prices.length === 0)
      return { ...cell, state: 'conflict', read: current };
    const read = isAsEdited ? null : cell.read;
    return { ...cell, state: 'sending', base: isOurs ? current : cell.base, sent, read };
  });
}

/** How far a verification may go. */
export interface Patience {
  /** No read-back is left before a verdict. */
  readonly isLastRead: boolean;
  /** Writes sent so far. */
  readonly writes: number;
}

/**
 * Decides for every sent cell, from a read-back, whether it is applied: the whole night must be as
 * sent. Where a later change set has been at the same night, only the wanted fields must. While
 * patience lasts a difference waits; then a night that never moved is queued to be sent again, and
 * any other is a mismatch. A night that somebody else changed is never written over.
 */
export function afterRead(
  cells: readonly Cell[],
  upstream: UpstreamNights,
  later: LaterPatches,
  patience: Patience,
): Cell[] {
  return cells.map((cell) => {
    if (cell.state !== 'sending' && cell.state !== 'verifying') return cell;
    const { patch, rateTypeId, day, sent, base } = cell;
    const read = upstream(rateTypeId, day);
    const newer = later(rateTypeId, day);
    if (sameValue(read, sent)) return { ...cell, state: 'applied', read };
    const left = leftOf(patch, newer);
    if (newer.length > 0) {
      if (holdsWanted(read, patch)) return { ...cell, state: 'applied', read };
      if (left === null) return { ...cell, state: 'superseded', read };
      if (holdsWanted(read, left)) return { ...cell, state: 'applied', read };
    }
    if (!patience.isLastRead) return { ...cell, state: 'verifying', read };
    const neverMoved = agreeOnWanted(left ?? patch, base, read);
    if (neverMoved && patience.writes < MAX_WRITES) return { ...cell, state: 'queued', read: null };
    return { ...cell, state: 'mismatch', read };
  });
}

/** Ends every cell that is not yet decided. */
export function endOpen(cells: readonly Cell[], state: Cell['state']): Cell[] {
  return cells.map((cell) =>
    ['queued', 'sending', 'verifying'].includes(cell.state) ? { ...cell, state } : cell,
  );
}

/** Ends every cell that is not yet sent. */
export function endQueued(cells: readonly Cell[], state: Cell['state']): Cell[] {
  return cells.map((cell) => (cell.state === 'queued' ? { ...cell, state } : cell));
}

/** States after which a night may be sent again. */
export const RETRIABLE: ReadonlySet<Cell['state']> = new Set([
  'rejected',
  'failed',
  'mismatch',
  'conflict',
  'blocked_credentials',
]);

/**
 * Queues cells in some states again, from today on. What the owner was shown of a night that had
 * changed or came back different is what the next try is based on: if upstream holds something else
 * again by then, it is a conflict again.
 */
export function queueAgain(
  cells: readonly Cell[],
  states: ReadonlySet<Cell['state']>,
  today: EpochDay,
): Cell[] {
  return cells.map((cell): Cell => {
    if (!states.has(cell.state) || cell.day < today) return cell;
    const again: Cell = { ...cell, state: 'queued', sent: null };
    // Of a mismatch the base stays what the night held before it was ever sent.
    if (cell.state === 'mismatch') return again;
    return { ...again, base: cell.state === 'conflict' ? cell.read : cell.base, read: null };
  });
}
