import * as z from 'zod/mini';
import { type CalendarDate, isCalendarDate, toEpochDay } from './calendar-date.ts';
import type { FieldCode } from './errors.ts';

/** The longest span of nights one request may name: three years, both ends counted. */
export const MAX_SPAN_NIGHTS = 1096;

const because = (code: FieldCode) => ({ params: { code } });

/** `YYYY-MM-DD`, a real date of the calendar. */
export const calendarDate = z.custom<CalendarDate>(
  (value) => typeof value === 'string' && isCalendarDate(value),
  because('invalid_date'),
);

/** An id that upstream gave: a positive integer. */
export const upstreamId = z.int().check(z.minimum(1));

/** An amount in integer cents. */
export const cents = z.int();

/** A UUID that we minted. */
export const uuid = z.uuid();

/** An instant on the wire, ISO 8601 with offset. */
export const instant = z.iso.datetime({ offset: true });

/** The caller's key for a mutation that may be repeated: 1 to 200 characters. */
export const idempotencyKey = z.string().check(z.minLength(1), z.maxLength(200));

interface Span {
  from: string;
  to: string;
}

function isSpanInOrder(span: Span): boolean {
  return toEpochDay(span.from) <= toEpochDay(span.to);
}

function isSpanShort(span: Span): boolean {
  return toEpochDay(span.to) - toEpochDay(span.from) < MAX_SPAN_NIGHTS;
}

/**
 * Checks for an object with `from` and `to`, both included: in order, at most three years.
 * The path of a failure is `to`.
 */
export function spanChecks<T extends Span>(): readonly [z.core.$ZodCheck<T>, z.core.$ZodCheck<T>] {
  return [
    z.refine<T>((span) => isSpanInOrder(span), { ...because('reversed_range'), path: ['to'] }),
    z.refine<T>((span) => isSpanShort(span), { ...because('range_too_long'), path: ['to'] }),
  ] as const;
}

/** A refinement that fails with one of our own field codes. */
export function rule<T>(
  holds: (value: T) => boolean,
  code: FieldCode,
  path: PropertyKey[] = [],
): z.core.$ZodCheck<T> {
  return z.refine<T>(holds, { ...because(code), path });
}
