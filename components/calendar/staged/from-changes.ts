import type { Change } from '#server/domain/bulk-updates/schema.ts';
import { type EpochDay, isoWeekday, toEpochDay } from '#server/kernel/calendar-date.ts';
import { EDIT_FIELDS, type EditField, type FieldValue, lineKeyOf } from '../model/cells.ts';
import type { FieldAddress, WantedEdit } from './edits.ts';

/** What the calendar shows of the nights that a change set is about. */
export interface ChangeGround {
  /** The occupancy whose price the calendar shows; undefined = the line is not in the calendar. */
  readonly referenceOf: (line: string) => number | null | undefined;
  /** What upstream holds, null = nothing. */
  readonly beforeOf: (address: FieldAddress) => FieldValue | null;
}

/**
 * A change set of the server as edits that wait in the calendar; `others` counts the prices of nights
 * that the calendar cannot hold: those of other occupancies, and those to be taken away.
 */
export function editsOfChanges(
  changes: readonly Change[],
  { referenceOf, beforeOf }: ChangeGround,
): { edits: WantedEdit[]; others: number } {
  const edits: WantedEdit[] = [];
  let others = 0;
  for (const { accommodationId, rateTypeId, from, to, weekdays, set } of changes) {
    const line = lineKeyOf({ accommodationId, rateTypeId: rateTypeId ?? null });
    const reference = referenceOf(line);
    const wanted = new Map<EditField, FieldValue>();
    for (const field of EDIT_FIELDS) {
      const after = set[field];
      if (after !== undefined) wanted.set(field, after);
    }
    let beside = 0;
    for (const { guests, priceCents } of set.prices ?? []) {
      if (guests === reference && priceCents !== null) wanted.set('priceCents', priceCents);
      else beside++;
    }
    for (let day: EpochDay = toEpochDay(from); day <= toEpochDay(to); day++) {
      if (weekdays && !weekdays.includes(isoWeekday(day))) continue;
      others += beside;
      for (const [field, after] of wanted)
        edits.push({ line, day, field, before: beforeOf({ line, day, field }), after });
    }
  }
  return { edits, others };
}
