import type { Patch } from '#server/domain/bulk-updates/patch.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { NightValue } from './cells.ts';
import type { ItemRow } from './data.ts';
import type { LaterPatches, SentBefore } from './push-rules.ts';

/** What other change sets want, or wanted, of the same nights. */
export interface Others {
  readonly later: LaterPatches;
  readonly sentBefore: SentBefore;
}

/** A night of a row as a key. */
export function cellKey(rateTypeId: number | null, day: EpochDay): string {
  return `${rateTypeId ?? ''}:${day}`;
}

function laterPatches(newer: readonly ItemRow[]): LaterPatches {
  const patches = new Map<string, Patch[]>();
  for (const { rateTypeId, day, patch, state } of newer.flatMap((item) => item.cells)) {
    if (state === 'cancelled') continue;
    const key = cellKey(rateTypeId, day);
    patches.set(key, [...(patches.get(key) ?? []), patch]);
  }
  return (rateTypeId, day) => patches.get(cellKey(rateTypeId, day)) ?? [];
}

function sentValues(older: readonly ItemRow[]): SentBefore {
  const values = new Map<string, NightValue[]>();
  for (const { rateTypeId, day, sent } of older.flatMap((item) => item.cells)) {
    if (sent === null) continue;
    const key = cellKey(rateTypeId, day);
    values.set(key, [...(values.get(key) ?? []), sent]);
  }
  return (rateTypeId, day) => values.get(cellKey(rateTypeId, day)) ?? [];
}

/** The same from the items accepted after one, and those under way before it. */
export function othersOf(newer: readonly ItemRow[], older: readonly ItemRow[]): Others {
  return { later: laterPatches(newer), sentBefore: sentValues(older) };
}
