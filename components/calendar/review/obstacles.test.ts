import { expect, test } from 'vitest';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { compileChanges } from '../staged/compile.ts';
import { editsFrom } from '../staged/edits.ts';
import { obstaclesOf, type Violation } from './obstacles.ts';
import { reviewLinesOf } from './review-lines.ts';

const day = toEpochDay('2026-11-23');
const edits = editsFrom(
  ['1/2', '1/3', '1/4'].map((line) => ({
    ...{ line, day, field: 'priceCents' as const, before: 9_000, after: 1_000 },
  })),
);
const lines = reviewLinesOf(edits, compileChanges(edits), null);
const violation = (entry: number, code: string): Violation => ({
  ...{ path: `changes.${entry}.set.priceCents`, code, message: `${code} ${entry}` },
});
const NONE = { fields: [], entries: [] };
const bounds = [violation(0, 'below_floor'), violation(1, 'above_ceiling')];

test('nothing stands in the way of what is sound', () => {
  expect(obstaclesOf(lines, lines, [], NONE)).toEqual({
    ...{ problems: [], loose: [], isBlocked: false, isOutOfBoundsOnly: false },
  });
});

test('prices out of bounds block, and are told apart from what else would be refused', () => {
  expect(obstaclesOf(lines, lines, bounds, NONE)).toMatchObject({
    ...{ problems: bounds, isBlocked: true, isOutOfBoundsOnly: true },
  });
  const more = [...bounds, violation(2, 'min_above_max')];
  expect(obstaclesOf(lines, lines, more, NONE)).toMatchObject({
    ...{ isBlocked: true, isOutOfBoundsOnly: false },
  });
  expect(obstaclesOf(lines, lines.slice(0, 2), more, NONE)).toMatchObject({
    ...{ problems: more, isBlocked: true, isOutOfBoundsOnly: true },
  });
});

test('what is not ticked is in nobody’s way', () => {
  expect(obstaclesOf(lines, lines.slice(2), bounds, NONE)).toMatchObject({
    ...{ problems: bounds, isBlocked: false, isOutOfBoundsOnly: false },
  });
});

test('a refused call counts the entries it held; what is about none stands by itself', () => {
  const fields = [
    { path: 'changes.0.set.priceCents', message: 'too low' },
    { path: 'basedOn', message: 'no instant' },
  ];
  const ticked = lines.slice(1);
  const { problems, loose, isBlocked } = obstaclesOf(lines, ticked, [], {
    fields,
    entries: ticked,
  });
  expect(problems).toEqual([{ path: 'changes.1', message: 'too low' }, fields[1]]);
  expect(loose).toEqual([fields[1]]);
  expect(isBlocked).toBe(false);
  const ofAll = obstaclesOf(lines, ticked, [], { fields, entries: lines });
  expect(ofAll.problems[0]).toEqual({ path: 'changes.0', message: 'too low' });
});
