import type { Change, ChangeValues } from '#server/domain/bulk-updates/schema.ts';
import {
  type EpochDay,
  fromEpochDay,
  isoWeekday,
  toEpochDay,
} from '#server/kernel/calendar-date.ts';
import { EDIT_FIELDS, type EditField, type LineKey, lineKeyOf, lineOf } from '../model/cells.ts';
import type { LineEdits, NightEdits, StagedEdits } from './edits.ts';

interface Group {
  readonly set: ChangeValues;
  readonly days: EpochDay[];
}

function valuesOf(night: NightEdits): ChangeValues {
  const set: Partial<Record<EditField, number | boolean>> = {};
  for (const field of EDIT_FIELDS) {
    const staged = night[field];
    if (staged) set[field] = staged.after;
  }
  return set as ChangeValues;
}

/** Nights that want the same values, whichever they are. */
function groupsOf(line: LineEdits): Group[] {
  const groups = new Map<string, Group>();
  for (const [day, night] of [...line].sort((a, b) => a[0] - b[0])) {
    const set = valuesOf(night);
    const key = JSON.stringify(set);
    const group = groups.get(key) ?? { set, days: [] };
    group.days.push(day);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function rangesOf(days: readonly EpochDay[]): [from: EpochDay, to: EpochDay][] {
  const ranges: [EpochDay, EpochDay][] = [];
  for (const day of days) {
    const last = ranges[ranges.length - 1];
    if (last && last[1] === day - 1) last[1] = day;
    else ranges.push([day, day]);
  }
  return ranges;
}

/** The weekdays that describe the days as "each of these from the first to the last", if they do. */
function weekdaysOf(days: readonly EpochDay[]): number[] | null {
  const [first, last] = [days[0], days[days.length - 1]];
  if (first === undefined || last === undefined) return null;
  const weekdays = new Set(days.map(isoWeekday));
  let expected = 0;
  for (let day = first; day <= last; day++) if (weekdays.has(isoWeekday(day))) expected++;
  return expected === days.length ? [...weekdays].sort((a, b) => a - b) : null;
}

function changesOfGroup(line: LineKey, { set, days }: Group): Change[] {
  const { accommodationId, rateTypeId } = lineOf(line);
  const where = { accommodationId, ...(rateTypeId === null ? {} : { rateTypeId }) };
  const ranges = rangesOf(days);
  const [first, last] = [days[0], days[days.length - 1]];
  const weekdays = ranges.length > 1 ? weekdaysOf(days) : null;
  if (weekdays && first !== undefined && last !== undefined)
    return [{ ...where, from: fromEpochDay(first), to: fromEpochDay(last), weekdays, set }];
  return ranges.map(([from, to]) => ({
    ...where,
    from: fromEpochDay(from),
    to: fromEpochDay(to),
    set,
  }));
}

/**
 * Staged edits as the entries of a change set: nights that want the same values become ranges, or
 * one range with weekdays where that says the same. No two entries name the same field of a night.
 */
export function compileChanges(edits: StagedEdits): Change[] {
  return [...edits].flatMap(([line, days]) =>
    groupsOf(days).flatMap((group) => changesOfGroup(line, group)),
  );
}

/** What a change set wants of each field, by `line day field`; the reverse of the compiler. */
export function expandChanges(changes: readonly Change[]): Map<string, number | boolean> {
  const wanted = new Map<string, number | boolean>();
  for (const { accommodationId, rateTypeId, from, to, weekdays, set } of changes) {
    const line = lineKeyOf({ accommodationId, rateTypeId: rateTypeId ?? null });
    for (let day = toEpochDay(from); day <= toEpochDay(to); day++) {
      if (weekdays && !weekdays.includes(isoWeekday(day))) continue;
      for (const field of EDIT_FIELDS) {
        const value = set[field];
        if (value !== undefined) wanted.set(`${line} ${day} ${field}`, value);
      }
    }
  }
  return wanted;
}
