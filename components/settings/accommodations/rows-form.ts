import { parseAmount, parseCount } from '#components/calendar/edit/parse-input.ts';
import type { SettingsUpdate, SettingsView } from '#server/domain/settings/schema.ts';

type AccommodationView = SettingsView['accommodations'][number];
export type AccommodationUpdate = NonNullable<SettingsUpdate['accommodations']>[number];
type AccommodationSet = AccommodationUpdate['set'];

/** The settings of an accommodation that are typed, in the order of the columns. */
export const ROW_FIELDS = [
  { field: 'units', kind: 'count', least: 0, most: 999, problem: 'units' },
  { field: 'floorCents', kind: 'money', least: 1 },
  { field: 'ceilingCents', kind: 'money', least: 1 },
  { field: 'referenceGuests', kind: 'count', least: 1, most: 99, problem: 'guests' },
  { field: 'variableCostCents', kind: 'money', least: 0 },
  { field: 'turnoverCostCents', kind: 'money', least: 0 },
] as const;

type RowSpec = (typeof ROW_FIELDS)[number];
export type RowField = RowSpec['field'];
export type RowProblem = 'units' | 'guests' | 'count' | 'amount' | 'positive' | 'floorAboveCeiling';

/** What was typed, by accommodation and setting; what is not in it stands as it is stored. */
export type RowEdits = ReadonlyMap<number, Readonly<Partial<Record<RowField, string>>>>;

/** What would be sent, and what cannot be. */
export interface RowsWish {
  readonly updates: readonly AccommodationUpdate[];
  /** By `<id>.<field>`. */
  readonly problems: ReadonlyMap<string, RowProblem>;
  /** How many settings differ from what is stored, or cannot be read. */
  readonly changes: number;
}

/** The text of a stored setting; `amount` writes cents in the person's language. */
export function textOf(
  row: AccommodationView,
  { field, kind }: RowSpec,
  amount: (cents: number) => string,
): string {
  const value = row[field];
  if (value === null) return '';
  return kind === 'money' ? amount(value) : String(value);
}

function read(spec: RowSpec, text: string): { value: number | null } | { problem: RowProblem } {
  if (text.trim() === '') return { value: null };
  if (spec.kind === 'money') {
    const cents = parseAmount(text);
    if (cents === null || cents < 0) return { problem: 'amount' };
    return cents < spec.least ? { problem: 'positive' } : { value: cents };
  }
  const count = parseCount(text);
  if (count === null) return { problem: 'count' };
  return count < spec.least || count > spec.most ? { problem: spec.problem } : { value: count };
}

/** What the edits come to, as settings; pure. */
export function wishOf(rows: readonly AccommodationView[], edits: RowEdits): RowsWish {
  const problems = new Map<string, RowProblem>();
  const updates = rows.flatMap((row): AccommodationUpdate[] => {
    const set: { -readonly [Key in keyof AccommodationSet]: AccommodationSet[Key] } = {};
    for (const spec of ROW_FIELDS) {
      const text = edits.get(row.id)?.[spec.field];
      if (text === undefined) continue;
      const answer = read(spec, text);
      if ('problem' in answer) problems.set(`${row.id}.${spec.field}`, answer.problem);
      else if (answer.value !== row[spec.field]) set[spec.field] = answer.value;
    }
    const { floorCents: floor = row.floorCents, ceilingCents: ceiling = row.ceilingCents } = set;
    const isTouched = set.floorCents !== undefined || set.ceilingCents !== undefined;
    if (isTouched && floor !== null && ceiling !== null && floor > ceiling) {
      const wrong = set.floorCents === undefined ? 'ceilingCents' : 'floorCents';
      problems.set(`${row.id}.${wrong}`, 'floorAboveCeiling');
    }
    return Object.keys(set).length > 0 ? [{ id: row.id, set }] : [];
  });
  const unreadable = [...problems.values()].filter((one) => one !== 'floorAboveCeiling').length;
  const changed = updates.reduce((sum, { set }) => sum + Object.keys(set).length, 0);
  return { updates, problems, changes: changed + unreadable };
}
