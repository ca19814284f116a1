import type { Patch } from '#server/domain/bulk-updates/patch.ts';
import type { ItemState } from '#server/domain/pushes/schema.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { Cell, NightValue } from './cells.ts';

/**
 * Consecutive nights that are alike in everything: from, to, rate type, state, then the places of
 * patch, base, sent and read among the values.
 */
type PackedRun = readonly [EpochDay, EpochDay, number | null, ItemState, ...number[]];

/** Every value once, since what was sent is mostly what was read, night after night. */
interface Packed {
  readonly values: readonly (Patch | NightValue | null)[];
  readonly runs: readonly PackedRun[];
}

/** How cells were stored before every value was kept once. */
type PlainRun = Omit<Cell, 'day'> & { readonly from: EpochDay; readonly to: EpochDay };

/** Finds the place of a value, by identity first: nights of one run share their objects. */
class Values {
  readonly list: (Patch | NightValue | null)[] = [];
  private readonly byIdentity = new Map<unknown, number>();
  private readonly byText = new Map<string, number>();

  placeOf(value: Patch | NightValue | null): number {
    const known = this.byIdentity.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    const place = this.byText.get(text) ?? this.list.push(value) - 1;
    this.byText.set(text, place);
    this.byIdentity.set(value, place);
    return place;
  }
}

/** Cells as stored: runs of alike nights over a list of values, as JSON. */
export function packCells(cells: readonly Cell[]): string {
  const values = new Values();
  const runs: PackedRun[] = [];
  for (const { day, rateTypeId, state, patch, base, sent, read } of cells) {
    const places = [patch, base, sent, read].map((value) => values.placeOf(value));
    const last = runs[runs.length - 1];
    const alike: PackedRun = [last?.[0] ?? day, day, rateTypeId, state, ...places];
    const isLonger =
      last !== undefined &&
      last[1] + 1 === day &&
      last.every((part, i) => i === 1 || part === alike[i]);
    if (isLonger) runs[runs.length - 1] = alike;
    else runs.push([day, day, rateTypeId, state, ...places]);
  }
  return JSON.stringify({ values: values.list, runs } satisfies Packed);
}

/** The cells of a stored item, in the order in which they were packed. */
export function unpackCells(json: string): Cell[] {
  const stored = JSON.parse(json) as Packed | PlainRun[];
  const cells: Cell[] = [];
  for (const { from, to, ...rest } of Array.isArray(stored) ? stored : plainRuns(stored))
    for (let day = from; day <= to; day++) cells.push({ day, ...rest });
  return cells;
}

function plainRuns({ values, runs }: Packed): PlainRun[] {
  return runs.map(([from, to, rateTypeId, state, patch, base, sent, read]) => ({
    ...{ from, to, rateTypeId, state, patch: values[patch ?? -1] as Patch },
    base: nightAt(values, base),
    sent: nightAt(values, sent),
    read: nightAt(values, read),
  }));
}

function nightAt(values: Packed['values'], place: number | undefined): NightValue | null {
  return (values[place ?? -1] ?? null) as NightValue | null;
}
