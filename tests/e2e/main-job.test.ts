import type { Page } from '@playwright/test';
import {
  addDays,
  type CalendarDate,
  dateInZone,
  fromEpochDay,
  isoWeekday,
  toEpochDay,
} from '#server/kernel/calendar-date.ts';
import { clearFaults, postFault } from './support/faults.ts';
import { expect, expectAccessible, signIn, test } from './support/fixtures.ts';

const SUPPLIER = 61_001;
const ACCOMMODATION = 'Chambre de la Tour';
const RATE_TYPE = 'Tarif public';

const longDate = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone: 'UTC' });

/** A Monday far enough ahead that no booking of the seed or other test touches it. */
function mondayIn(days: number): CalendarDate {
  const day = toEpochDay(dateInZone(Date.now(), 'Europe/Paris')) + days;
  return fromEpochDay(day + ((8 - isoWeekday(day)) % 7));
}

function cell(page: Page, date: CalendarDate, row = `${ACCOMMODATION}, ${RATE_TYPE}`) {
  const spoken = longDate.format(Date.parse(date));
  return page.getByRole('gridcell', { name: `${row}, ${spoken}:` });
}

async function openCalendar(page: Page, from: CalendarDate): Promise<void> {
  await page.goto(`/s/${SUPPLIER}/calendar?from=${from}`);
  await expect(cell(page, from)).toBeVisible();
}

/** Selects nights of the public rate and opens the panel on them. */
async function selectNights(page: Page, from: CalendarDate, to: CalendarDate): Promise<void> {
  await cell(page, from).click();
  const panel = page.getByLabel('Du', { exact: true });
  if (!(await panel.isVisible())) await page.getByRole('button', { name: 'Modifier' }).click();
  await page.getByLabel('Du', { exact: true }).fill(from);
  await page.getByLabel('Au', { exact: true }).fill(to);
}

async function pushAll(page: Page, changes: number): Promise<void> {
  await page.getByRole('button', { name: 'Revoir' }).click();
  await page.getByRole('button', { name: `Envoyer ${changes} modifications à Open Pro` }).click();
}

test('prices and a closure reach Open Pro, and nothing else does', async ({
  page,
  demo,
  changesUpstream,
}) => {
  const monday = mondayIn(30);
  const nights = Array.from({ length: 14 }, (_, i) => addDays(monday, i));
  const priced = nights.filter((night) => ![5, 6].includes(isoWeekday(toEpochDay(night))));
  const closed = nights.slice(4, 6);
  await signIn(page, demo);
  await openCalendar(page, monday);
  await expectAccessible(page);
  await selectNights(page, monday, addDays(monday, 13));
  await page.getByRole('checkbox', { name: 'Vendredi' }).uncheck();
  await page.getByRole('checkbox', { name: 'Samedi' }).uncheck();
  await page.getByRole('textbox', { name: 'Prix par nuit' }).fill('123,45');
  await page.getByRole('button', { name: 'Appliquer à 10 nuits' }).click();
  await expect(page.getByText('10 modifications', { exact: true })).toBeVisible();

  await page.getByRole('checkbox', { name: 'Vendredi' }).check();
  await page.getByRole('checkbox', { name: 'Samedi' }).check();
  await selectNights(page, closed[0] ?? monday, closed[1] ?? monday);
  await page.getByRole('button', { name: 'Fermer la vente' }).click();
  await page.reload();
  await expect(page.getByText('16 modifications', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await pushAll(page, 16);
  await expect(page.getByText('Tout est confirmé par Open Pro').first()).toBeVisible({
    timeout: 30_000,
  });

  const changes = await changesUpstream();
  const expected = [
    ...priced.map((night) => `2001:${night}`),
    ...[2001, 2002, 2003].flatMap((type) => closed.map((night) => `${type}:${night}`)),
  ];
  expect(changes.map((entry) => `${entry.key}`).sort()).toEqual(expected.sort());
  for (const { key, before, after } of changes) {
    const [type, night] = `${key}`.split(':');
    const isClosed = closed.some((date) => date === night);
    expect(restOf(after)).toEqual(restOf(before));
    expect(openOf(after)).toBe(isClosed ? false : openOf(before));
    if (!isClosed) expect(type).toBe('2001');
    expect(differingPrices(before, after)).toEqual(isClosed ? [] : [123.45]);
  }
  await page.getByRole('button', { name: 'Fermer', exact: true }).first().click();
  for (const night of priced) await expect(cell(page, night)).toHaveAccessibleName(/123,45/);
});

for (const { name, fault, read } of [
  { name: 'answers 200 without applying', fault: { ignoreWrite: true }, read: null },
  { name: 'clamps every price to 10 €', fault: { clampCents: 1000 }, read: '10' },
]) {
  test(`an upstream that ${name} is shown as different, with three values`, async ({
    page,
    demo,
  }) => {
    const monday = mondayIn(read === null ? 60 : 75);
    await postFault(demo, { match: { method: 'POST', path: '/tarif' }, fault });
    try {
      await signIn(page, demo);
      await openCalendar(page, monday);
      await selectNights(page, monday, addDays(monday, 2));
      await page.getByRole('textbox', { name: 'Prix par nuit' }).fill('222,22');
      await page.getByRole('button', { name: 'Appliquer à 3 nuits' }).click();
      await pushAll(page, 3);
      await expect(page.getByText('Tout n’est pas confirmé par Open Pro').first()).toBeVisible({
        timeout: 45_000,
      });
      const pushed = page.getByRole('dialog');
      await expect(pushed.getByText('différent').first()).toBeVisible();
      await expect(pushed.getByText(/avant .*envoyé .*222,22.*lu/).first()).toBeVisible();
      await expect(pushed.getByText('confirmé', { exact: true })).toHaveCount(0);
      if (read === null) return;
      await expect(pushed.getByText(/lu 10\s*€/).first()).toBeVisible();
      await pushed.getByRole('button', { name: 'Fermer', exact: true }).click();
      await expect(cell(page, monday)).toHaveAccessibleName(/: 10\s*€/);
    } finally {
      await clearFaults(demo);
    }
  });
}

interface Element {
  ouvert: boolean;
  tarifPax: { listeTarifPaxOccupation: { nbPers?: number; prix: number }[] };
}

function elementOf(value: unknown): Element {
  return value as Element;
}

function openOf(value: unknown): boolean {
  return elementOf(value).ouvert;
}

/** Everything but the sale and the price of the largest occupancy. */
function restOf(value: unknown): unknown {
  const { ouvert: _, tarifPax, ...rest } = elementOf(value);
  const largest = Math.max(...tarifPax.listeTarifPaxOccupation.map((price) => price.nbPers ?? 0));
  return {
    ...rest,
    tarifPax: tarifPax.listeTarifPaxOccupation.filter((price) => price.nbPers !== largest),
  };
}

function differingPrices(before: unknown, after: unknown): number[] {
  const known = elementOf(before).tarifPax.listeTarifPaxOccupation;
  return elementOf(after)
    .tarifPax.listeTarifPaxOccupation.filter(
      ({ nbPers, prix }) => known.find((price) => price.nbPers === nbPers)?.prix !== prix,
    )
    .map(({ prix }) => prix);
}
