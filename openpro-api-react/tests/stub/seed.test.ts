import { expect, test } from 'vitest';
import {
  addMonths,
  civil,
  type Day,
  dayOf,
  isoDay,
  lastSunday,
  parseDay,
  weekday,
} from '../../stub-server/calendar.ts';
import { canonical, field, isObject, type JsonObject } from '../../stub-server/json.ts';
import { buildWorld } from '../../stub-server/seed/build.ts';
import type { Accommodation, Supplier, World } from '../../stub-server/store/world.ts';
import { ANCHOR, objects } from './support.ts';

interface Line {
  id: number;
  unit: number;
  arrival: Day;
  departure: Day;
  quantity: number;
  cancelled: boolean;
}

function lines(supplier: Supplier): Line[] {
  return [...supplier.dossiers.values()].flatMap(({ id, dossier }) =>
    objects(dossier.listeHebergement).map((line) => ({
      id,
      unit: Number((line.cleHebergement as JsonObject).idHebergement),
      arrival: parseDay((line.sejour as JsonObject).debut) ?? 0,
      departure: parseDay((line.sejour as JsonObject).fin) ?? 0,
      quantity: Number(line.quantite),
      cancelled: dossier.statut === 'annulé',
    })),
  );
}

function bookedByNight(supplier: Supplier, unit: number): Map<Day, number> {
  const booked = new Map<Day, number>();
  for (const line of lines(supplier)) {
    if (line.unit !== unit || line.cancelled) continue;
    for (let day = line.arrival; day < line.departure; day += 1) {
      booked.set(day, (booked.get(day) ?? 0) + line.quantity);
    }
  }
  return booked;
}

function runs(accommodation: Accommodation, type: number, year: number): number {
  let [count, last] = [0, ''];
  for (let day = dayOf(year, 1, 1); day < dayOf(year + 1, 1, 1); day += 1) {
    const value = accommodation.rates.get(type, day);
    const text = value ? canonical(value) : '';
    if (text !== last) count += 1;
    last = text;
  }
  return count;
}

function prices(value: JsonObject | null): number[] {
  const pax = value?.tarifPax;
  const list = isObject(pax) ? field(pax, 'listeTarifPaxOccupation') : undefined;
  return objects(list).map((price) => Number(price.prix));
}

const ANCHORS = ['2026-11-21', '2026-12-30', '2027-03-27', '2027-08-15', '2028-02-29'];

interface Seeded {
  anchor: Day;
  world: World;
  suppliers: Supplier[];
  first: Day;
  last: Day;
}

const worlds = new Map<string, Seeded>();

/** The world of an anchor, built once. */
function seeded(text: string): Seeded {
  const known = worlds.get(text);
  if (known) return known;
  const anchor = parseDay(text) ?? 0;
  const world = buildWorld('all', anchor);
  const suppliers = [...world.suppliers.values()];
  const first = dayOf(civil(anchor).year - 1, 1, 1);
  const made = { anchor, world, suppliers, first, last: addMonths(anchor, 24) };
  worlds.set(text, made);
  return made;
}

test.each(ANCHORS)(
  '%s: every night from January of last year to 24 months ahead has stock and rates',
  (text) => {
    const { suppliers, first, last } = seeded(text);
    const wanted = last - first + 1;
    for (const { accommodations } of suppliers) {
      for (const accommodation of accommodations.values()) {
        for (const [row, sheet] of [
          [0, accommodation.stock] as const,
          ...[...accommodation.links].map((link) => [link, accommodation.rates] as const),
        ]) {
          const days = sheet.days(row);
          expect([days[0], days.at(-1), days.length]).toEqual([first, last, wanted]);
        }
      }
    }
  },
);

