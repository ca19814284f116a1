import type { EpochDay } from '#server/kernel/calendar-date.ts';
import type { CellAddress, EditField, FieldValue, LineKey } from '../model/cells.ts';

/** A wanted value and the one upstream had when it was typed (null = none). */
export interface StagedValue {
  readonly before: FieldValue | null;
  readonly after: FieldValue;
}

export type NightEdits = Readonly<Partial<Record<EditField, StagedValue>>>;
export type LineEdits = ReadonlyMap<EpochDay, NightEdits>;

/** Everything wanted and not yet sent: by line, night and field. */
export type StagedEdits = ReadonlyMap<LineKey, LineEdits>;

export interface FieldAddress extends CellAddress {
  readonly field: EditField;
}

/** A value wanted for a field of a night. */
export interface WantedEdit extends FieldAddress, StagedValue {}

/** How one field changes; `undefined` = nothing staged. */
export interface EditStep extends FieldAddress {
  readonly previous: StagedValue | undefined;
  readonly next: StagedValue | undefined;
}

/** What one action of the person changed, whole. */
export type EditPatch = readonly EditStep[];

export const NO_EDITS: StagedEdits = new Map();

/** What is staged for a field. */
export function stagedAt(edits: StagedEdits, { line, day, field }: FieldAddress) {
  return edits.get(line)?.get(day)?.[field];
}

function sameValue(a: StagedValue | undefined, b: StagedValue | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.after === b.after);
}

/**
 * The patch that stages the wanted values. A value equal to the one upstream un-stages the field;
 * of two values for one field the later wins.
 */
export function patchFor(edits: StagedEdits, wanted: readonly WantedEdit[]): EditPatch {
  const steps = new Map<string, EditStep>();
  for (const { line, day, field, before, after } of wanted) {
    const previous = stagedAt(edits, { line, day, field });
    const next = after === before ? undefined : { before, after };
    const key = `${line} ${day} ${field}`;
    if (sameValue(previous, next)) steps.delete(key);
    else steps.set(key, { line, day, field, previous, next });
  }
  return [...steps.values()];
}

/** The patch that un-stages the given fields. */
export function removalOf(edits: StagedEdits, fields: readonly FieldAddress[]): EditPatch {
  return fields.flatMap(({ line, day, field }) => {
    const previous = stagedAt(edits, { line, day, field });
    return previous ? [{ line, day, field, previous, next: undefined }] : [];
  });
}

/** The patch that takes another back. */
export function inverseOf(patch: EditPatch): EditPatch {
  return patch.map((step) => ({ ...step, previous: step.next, next: step.previous }));
}

function withField(
  night: NightEdits,
  field: EditField,
  value: StagedValue | undefined,
): NightEdits {
  const { [field]: _, ...rest } = night;
  return value ? { ...rest, [field]: value } : rest;
}

/**
 * The edits after a patch. A step whose field holds something else than the patch knew is passed
 * over: somebody (another tab, a push) has moved it since.
 */
export function applyPatch(edits: StagedEdits, patch: EditPatch): StagedEdits {
  const lines = new Map(edits);
  const copied = new Set<LineKey>();
  for (const step of patch) {
    const line = lines.get(step.line) ?? new Map<EpochDay, NightEdits>();
    const night = line.get(step.day) ?? {};
    if (!sameValue(night[step.field], step.previous)) continue;
    const days = copied.has(step.line) ? (line as Map<EpochDay, NightEdits>) : new Map(line);
    const changed = withField(night, step.field, step.next);
    if (Object.keys(changed).length > 0) days.set(step.day, changed);
    else days.delete(step.day);
    copied.add(step.line);
    lines.set(step.line, days);
  }
  for (const key of copied) if (lines.get(key)?.size === 0) lines.delete(key);
  return lines;
}

/** Every staged value, by line, night and field. */
export function* eachEdit(edits: StagedEdits): Generator<WantedEdit> {
  for (const [line, days] of edits)
    for (const [day, night] of days)
      for (const [field, value] of Object.entries(night) as [EditField, StagedValue][])
        yield { line, day, field, ...value };
}

/** The edits that are kept by `keep`. */
export function filterEdits(edits: StagedEdits, keep: (edit: WantedEdit) => boolean): StagedEdits {
  return editsFrom([...eachEdit(edits)].filter(keep));
}

/** Edits from a list. */
export function editsFrom(list: Iterable<WantedEdit>): StagedEdits {
  const lines = new Map<LineKey, Map<EpochDay, NightEdits>>();
  for (const { line, day, field, before, after } of list) {
    const days = lines.get(line) ?? new Map<EpochDay, NightEdits>();
    days.set(day, { ...days.get(day), [field]: { before, after } });
    lines.set(line, days);
  }
  return lines;
}

export interface StagedSummary {
  /** Number of fields of nights that change. */
  readonly changes: number;
  /** Number of different (accommodation or rate type, night) cells' nights. */
  readonly nights: number;
  /** Sum of the price differences where there was a price before. */
  readonly differenceCents: number;
}

/** The figures of the bottom bar. */
export function summaryOf(edits: StagedEdits): StagedSummary {
  let changes = 0;
  let differenceCents = 0;
  const nights = new Set<EpochDay>();
  for (const { day, field, before, after } of eachEdit(edits)) {
    changes++;
    nights.add(day);
    if (field === 'priceCents' && typeof before === 'number' && typeof after === 'number')
      differenceCents += after - before;
  }
  return { changes, nights: nights.size, differenceCents };
}

/** The staged fields of the given cells. */
export function fieldsStagedIn(edits: StagedEdits, cells: readonly CellAddress[]): FieldAddress[] {
  return cells.flatMap(({ line, day }) =>
    (Object.keys(edits.get(line)?.get(day) ?? {}) as EditField[]).map((field) => ({
      line,
      day,
      field,
    })),
  );
}
