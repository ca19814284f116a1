import { expect, test } from 'vitest';
import { fc } from '#tests/support/core/properties.ts';
import { DayRuns, type Equality, type Run } from './day-runs.ts';

/** Equal values are often different objects, as nights are. */
interface Value {
  readonly n: number;
}
type Model = Map<number, Value>;

const RUNS = { numRuns: 10_000 };
const DAYS = { min: -6, max: 14 };
const sameN: Equality<Value> = (a, b) => a.n === b.n;

const value = fc.integer({ min: 0, max: 2 }).map((n): Value => ({ n }));
const range = fc
  .tuple(fc.integer(DAYS), fc.integer({ min: 0, max: 7 }))
  .map(([from, more]) => ({ from, to: from + more }));
const runs: fc.Arbitrary<Run<Value>[]> = fc.array(
  fc.tuple(range, value).map(([span, held]) => ({ ...span, value: held })),
  { maxLength: 6 },
);

const CHANGES: Record<string, (held: Value | undefined) => Value | undefined> = {
  next: (held) => held && { n: (held.n + 1) % 3 },
  fill: (held) => held ?? { n: 1 },
  invert: (held) => (held ? undefined : { n: 0 }),
  dropOdd: (held) => (held && held.n % 2 === 1 ? undefined : held),
};

type Combine = (a: Value | undefined, b: Value | undefined) => Value | undefined;
type Merge = (a: DayRuns<Value>, b: DayRuns<Value>, combine: Combine) => DayRuns<Value>;
const COMBINES: Record<string, Combine> = {
  mine: (a) => a,
  theirs: (_, b) => b,
  over: (a, b) => b ?? a,
  both: (a, b) => a && b && { n: Math.min(a.n, b.n) },
  either: (a, b) => (a && b ? undefined : (a ?? b)),
};

type Step =
  | { readonly op: 'set'; readonly from: number; readonly to: number; readonly value: Value }
  | { readonly op: 'clear' | 'slice'; readonly from: number; readonly to: number }
  | { readonly op: 'update'; readonly from: number; readonly to: number; readonly change: string }
  | { readonly op: 'map' }
  | { readonly op: 'from'; readonly later: Run<Value>[] }
  | { readonly op: 'merge'; readonly other: Run<Value>[]; readonly combine: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(range, value).map(([span, held]): Step => ({ op: 'set', ...span, value: held })),
  range.map((span): Step => ({ op: 'clear', ...span })),
  range.map((span): Step => ({ op: 'slice', from: span.from - 4, to: span.to + 4 })),
  fc
    .tuple(range, fc.constantFrom(...Object.keys(CHANGES)))
    .map(([span, change]): Step => ({ op: 'update', ...span, change })),
  fc.constant<Step>({ op: 'map' }),
  runs.map((later): Step => ({ op: 'from', later })),
  fc
    .tuple(runs, fc.constantFrom(...Object.keys(COMBINES)))
    .map(([other, combine]): Step => ({ op: 'merge', other, combine })),
);

function painted(list: readonly Run<Value>[]): Model {
  const model: Model = new Map();
  for (const run of list) for (let day = run.from; day <= run.to; day++) model.set(day, run.value);
  return model;
}

function changed(model: Model, day: number, held: Value | undefined): void {
  if (held) model.set(day, held);
  else model.delete(day);
}

/** The step day by day, without runs. */
function modelStep(before: Model, taken: Step): Model {
  const after: Model = new Map(before);
  if (taken.op === 'map') for (const [day, held] of before) after.set(day, { n: held.n >> 1 });
  else if (taken.op === 'from')
    for (const [day, held] of painted(taken.later)) after.set(day, held);
  else if (taken.op === 'merge') {
    const other = painted(taken.other);
    for (const day of new Set([...before.keys(), ...other.keys()]))
      changed(after, day, COMBINES[taken.combine]?.(before.get(day), other.get(day)));
  } else if (taken.op === 'slice') {
    for (const day of before.keys()) if (day < taken.from || day > taken.to) after.delete(day);
  } else
    for (let day = taken.from; day <= taken.to; day++) {
      if (taken.op === 'set') after.set(day, taken.value);
      if (taken.op === 'clear') after.delete(day);
      if (taken.op === 'update') changed(after, day, CHANGES[taken.change]?.(before.get(day)));
    }
  return after;
}

function realStep(before: DayRuns<Value>, taken: Step, merge: Merge): DayRuns<Value> {
  switch (taken.op) {
    case 'set':
      return before.set(taken.from, taken.to, taken.value);
    case 'clear':
    case 'slice':
      return before[taken.op](taken.from, taken.to);
    case 'update':
      return before.update(taken.from, taken.to, (held) => CHANGES[taken.change]?.(held));
    case 'map':
      return before.map((held) => ({ n: held.n >> 1 }), sameN);
    case 'from':
      return DayRuns.from([...before.runs, ...taken.later], sameN);
    case 'merge':
      return merge(before, DayRuns.from(taken.other, sameN), (a, b) =>
        COMBINES[taken.combine]?.(a, b),
      );
  }
}

