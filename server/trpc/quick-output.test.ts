import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { calendarOutput } from '#server/domain/calendars/schema.ts';
import { quick } from './quick-output.ts';

const night = z.strictObject({
  date: z.custom<string>((value) => value === 'today'),
  price: z.nullable(z.int()),
  note: z.optional(z.string().check(z.maxLength(3))),
  state: z.enum(['open', 'closed']),
  label: z.record(z.string(), z.string()),
  id: z.union([z.int().check(z.positive()), z.uuid()]),
  units: z.array(z.int()),
  count: z.int().check(z.nonnegative()),
  stars: z.int().check(z.minimum(1), z.maximum(5)),
});
const sound = {
  ...{ date: 'today', price: 1, state: 'open', label: { fr: 'a' }, id: 1 },
  ...{ count: 0, stars: 5 },
  units: Array.from({ length: 100 }, (_, i) => i),
};

const VARIANTS: readonly [string, unknown][] = [
  ['sound', sound],
  ['null where it may be', { ...sound, price: null }],
  ['an optional field', { ...sound, note: 'abc' }],
  ['an optional field that is undefined', { ...sound, note: undefined }],
  ['the other side of a union', { ...sound, id: '019f0000-0000-7000-8000-000000000000' }],
  ['a field too many', { ...sound, extra: 1 }],
  ['a field too many beside a missing one', { ...sound, price: undefined, extra: 1 }],
  ['a field missing', { ...sound, price: undefined }],
  ['a fraction', { ...sound, price: 1.5 }],
  ['NaN', { ...sound, price: Number.NaN }],
  ['a text too long', { ...sound, note: 'abcd' }],
  ['a count below zero', { ...sound, count: -1 }],
  ['an integer beyond its bounds', { ...sound, stars: 6 }],
  ['an id below zero', { ...sound, id: -1 }],
  ['an id that is no integer', { ...sound, id: 0.5 }],
  ['another word', { ...sound, state: 'ajar' }],
  ['a custom check that fails', { ...sound, date: 'tomorrow' }],
  ['a wrong value in a record', { ...sound, label: { fr: 1 } }],
  ['no side of a union', { ...sound, id: 0 }],
  ['a wrong element in a long list', { ...sound, units: [...sound.units, 'x'] }],
  ['a list for an object', []],
  ['nothing', null],
];

describe('a quick schema', () => {
  test.each(VARIANTS)('judges as zod does: %s', (_name, value) => {
    const [quickly, slowly] = [quick(night).safeParse(value), night.safeParse(value)];
    expect(quickly.success).toBe(slowly.success);
    expect(quickly.data).toEqual(slowly.data);
    expect(quickly.error?.issues).toEqual(slowly.error?.issues);
  });

  test('judges every value anew, and a long list that was wrong too', () => {
    const schema = quick(z.array(z.int()));
    const wrong = [...sound.units, 'x'];
    for (const list of [sound.units, wrong, sound.units, wrong])
      expect(schema.safeParse(list).success).toBe(list === sound.units);
  });

  test('leaves to zod what changes a value or drops fields', () => {
    const trimmed = quick(z.strictObject({ name: z.string().check(z.trim()) }));
    expect(trimmed.parse({ name: ' a ' })).toEqual({ name: 'a' });
    const loose = quick(z.object({ name: z.string() }));
    expect(loose.parse({ name: 'a', key: 'b' })).toEqual({ name: 'a' });
    const filled = quick(z.strictObject({ name: z._default(z.string(), 'a') }));
    expect(filled.parse({})).toEqual({ name: 'a' });
  });

  test('knows every part of the calendar: a sound one is not copied', () => {
    const calendar = {
      ...{ asOf: null, stale: true, staleAsOf: null, warnings: [], today: '2026-11-21' },
      weekendNights: [5, 6],
      ...{ accommodations: [], rateTypes: [], stock: [], rates: [], bookings: [] },
    };
    const known = Object.fromEntries(
      Object.entries(calendar).filter(([name]) => name in calendarOutput.shape),
    );
    expect(quick(calendarOutput).parse(known)).toBe(known);
  });
});