test.each(ANCHORS)('%s: no night is sold twice, and stock is what is left', (text) => {
  const { suppliers, first, last } = seeded(text);
  let blocked = 0;
  for (const supplier of suppliers) {
    for (const accommodation of supplier.accommodations.values()) {
      const booked = bookedByNight(supplier, accommodation.id);
      for (let day = first; day <= last; day += 1) {
        const taken = booked.get(day) ?? 0;
        const stock = Number(accommodation.stock.get(0, day)?.valeur);
        expect(taken).toBeLessThanOrEqual(accommodation.units);
        if (stock === accommodation.units - taken) continue;
        expect([isoDay(day), stock, taken]).toEqual([isoDay(day), 0, 0]);
        blocked += 1;
      }
    }
  }
  expect(blocked).toBeGreaterThan(0);
});

test.each(ANCHORS)(
  '%s: weekends make at least 100 runs of equal nights per rate row and full year',
  (text) => {
    const { suppliers, first, last } = seeded(text);
    for (let year = civil(first).year; dayOf(year + 1, 1, 1) <= last; year += 1) {
      for (const { accommodations } of suppliers) {
        for (const accommodation of accommodations.values()) {
          for (const type of accommodation.links) {
            expect(runs(accommodation, type, year)).toBeGreaterThanOrEqual(100);
          }
        }
      }
    }
  },
);

test.each(ANCHORS)(
  '%s: the house has its stays over both clock changes and New Year, past and coming',
  (text) => {
    const { anchor, world } = seeded(text);
    const house = world.suppliers.get(61001);
    const nights = house ? lines(house).filter((line) => !line.cancelled) : [];
    const covered = (night: Day) =>
      nights.some((line) => line.arrival < night && night < line.departure);
    const { year } = civil(anchor);
    for (const make of [
      (y: number) => lastSunday(y, 3),
      (y: number) => lastSunday(y, 10),
      (y: number) => dayOf(y, 12, 31),
    ]) {
      const coming = make(year) - 1 > anchor ? make(year) : make(year + 1);
      expect([covered(make(year - 1)), covered(coming)]).toEqual([true, true]);
    }
  },
);

test.each(ANCHORS)(
  '%s: bookings are made before they are changed, and before the anchor',
  (text) => {
    const { anchor, suppliers } = seeded(text);
    const limit = (anchor + 1) * 86_400_000;
    for (const { dossiers } of suppliers) {
      for (const { createdAt, modifiedAt } of dossiers.values()) {
        expect(createdAt).toBeLessThanOrEqual(modifiedAt);
        expect(modifiedAt).toBeLessThan(limit);
      }
    }
  },
);
const { world } = seeded('2026-11-21');

function supplier(id: number): Supplier {
  const found = world.suppliers.get(id);
  if (!found) throw new Error(`no supplier ${id}`);
  return found;
}

const house = supplier(61001);
const dossiers = [...house.dossiers.values()].map(({ dossier }) => dossier);

test('sizes', () => {
  const sizes = [...world.suppliers.values()].map(({ accommodations, rateTypes }) => [
    accommodations.size,
    rateTypes.size,
  ]);
  expect(sizes).toEqual([
    [3, 3],
    [1, 1],
    [12, 4],
    [40, 6],
  ]);
  expect(house.dossiers.size).toBeGreaterThanOrEqual(45);
  expect(supplier(63003).dossiers.size).toBeGreaterThanOrEqual(250);
  expect(supplier(64004).dossiers.size).toBeGreaterThanOrEqual(500);
  const coming = new Set(
    lines(house)
      .filter((line) => line.departure > ANCHOR)
      .map((line) => line.id),
  );
  expect(coming.size).toBeGreaterThanOrEqual(14);
  expect(coming.size).toBeLessThanOrEqual(20);
  const most = Math.max(...[...supplier(63003).accommodations.values()].map(({ units }) => units));
  expect(most).toBe(9);
});

