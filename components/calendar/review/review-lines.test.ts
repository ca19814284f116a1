import { expect, test } from 'vitest';
import type { PreviewCell } from '#server/domain/bulk-updates/schema.ts';
import { fromEpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import { compileChanges } from '../staged/compile.ts';
import { eachEdit, editsFrom, type WantedEdit } from '../staged/edits.ts';
import { editsOfLines, lineOfPath, reviewLinesOf } from './review-lines.ts';

const day = toEpochDay('2026-11-23');
const price = (line: string, offset: number, before: number, after: number): WantedEdit => ({
  line,
  day: day + offset,
  field: 'priceCents',
  before,
  after,
});
const edits = editsFrom([
  price('1/2', 0, 9000, 12000),
  price('1/2', 1, 9500, 12000),
  price('1/3', 0, 9000, 12000),
]);
const changes = compileChanges(edits);
const cell = (offset: number, before: number): PreviewCell => ({
  accommodationId: 1,
  rateTypeId: 2,
  date: fromEpochDay(day + offset),
  field: 'priceCents',
  guests: 2,
  before,
  after: 12000,
});

test('each entry says what it replaces', () => {
  const [first, second] = reviewLinesOf(edits, changes, null);
  expect(first).toMatchObject({ line: '1/2', nights: 2, count: 2, isMoved: false, isNoop: false });
  expect(first?.fields).toEqual([{ field: 'priceCents', before: [9000, 9500], after: 12000 }]);
  expect(second?.line).toBe('1/3');
});

test('the server knows better what is there now', () => {
  const [first, second] = reviewLinesOf(edits, changes, [cell(0, 9900), cell(1, 9500)]);
  expect(first).toMatchObject({ isMoved: true, isNoop: false });
  expect(first?.fields[0]?.before).toEqual([9900, 9500]);
  expect(second).toMatchObject({ isMoved: false, isNoop: true });
});

test('what is ticked is what is sent and nothing else', () => {
  const lines = reviewLinesOf(edits, changes, null);
  const sent = editsOfLines(edits, lines.slice(1));
  expect([...eachEdit(sent)]).toEqual([price('1/3', 0, 9000, 12000)]);
});

test('a problem finds its entry', () => {
  const lines = reviewLinesOf(edits, changes, null);
  expect(lineOfPath(lines, 'changes.1.set.priceCents')?.line).toBe('1/3');
  expect(lineOfPath(lines, 'basedOn')).toBeUndefined();
});
