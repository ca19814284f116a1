/** A value that an entry tells of, as it was and as it became; what is not told is undefined. */
export interface AuditLine {
  /** Keys from the outside in, such as `newNight`, `minStay`. */
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** A span of nights that was sent, with how it ended. */
export interface SentRun {
  readonly from: string;
  readonly to: string;
  readonly state: string;
}

/** Keys that stand for something else in the entry, or that only a program can use. */
const HIDDEN = new Set(['batchId', 'invitationId', 'cells', 'omittedRuns', 'hasUpstreamMessage']);
/** Objects that are told as one value. */
const WHOLE = new Set(['counts']);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The values that an entry tells of, in their order; pure. What stayed as it was is left out. */
export function linesOf(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): AuditLine[] {
  const last = path.at(-1) ?? '';
  const isTold = isObject(before) || isObject(after);
  if (!isTold || WHOLE.has(last)) {
    const isNothing = before === undefined && after === undefined;
    const isSame = JSON.stringify(before) === JSON.stringify(after);
    return isNothing || isSame || path.length === 0 ? [] : [{ path, before, after }];
  }
  const [old, fresh] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
  return keys
    .filter((key) => !HIDDEN.has(key))
    .flatMap((key) => linesOf(old[key], fresh[key], [...path, key]));
}

function isRun(value: unknown): value is SentRun {
  return (
    isObject(value) &&
    typeof value.from === 'string' &&
    typeof value.to === 'string' &&
    typeof value.state === 'string'
  );
}

/** The spans of nights that a sending ended with, and how many more there were. */
export function sentRunsOf(after: unknown): { runs: SentRun[]; omitted: number } {
  if (!isObject(after) || !Array.isArray(after.cells)) return { runs: [], omitted: 0 };
  const omitted = typeof after.omittedRuns === 'number' ? after.omittedRuns : 0;
  return { runs: after.cells.filter(isRun), omitted };
}

/** Kind and id of what an entry is about. */
export function targetOf(target: string | null): { kind: string; id: string } | null {
  const [, kind = '', id = ''] = /^([a-zA-Z]+):(.+)$/.exec(target ?? '') ?? [];
  return kind === '' ? null : { kind, id };
}
