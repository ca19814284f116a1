import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { Line } from '../model/calendar-model.ts';
import { type EditField, type FieldValue, NEW_NIGHT } from '../model/cells.ts';
import type { NightEdits } from '../staged/edits.ts';

/** The value upstream, null when there is none. */
export function upstreamValue(line: Line, day: EpochDay, field: EditField): FieldValue | null {
  if (line.kind === 'stock') return field === 'units' ? (line.units.at(day) ?? null) : null;
  return field === 'units' ? null : (line.nights.at(day)?.[field] ?? null);
}

/** Whether the night has a rate, or is about to get one by a staged price. */
export function hasRate(line: Line, day: EpochDay, night: NightEdits | undefined): boolean {
  return (
    line.kind === 'rate' && (line.nights.at(day) !== undefined || night?.priceCents !== undefined)
  );
}

/** The value as it would be after the push: staged, else upstream, else that of a new night. */
export function wantedValue(
  line: Line,
  day: EpochDay,
  field: EditField,
  night: NightEdits | undefined,
): FieldValue | null {
  const staged = night?.[field];
  if (staged) return staged.after;
  const upstream = upstreamValue(line, day, field);
  if (upstream !== null || line.kind === 'stock' || field === 'units') return upstream;
  const isNew = line.nights.at(day) === undefined && night?.priceCents !== undefined;
  return isNew ? NEW_NIGHT[field] : null;
}
