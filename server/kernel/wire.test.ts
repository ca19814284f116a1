import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { fromEpochDay, toEpochDay } from './calendar-date.ts';
import {
  calendarDate,
  cents,
  idempotencyKey,
  instant,
  MAX_SPAN_NIGHTS,
  rule,
  spanChecks,
  upstreamId,
  uuid,
} from './wire.ts';

const span = z.strictObject({ from: calendarDate, to: calendarDate }).check(...spanChecks());
const later = (nights: number) => fromEpochDay(toEpochDay('2026-11-21') + nights);

const ACCEPTED: [string, z.ZodMiniType, unknown][] = [
  ['a leap day', calendarDate, '2028-02-29'],
  ['the first date', calendarDate, '0000-01-01'],
  ['an id', upstreamId, 1],
  ['the largest id', upstreamId, Number.MAX_SAFE_INTEGER],
  ['no money', cents, 0],
  ['a UUIDv7', uuid, '019aa5f0-7c1e-7a55-8c11-0d9d1f2c3b4a'],
  ['an instant in UTC', instant, '2026-11-21T08:00:00.000Z'],
  ['an instant with offset', instant, '2026-11-21T09:00:00+01:00'],
  ['a key', idempotencyKey, 'k'.repeat(200)],
  ['one night', span, { from: '2026-11-21', to: '2026-11-21' }],
  ['three years', span, { from: '2026-11-21', to: later(MAX_SPAN_NIGHTS - 1) }],
  ['three years with a leap day', span, { from: '2026-11-21', to: '2029-11-20' }],
];

test.each(ACCEPTED)('%s is accepted', (_, schema, value) => {
  expect(schema.parse(value)).toEqual(value);
});

const REFUSED: [string, z.ZodMiniType, unknown][] = [
  ['a date that does not exist', calendarDate, '2026-02-30'],
  ['an instant as a date', calendarDate, '2026-02-28T00:00:00Z'],
  ['a number as a date', calendarDate, 20_260_228],
  ['a list of a date', calendarDate, ['2026-02-28']],
  ['the id 0', upstreamId, 0],
  ['a negative id', upstreamId, -1],
  ['a fraction of an id', upstreamId, 1.5],
  ['an id as text', upstreamId, '1'],
  ['an id past what a number holds', upstreamId, Number.MAX_SAFE_INTEGER + 1],
  ['half a cent', cents, 0.5],
  ['an instant without offset', instant, '2026-11-21T08:00:00'],
  ['an instant that does not exist', instant, '2026-02-30T08:00:00Z'],
  ['an empty key', idempotencyKey, ''],
  ['a key that is too long', idempotencyKey, 'k'.repeat(201)],
  ['another text as UUID', uuid, '1'],
];

test.each(REFUSED)('%s is refused', (_, schema, value) => {
  expect(schema.safeParse(value).success).toBe(false);
});

const codesOf = (schema: z.ZodMiniType, value: unknown) =>
  schema.safeParse(value).error?.issues.map((issue) => ({
    path: issue.path.join('.'),
    code: issue.code === 'custom' ? issue.params?.code : issue.code,
  }));

test('a span names its end', () => {
  expect(codesOf(span, { from: '2026-11-22', to: '2026-11-21' })).toEqual([
    { path: 'to', code: 'reversed_range' },
  ]);
  expect(codesOf(span, { from: '2026-11-21', to: later(MAX_SPAN_NIGHTS) })).toEqual([
    { path: 'to', code: 'range_too_long' },
  ]);
});

test('a span with a date that does not exist names only that date', () => {
  expect(codesOf(span, { from: '2026-02-30', to: '2026-03-01' })).toEqual([
    { path: 'from', code: 'invalid_date' },
  ]);
});

test('a rule names its own code and place', () => {
  const even = z.object({ n: z.int() }).check(rule(({ n }) => n % 2 === 0, 'invalid_value', ['n']));
  expect(codesOf(even, { n: 2 })).toBeUndefined();
  expect(codesOf(even, { n: 3 })).toEqual([{ path: 'n', code: 'invalid_value' }]);
});
