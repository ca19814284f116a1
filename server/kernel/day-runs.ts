import type { EpochDay } from './calendar-date.ts';

/** Consecutive days `from`..`to` (both included) that hold one value. */
export interface Run<T> {
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly value: T;
}

/** A run of days on which two sequences differ; `undefined` = no value there. */
export interface RunDifference<T> {
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** Whether two values count as equal; equal neighbours always merge into one run. */
export type Equality<T> = (a: T, b: T) => boolean;

function assertRange(from: EpochDay, to: EpochDay): void {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from > to)
    throw new RangeError(`Not a range of days: ${from}..${to}`);
}

/**
 * Values by day, held as the fewest possible runs. Immutable: every operation returns a new one.
 * Days without a value are simply absent.
 */
export class DayRuns<T> {
  /** Sorted, disjoint, and no two touching runs hold equal values. */
  readonly runs: readonly Run<T>[];
  private readonly equal: Equality<T>;

  private constructor(runs: readonly Run<T>[], equal: Equality<T>) {
    this.runs = runs;
    this.equal = equal;
  }

  /** No day has a value. */
  static empty<T>(equal: Equality<T> = Object.is): DayRuns<T> {
    return new DayRuns<T>([], equal);
  }

  /**
   * From runs in any order. Where they overlap, the later one in the list wins.
   * @throws {RangeError} when a run ends before it begins.
   */
  static from<T>(runs: Iterable<Run<T>>, equal: Equality<T> = Object.is): DayRuns<T> {
    const list = [...runs];
    for (const run of list) assertRange(run.from, run.to);
    const inOrder = list.every((run, i) => i === 0 || run.from > (list[i - 1]?.to ?? 0));
    if (inOrder) return new DayRuns(coalesce(list, equal), equal);
    return list.reduce((all, run) => all.set(run.from, run.to, run.value), DayRuns.empty<T>(equal));
  }

  /** From single days; a day named twice keeps its last value. */
  static fromDays<T>(
    days: Iterable<readonly [EpochDay, T]>,
    equal: Equality<T> = Object.is,
  ): DayRuns<T> {
    const sorted = [...new Map(days)].sort((a, b) => a[0] - b[0]);
    return new DayRuns(
      coalesce(
        sorted.map(([day, value]) => ({ from: day, to: day, value })),
        equal,
      ),
      equal,
    );
  }