test('every origin and every odd case is there', () => {
  const type = (dossier: JsonObject) =>
    isObject(dossier.transaction) ? String(dossier.transaction.type) : 'none';
  const origins = new Set(dossiers.map(type));
  for (const wanted of ['OpenSystem', 'ResaLocale', 'Xotelia', 'Booking', 'none', 'null']) {
    expect(origins).toContain(wanted);
  }
  const some = (check: (dossier: JsonObject) => boolean) => dossiers.filter(check).length;
  const stays = (dossier: JsonObject) => objects(dossier.listeHebergement);
  expect(some((dossier) => stays(dossier).length === 2)).toBeGreaterThan(0);
  expect(some((dossier) => stays(dossier).some((stay) => stay.quantite === 2))).toBeGreaterThan(0);
  expect(some((dossier) => dossier.statut === 'annulé')).toBeGreaterThan(0);
  expect(some((dossier) => dossier.dateModification !== dossier.dateCreation)).toBeGreaterThan(2);
  expect(some((dossier) => objects(dossier.listeSupplementGlobal).length > 0)).toBeGreaterThan(2);
  expect(
    some((dossier) =>
      stays(dossier).some((stay) => objects(stay.listeSupplementHebergement).length > 0),
    ),
  ).toBeGreaterThan(2);
  expect(some((dossier) => objects(dossier.listeReglement).length > 0)).toBeGreaterThan(2);
  expect(some((dossier) => dossier.contact === null)).toBe(1);
  const contacts = dossiers.map((dossier) => dossier.contact).filter(isObject);
  expect(contacts.some((contact) => !Object.hasOwn(contact, 'telephone3'))).toBe(true);
  expect(contacts.some((contact) => typeof contact.societe === 'string')).toBe(true);
  const names = contacts
    .map((contact) => `${String(contact.nom)} ${String(contact.ville)}`)
    .join('|');
  for (const accent of ['Lebœuf', 'Đặng', "d'Ascq"]) expect(names).toContain(accent);
});

test('a guest leaves on the day on which the next one comes', () => {
  const active = lines(house).filter((line) => !line.cancelled && line.arrival > ANCHOR);
  const ends = new Set(active.map((line) => `${line.unit}:${line.departure}`));
  expect(active.some((line) => ends.has(`${line.unit}:${line.arrival}`))).toBe(true);
});

test('the gîte sells August by the week, from Saturday to Saturday', () => {
  const rates = supplier(62002).accommodations.get(1)?.rates;
  for (let day = dayOf(2027, 8, 1); day < dayOf(2027, 9, 1); day += 1) {
    const saturday = weekday(day) === 6;
    expect(rates?.get(2101, day)).toMatchObject({
      dureeMin: 7,
      arriveeAutorisee: saturday,
      departAutorise: saturday,
    });
  }
});

test('prices rise with guests and at weekends, and some have cents', () => {
  const rates = house.accommodations.get(2)?.rates;
  const thursday = prices(rates?.get(2001, dayOf(2027, 5, 6)) ?? null);
  const friday = prices(rates?.get(2001, dayOf(2027, 5, 7)) ?? null);
  expect(thursday).toHaveLength(4);
  expect(thursday).toEqual([...thursday].sort((a, b) => a - b));
  expect(thursday.every((price, index) => price < (friday[index] ?? 0))).toBe(true);
  expect([...thursday, ...friday].some((price) => price % 1 === 0.5)).toBe(true);
});

test('a booking costs what its nights cost', () => {
  for (const dossier of dossiers) {
    for (const stay of objects(dossier.listeHebergement)) {
      const { debut, fin } = stay.sejour as JsonObject;
      const unit = Number((stay.cleHebergement as JsonObject).idHebergement);
      const type = Number(((stay.tarif as JsonObject).typeTarif as JsonObject).idTypeTarif);
      const guests = Number((stay.pax as JsonObject).nbPers);
      const rates = house.accommodations.get(unit)?.rates;
      let cents = 0;
      for (let day = parseDay(debut) ?? 0; day < (parseDay(fin) ?? 0); day += 1) {
        cents += Math.round((prices(rates?.get(type, day) ?? null)[guests - 1] ?? 0) * 100);
      }
      expect(cents).toBeGreaterThan(0);
      expect(Math.round(Number(stay.montantUnitaire) * 100)).toBe(cents);
      expect(stay.montant).toBe((cents * Number(stay.quantite)) / 100);
    }
  }
});

test('units are sold unevenly', () => {
  const links = [...house.accommodations.values()].map((item) => [...item.links]);
  expect(links).toEqual([[2001, 2002, 2003], [2001], [2001, 2003]]);
});
