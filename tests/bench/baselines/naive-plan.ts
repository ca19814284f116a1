import type { Change, PreviewCell } from '#server/domain/bulk-updates/schema.ts';

/** A night as the obvious code holds it: one object per night and row, found by a key. */
export interface NaiveNight {
  open: boolean;
  minStay: number | null;
  maxStay: number | null;
  arrivalAllowed: boolean;
  departureAllowed: boolean;
  priceCents: number | null;
}

type Field = Exclude<keyof NaiveNight, never>;

const FIELDS: readonly Field[] = [
  ...(['open', 'minStay', 'maxStay', 'arrivalAllowed', 'departureAllowed', 'priceCents'] as const),
];

/** The key of a night. */
export function nightKey(accommodationId: number, rateTypeId: number, date: string): string {
  return `${accommodationId}:${rateTypeId}:${date}`;
}

function nextDay(date: string): string {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/**
 * The change set laid over the mirror night by night, then compared night by night, without runs:
 * what `planChanges` and `previewPlan` do, as one would first write it.
 */
export function naivePreview(
  changes: readonly Change[],
  mirror: ReadonlyMap<string, NaiveNight>,
): PreviewCell[] {
  const wanted = new Map<
    string,
    { cell: Pick<PreviewCell, 'accommodationId' | 'rateTypeId' | 'date'>; night: NaiveNight }
  >();
  for (const { accommodationId, rateTypeId = 0, from, to, set } of changes) {
    for (let date: string = from; date <= to; date = nextDay(date)) {
      const key = nightKey(accommodationId, rateTypeId, date);
      const before = wanted.get(key)?.night ?? mirror.get(key);
      if (before === undefined) continue;
      const values = Object.entries(set).filter(([, value]) => value !== undefined);
      const night = { ...before, ...Object.fromEntries(values) };
      wanted.set(key, {
        cell: { accommodationId, rateTypeId, date: date as PreviewCell['date'] },
        night,
      });
    }
  }
  const cells: PreviewCell[] = [];
  for (const [key, { cell, night }] of wanted) {
    const before = mirror.get(key);
    for (const field of FIELDS) {
      if (before === undefined || before[field] === night[field]) continue;
      cells.push({ ...cell, field, before: before[field], after: night[field] });
    }
  }
  return cells;
}