function expectFewestRuns({ runs: held }: DayRuns<Value>): void {
  for (const [i, run] of held.entries()) {
    expect(run.from).toBeLessThanOrEqual(run.to);
    const last = held[i - 1];
    if (!last) continue;
    expect(last.to, 'sorted and disjoint').toBeLessThan(run.from);
    const touching = last.to + 1 === run.from;
    expect(touching && last.value.n === run.value.n, 'equal neighbours merged').toBe(false);
  }
}

function expectSameDays(real: DayRuns<Value>, model: Model): void {
  const days = [...real.expand()].map(([day, held]) => `${day}=${held.n}`);
  const wanted = [...model].sort((a, b) => a[0] - b[0]).map(([day, held]) => `${day}=${held.n}`);
  expect(days.join()).toBe(wanted.join());
  for (let day = DAYS.min - 2; day <= DAYS.max + 9; day++)
    if (real.at(day)?.n !== model.get(day)?.n) expect.fail(`at(${day})`);
}

/** Any sequence of operations gives what a plain map gives, in the fewest runs. */
function anySteps(merge: Merge) {
  return fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
    let real = DayRuns.empty<Value>(sameN);
    let model: Model = new Map();
    for (const taken of steps) {
      const [before, text] = [real, JSON.stringify(real.runs)];
      real = realStep(real, taken, merge);
      model = modelStep(model, taken);
      expectFewestRuns(real);
      expectSameDays(real, model);
      expect(JSON.stringify(before.runs), 'unchanged').toBe(text);
    }
  });
}

test('any operations on runs equal the same on single days', () => {
  fc.assert(
    anySteps((a, b, combine) => a.merge(b, combine)),
    RUNS,
  );
});

const BROKEN: Record<string, Merge> = {
  'equal neighbours are left apart': (a, b, combine) =>
    DayRuns.from(a.merge(b, combine).runs, () => false),
  'the last day of the other side is lost': (a, b, combine) => {
    const cut = b.runs.map((run) => ({ ...run, to: Math.max(run.from, run.to - 1) }));
    return a.merge(DayRuns.from(cut, sameN), combine);
  },
  'only days with both values are combined': (a, b, combine) =>
    a.merge(b, (mine, theirs) => (mine && theirs ? combine(mine, theirs) : mine)),
  'the sides change places': (a, b, combine) => a.merge(b, (mine, theirs) => combine(theirs, mine)),
};

test.each(Object.entries(BROKEN))('a broken merge is found: %s', (_, merge) => {
  const { failed, counterexample, errorInstance } = fc.check(anySteps(merge), RUNS);
  expect(failed).toBe(true);
  expect(counterexample?.[0].some(({ op }) => op === 'merge')).toBe(true);
  expect(String(errorInstance)).toMatch(/AssertionError/);
});

test('`merge` asks only where at least one side has a value', () => {
  fc.assert(
    fc.property(runs, runs, (left, right) => {
      DayRuns.from(left, sameN).merge(DayRuns.from(right, sameN), (a, b) => {
        expect(a ?? b).toBeDefined();
        return a;
      });
    }),
  );
});

test('`diff` names exactly the days that differ, and applied it gives the other side', () => {
  fc.assert(
    fc.property(runs, runs, (left, right) => {
      const [before, after] = [DayRuns.from(left, sameN), DayRuns.from(right, sameN)];
      const [old, wanted] = [painted(left), painted(right)];
      const differences = before.diff(after);
      const named = new Set<number>();
      let patched = before;
      for (const [i, found] of differences.entries()) {
        const values = `${found.before?.n} to ${found.after?.n}`;
        expect(found.before?.n).not.toBe(found.after?.n);
        for (let day = found.from; day <= found.to; day++) {
          named.add(day);
          if (`${old.get(day)?.n} to ${wanted.get(day)?.n}` !== values) expect.fail(`day ${day}`);
        }
        const last = differences[i - 1];
        if (last) expect(last.to).toBeLessThan(found.from);
        if (last && last.to + 1 === found.from)
          expect(`${last.before?.n} to ${last.after?.n}`, 'equal neighbours').not.toBe(values);
        patched = found.after
          ? patched.set(found.from, found.to, found.after)
          : patched.clear(found.from, found.to);
      }
      for (const day of new Set([...old.keys(), ...wanted.keys()]))
        if (named.has(day) === (old.get(day)?.n === wanted.get(day)?.n)) expect.fail(`day ${day}`);
      expectSameDays(patched, wanted);
      expect(after.diff(after)).toEqual([]);
    }),
    RUNS,
  );
});

test('`fromDays` keeps the last value of a day, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(DAYS), value), { maxLength: 30 }), (days) => {
      const real = DayRuns.fromDays(days, sameN);
      expectFewestRuns(real);
      expectSameDays(real, new Map(days));
    }),
    RUNS,
  );
});
