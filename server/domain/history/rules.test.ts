import { expect, test } from 'vitest';
import { DayRuns } from '#server/kernel/day-runs.ts';
import { nightOf } from '#tests/support/core/plans.ts';
import { fc } from '#tests/support/core/properties.ts';
import { asItWas, differenceOf } from './rules.ts';

test('a change is told in the fields that differ, and whole where one side is nothing', () => {
  const [a, b] = [nightOf(), nightOf({ minStay: 5 })];
  expect(differenceOf(a, b)).toEqual({ before: { minStay: 2 }, after: { minStay: 5 } });
  expect(differenceOf(null, 3)).toEqual({ before: null, after: { units: 3 } });
});

test('the past is what undoing one change after the other gives', () => {
  const day = fc.integer({ min: 0, max: 12 });
  const write = fc.tuple(
    day,
    fc.integer({ min: 0, max: 5 }),
    fc.option(fc.integer({ max: 3, min: 0 })),
  );
  fc.assert(
    fc.property(fc.array(write, { maxLength: 10 }), fc.nat(10), (writes, cut) => {
      let held = DayRuns.empty<number>();
      const states = [held];
      const changes = writes.map(([from, length, units]) => {
        const to = from + length;
        const before = held;
        held = units === null ? held.clear(from, to) : held.set(from, to, units);
        states.push(held);
        return before.diff(held).map((one) => ({
          ...{ from: one.from, to: one.to },
          beforeJson: one.before === undefined ? null : JSON.stringify(one.before),
        }));
      });
      const then = Math.min(cut, writes.length);
      const later = changes.slice(then).toReversed().flat();
      const span = { from: 2, to: 14, equal: Object.is };
      expect(asItWas(held, later, span).runs).toEqual(states[then]?.slice(2, 14).runs);
    }),
  );
});
