import type { Page } from '@playwright/test';
import {
  addDays,
  type CalendarDate,
  dateInZone,
  fromEpochDay,
  toEpochDay,
} from '#server/kernel/calendar-date.ts';
import type { Demo } from './demo.ts';
import { expect } from './fixtures.ts';

/** The property, and the type of rate, whose nights the tests of sendings write. */
export const SUPPLIER = 61_001;
const RATE_TYPE = 2001;

/** Two accommodations of the property that sell this type. */
export const TOWER = { id: 1, name: 'Chambre de la Tour' } as const;
export const SUITE = { id: 2, name: 'Suite du Lebœuf' } as const;

/** The upstream's address of an accommodation's rates. */
export const ratesPath = ({ id }: { readonly id: number }): string =>
  `/hebergements/${id}/typetarifs/tarif`;

/** A date of the property, that many days ahead. */
export const dateIn = (days: number): CalendarDate =>
  fromEpochDay(toEpochDay(dateInZone(Date.now(), 'Europe/Paris')) + days);

/** A price of this very run, in cents: a demo that a run before wrote to is written to again. */
export const ownCents = (): number => 15_000 + (Date.now() % 9_000);

/** Calls a procedure that writes, as the page's own person. */
export async function call(page: Page, demo: Demo, path: string, data: unknown): Promise<unknown> {
  const headers = { origin: demo.url };
  const answer = await page.request.post(`/api/trpc/${path}`, { data, headers });
  expect(answer.status(), path).toBe(200);
  return (await answer.json()).result.data;
}

/** Calls a procedure that reads, as the page's own person. */
export async function ask(page: Page, path: string, input: unknown): Promise<unknown> {
  const text = encodeURIComponent(JSON.stringify(input));
  const answer = await page.request.get(`/api/trpc/${path}?input=${text}`);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()).result.data;
}

/** Sends one price for two nights of some accommodations from elsewhere than the page; gives its id. */
export async function pushFromElsewhere(
  page: Page,
  demo: Demo,
  { from, priceCents, rooms }: { from: CalendarDate; priceCents: number; rooms: { id: number }[] },
): Promise<string> {
  const made = await call(page, demo, 'bulkUpdates.create', {
    supplierId: SUPPLIER,
    idempotencyKey: crypto.randomUUID(),
    changes: rooms.map(({ id: accommodationId }) => ({
      ...{ accommodationId, rateTypeId: RATE_TYPE, from, to: addDays(from, 1) },
      set: { priceCents },
    })),
  });
  return (made as { batchId: string }).batchId;
}
