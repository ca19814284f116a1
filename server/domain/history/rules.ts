import { nightValuesOf } from '#server/domain/bulk-updates/preview.ts';
import type { NightValues } from '#server/domain/bulk-updates/schema.ts';
import type { RateNight } from '#server/domain/rates/night.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns, type Equality } from '#server/kernel/day-runs.ts';

/** What the mirror's history stores of a night: units left, or everything under a rate type. */
export type StoredNight = number | RateNight;

/** A stored value of the history; null = nothing was there. */
export function storedNight(json: string | null): StoredNight | null {
  return json === null ? null : (JSON.parse(json) as StoredNight);
}

/** A stored night on the wire, whole. */
export function wireNight(night: StoredNight | null): NightValues | null {
  if (night === null) return null;
  return typeof night === 'number' ? { units: night } : nightValuesOf(night);
}

/** Two states of a night, each with the fields in which they differ; all where one is nothing. */
export function differenceOf(
  before: StoredNight | null,
  after: StoredNight | null,
): { before: NightValues | null; after: NightValues | null } {
  const [a, b] = [wireNight(before), wireNight(after)];
  if (a === null || b === null) return { before: a, after: b };
  const fields = Object.keys(a) as (keyof NightValues)[];
  const differing = new Set(fields.filter((f) => JSON.stringify(a[f]) !== JSON.stringify(b[f])));
  const only = (values: NightValues): NightValues =>
    Object.fromEntries(
      Object.entries(values).filter(([field]) => differing.has(field as keyof NightValues)),
    );
  return { before: only(a), after: only(b) };
}

/**
 * The nights `from`..`to` of a row before some changes, which come newest first: what each held
 * before the oldest change that is to be undone. Pure; takes time by the changes, not by their
 * product with the runs.
 */
export function asItWas<T extends StoredNight>(
  now: DayRuns<T>,
  changes: readonly { from: EpochDay; to: EpochDay; beforeJson: string | null }[],
  { from, to, equal }: { from: EpochDay; to: EpochDay; equal: Equality<T> },
): DayRuns<T> {
  const undone = new Int32Array(to - from + 1).fill(-1);
  for (const [i, change] of changes.entries())
    undone.fill(i, Math.max(change.from - from, 0), Math.max(change.to - from + 1, 0));
  const parsed = new Map<string, T>();
  const days: [EpochDay, T][] = [];
  for (const [i, index] of undone.entries()) {
    const json = index < 0 ? undefined : (changes[index]?.beforeJson ?? null);
    if (json === null) continue;
    let value = json === undefined ? now.at(from + i) : parsed.get(json);
    if (json !== undefined && value === undefined) {
      value = JSON.parse(json) as T;
      parsed.set(json, value);
    }
    if (value !== undefined) days.push([from + i, value]);
  }
  return DayRuns.fromDays(days, equal);
}
