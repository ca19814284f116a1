import { expect, test } from 'vitest';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { cellsOf, extendTo, extentOf, moveBy, selectAll, selectCell } from './selection.ts';

const from = toEpochDay('2026-11-16');
const ground = { lines: ['1/stock', '1/2', '2/stock', '2/2', '2/3'], from, to: from + 20 };
const press = (key: string, shift = false, control = false) => ({ key, shift, control });

test('a drag selects the rows dragged over and no others, in any direction', () => {
  const drawn = extendTo(selectCell({ line: '2/2', day: from + 5 }), {
    line: '1/2',
    day: from + 2,
  });
  expect(extentOf(drawn, ground)).toEqual({
    lines: ['1/2', '2/stock', '2/2'],
    from: from + 2,
    to: from + 5,
  });
});

test('past nights are not among the cells that may be edited', () => {
  const drawn = extendTo(selectCell({ line: '1/2', day: from }), { line: '1/2', day: from + 3 });
  const cells = cellsOf(extentOf(drawn, ground), from + 2);
  expect(cells.map(({ day }) => day - from)).toEqual([2, 3]);
});

test('the weekday mask looks at the night itself', () => {
  const all = selectAll(ground, from);
  expect(all).not.toBeNull();
  if (!all) return;
  const cells = cellsOf(extentOf(all, ground), from, new Set([5, 6]));
  expect(new Set(cells.map(({ day }) => (day - from) % 7))).toEqual(new Set([4, 5]));
  expect(cells).toHaveLength(5 * 6);
});

test('keys move by one, a week, a page, or to the border', () => {
  const start = selectCell({ line: '2/stock', day: from + 8 });
  const focusAfter = (key: string, control = false) =>
    moveBy(start, press(key, false, control), ground, 2)?.focus;
  expect(focusAfter('ArrowLeft')).toEqual({ line: '2/stock', day: from + 7 });
  expect(focusAfter('ArrowRight', true)).toEqual({ line: '2/stock', day: from + 15 });
  expect(focusAfter('ArrowDown')).toEqual({ line: '2/2', day: from + 8 });
  expect(focusAfter('PageDown')).toEqual({ line: '2/3', day: from + 8 });
  expect(focusAfter('PageUp')).toEqual({ line: '1/stock', day: from + 8 });
  expect(focusAfter('Home')).toEqual({ line: '2/stock', day: from });
  expect(focusAfter('End', true)).toEqual({ line: '2/3', day: from + 20 });
  expect(moveBy(start, press('x'), ground, 2)).toBeNull();
});

test('shift keeps where the selection began', () => {
  const start = selectCell({ line: '1/2', day: from });
  const one = moveBy(start, press('ArrowRight', true), ground, 2);
  const two = one && moveBy(one, press('ArrowDown', true), ground, 2);
  expect(two).toEqual({ anchor: start.anchor, focus: { line: '2/stock', day: from + 1 } });
});

test('select-all takes every row and night to come, and leaves the view alone', () => {
  const all = selectAll(ground, from + 3);
  expect(all).toMatchObject({ isStill: true, focus: { line: '2/3', day: from + 3 } });
  expect(all && extentOf(all, ground)).toEqual({ ...ground, from: from + 3 });
});
