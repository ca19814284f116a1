import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import type { EditField } from '../model/cells.ts';
import { compileChanges, expandChanges } from './compile.ts';
import { eachEdit, editsFrom, type WantedEdit } from './edits.ts';

const monday = toEpochDay('2026-11-23');

function price(line: string, offset: number, after: number): WantedEdit {
  return { line, day: monday + offset, field: 'priceCents', before: 1, after };
}

const edit: fc.Arbitrary<WantedEdit> = fc.oneof(
  fc.record({
    line: fc.constantFrom('1/2', '1/3', '2/2'),
    day: fc.integer({ min: monday, max: monday + 30 }),
    field: fc.constantFrom<EditField>('priceCents', 'minStay', 'maxStay'),
    before: fc.constant(null),
    after: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    line: fc.constantFrom('1/stock', '2/stock'),
    day: fc.integer({ min: monday, max: monday + 30 }),
    field: fc.constant<EditField>('units'),
    before: fc.constant(null),
    after: fc.integer({ min: 0, max: 2 }),
  }),
);

test('the change set wants exactly what is staged', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 200 }), (list) => {
      const edits = editsFrom(list);
      const staged = [...eachEdit(edits)].map(
        ({ line, day, field, after }) => [`${line} ${day} ${field}`, after] as const,
      );
      expect(expandChanges(compileChanges(edits))).toEqual(new Map(staged));
    }),
  );
});

test('equal neighbours become one range, two rate types stay two changes', () => {
  const list = [0, 1, 2].flatMap((i) => [price('1/2', i, 100), price('1/3', i, 100)]);
  expect(compileChanges(editsFrom(list))).toEqual([
    {
      accommodationId: 1,
      rateTypeId: 2,
      from: '2026-11-23',
      to: '2026-11-25',
      set: { priceCents: 100 },
    },
    {
      accommodationId: 1,
      rateTypeId: 3,
      from: '2026-11-23',
      to: '2026-11-25',
      set: { priceCents: 100 },
    },
  ]);
});

test('a year of weekend prices is two entries', () => {
  const list = Array.from({ length: 364 }, (_, i) =>
    price('1/2', i, i % 7 === 4 || i % 7 === 5 ? 12000 : 9000),
  );
  expect(compileChanges(editsFrom(list)).map(({ weekdays }) => weekdays)).toEqual([
    [1, 2, 3, 4, 7],
    [5, 6],
  ]);
});

test('units name no rate type', () => {
  const [change] = compileChanges(
    editsFrom([{ line: '4/stock', day: monday, field: 'units', before: 1, after: 0 }]),
  );
  expect(change).toEqual({
    accommodationId: 4,
    from: '2026-11-23',
    to: '2026-11-23',
    set: { units: 0 },
  });
});
