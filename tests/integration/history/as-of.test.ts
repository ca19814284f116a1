import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CalendarDate } from '#server/kernel/calendar-date.ts';
import {
  calendarOf,
  changeNight,
  changeUnits,
  nightsOf,
  type Span,
} from '#tests/support/nights.ts';
import { failureOf, startWorld, type World } from '#tests/support/world.ts';

const [ACCOMMODATION, RATE_TYPE] = [1, 2001];
let world: World;
let span: Span;
let began: string;
beforeAll(async () => {
  began = new Date(Date.now() - 1_000).toISOString();
  world = await startWorld();
  await refresh();
  span = (await nightsOf(world)).take(20);
});
afterAll(() => world[Symbol.asyncDispose]());

const row = () => ({
  supplierId: world.supplierId,
  accommodationId: ACCOMMODATION,
  rateTypeId: RATE_TYPE,
});
const refresh = () => world.api.suppliers.refresh.mutate({ supplierId: world.supplierId });
const asOf = (at: string, { from, to }: { from: CalendarDate; to: CalendarDate } = span) =>
  world.api.history.asOf.query({ supplierId: world.supplierId, from, to, at });

test('stock and rates are what the calendar showed at each instant', async () => {
  const shown: { at: string; stock: unknown; rates: unknown }[] = [];
  const look = async () => {
    const { stock, rates } = await calendarOf(world, span);
    shown.push({ at: new Date().toISOString(), stock, rates });
  };
  await look();
  for (const [i, date] of span.dates.slice(0, 4).entries()) {
    await changeNight(world.stub, row(), date, { dureeMin: 5 + i, ouvert: i % 2 === 0 });
    await changeUnits(world.stub, row(), span.dates[i + 5] ?? date, i % 2);
    await refresh();
    await look();
  }
  for (const { at, stock, rates } of shown) {
    const past = await asOf(at);
    expect({ stock: past.stock, rates: past.rates }).toEqual({ stock, rates });
  }
  // A part of the span is the same part of the past.
  const [first] = shown;
  const part = await asOf(first?.at ?? '', { from: span.dates[2] ?? span.from, to: span.to });
  const runs = part.rates.find(({ rateTypeId }) => rateTypeId === RATE_TYPE)?.runs;
  expect(runs?.[0]?.from).toBe(span.dates[2]);
});

test('before the first read there is no past, and it is told from when on there is', async () => {
  const { earliest } = await asOf(new Date().toISOString());
  expect(earliest > began).toBe(true);
  const { data } = await failureOf(asOf(began));
  expect(data?.fields).toMatchObject([{ path: 'at', code: 'before_history' }]);
  expect(data?.fields?.[0]?.message).toContain(earliest);
});