  /** The value of a day, or undefined. */
  at(day: EpochDay): T | undefined {
    let low = 0;
    let high = this.runs.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const run = this.runs[middle];
      if (!run) return undefined;
      if (day < run.from) high = middle - 1;
      else if (day > run.to) low = middle + 1;
      else return run.value;
    }
    return undefined;
  }

  /** Every day of `from`..`to` holds `value`. */
  set(from: EpochDay, to: EpochDay, value: T): DayRuns<T> {
    return this.update(from, to, () => value);
  }

  /** The days of `from`..`to` hold nothing. */
  clear(from: EpochDay, to: EpochDay): DayRuns<T> {
    return this.update(from, to, () => undefined);
  }

  /** Replaces the value of every day of `from`..`to` by `change(value)`; `undefined` removes it. */
  update(
    from: EpochDay,
    to: EpochDay,
    change: (value: T | undefined) => T | undefined,
  ): DayRuns<T> {
    assertRange(from, to);
    const outside: Run<T>[] = [];
    for (const run of this.runs) {
      if (run.from < from) outside.push({ ...run, to: Math.min(run.to, from - 1) });
      if (run.to > to) outside.push({ ...run, from: Math.max(run.from, to + 1) });
    }
    const inside: Run<T>[] = [];
    for (const stretch of stretches(this.slice(from, to).runs, from, to)) {
      const value = change(stretch.value);
      if (value !== undefined) inside.push({ from: stretch.from, to: stretch.to, value });
    }
    const all = [...outside, ...inside].sort((a, b) => a.from - b.from);
    return new DayRuns(coalesce(all, this.equal), this.equal);
  }

  /** Only the days of `from`..`to`. */
  slice(from: EpochDay, to: EpochDay): DayRuns<T> {
    assertRange(from, to);
    const kept: Run<T>[] = [];
    for (const run of this.runs) {
      if (run.to < from || run.from > to) continue;
      kept.push({ from: Math.max(run.from, from), to: Math.min(run.to, to), value: run.value });
    }
    return new DayRuns(kept, this.equal);
  }

  /** Another value for every day that has one. */
  map<U>(change: (value: T) => U, equal: Equality<U> = Object.is): DayRuns<U> {
    const mapped = this.runs.map((run) => ({ ...run, value: change(run.value) }));
    return new DayRuns(coalesce(mapped, equal), equal);
  }

  /**
   * Day by day, `combine(mine, theirs)`; called only where at least one side has a value.
   * The result compares its values with this side's equality.
   */
  merge<U>(
    other: DayRuns<U>,
    combine: (mine: T | undefined, theirs: U | undefined) => T | undefined,
  ): DayRuns<T> {
    const merged: Run<T>[] = [];
    for (const { from, to, left, right } of align(this.runs, other.runs)) {
      const value = combine(left, right);
      if (value !== undefined) merged.push({ from, to, value });
    }
    return new DayRuns(coalesce(merged, this.equal), this.equal);
  }

  /** The runs of days on which `after` differs from this. */
  diff(after: DayRuns<T>): RunDifference<T>[] {
    const differences: RunDifference<T>[] = [];
    for (const { from, to, left, right } of align(this.runs, after.runs)) {
      if (left !== undefined && right !== undefined && this.equal(left, right)) continue;
      differences.push({ from, to, before: left, after: right });
    }
    return differences;
  }

  /** Every day that has a value, in order. */
  *expand(): Generator<[EpochDay, T]> {
    for (const run of this.runs)
      for (let day = run.from; day <= run.to; day++) yield [day, run.value];
  }
}

function coalesce<T>(sorted: readonly Run<T>[], equal: Equality<T>): Run<T>[] {
  const merged: Run<T>[] = [];
  for (const run of sorted) {
    const last = merged[merged.length - 1];
    if (last && last.to + 1 === run.from && equal(last.value, run.value))
      merged[merged.length - 1] = { ...last, to: run.to };
    else merged.push(run);
  }
  return merged;
}

/** The runs of `from`..`to` with the days between them as stretches without a value. */
function* stretches<T>(
  runs: readonly Run<T>[],
  from: EpochDay,
  to: EpochDay,
): Generator<{ from: EpochDay; to: EpochDay; value: T | undefined }> {
  let next = from;
  for (const run of runs) {
    if (run.from > next) yield { from: next, to: run.from - 1, value: undefined };
    yield run;
    next = run.to + 1;
  }
  if (next <= to) yield { from: next, to, value: undefined };
}

/** Both sequences cut at each other's borders; days without either value are passed over. */
function* align<A, B>(
  left: readonly Run<A>[],
  right: readonly Run<B>[],
): Generator<{ from: EpochDay; to: EpochDay; left: A | undefined; right: B | undefined }> {
  let i = 0;
  let j = 0;
  let day = Number.NEGATIVE_INFINITY;
  while (i < left.length || j < right.length) {
    const a = left[i];
    const b = right[j];
    const aFrom = a ? Math.max(a.from, day) : Number.POSITIVE_INFINITY;
    const bFrom = b ? Math.max(b.from, day) : Number.POSITIVE_INFINITY;
    const from = Math.min(aFrom, bFrom);
    const inA = a !== undefined && aFrom === from;
    const inB = b !== undefined && bFrom === from;
    const to = Math.min(inA ? a.to : aFrom - 1, inB ? b.to : bFrom - 1);
    yield { from, to, left: inA ? a.value : undefined, right: inB ? b.value : undefined };
    day = to + 1;
    if (a && a.to < day) i++;
    if (b && b.to < day) j++;
  }
}
