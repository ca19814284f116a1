import { nightValuesOf } from '#server/domain/bulk-updates/preview.ts';
import type { NightValues } from '#server/domain/bulk-updates/schema.ts';
import type { RateNight } from '#server/domain/rates/night.ts';

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
