import { civil, type Day, dayOf, lastSunday, weekday } from '../calendar.ts';
import { seasonOf, seededRange } from './nights.ts';
import type { Origin, PlannedBooking, PlannedStay, Planner } from './planner.ts';
import type { UnitProfile } from './profiles.ts';
import type { Random } from './random.ts';

const PLAIN: Omit<PlannedBooking, 'stays' | 'origin'> = {
  cancelled: false,
  modified: false,
  withSupplements: false,
  withPayments: false,
  withoutContact: false,
  currency: 'EUR',
};

function stay(unit: UnitProfile, arrival: Day, nights: number, quantity = 1): PlannedStay {
  const rateTypeId = unit.rateTypeIds[0] ?? 0;
  const guests = Math.min(2, unit.guests);
  return { unit, rateTypeId, arrival, departure: arrival + nights, quantity, guests };
}

function nextAfter(anchor: Day, make: (year: number) => Day): Day {
  const { year } = civil(anchor);
  const here = make(year);
  return here > anchor ? here : make(year + 1);
}

/** Adds a booking at the first arrival from `from` on that fits; the same stays, moved together. */
function place(
  planner: Planner,
  from: Day,
  make: (arrival: Day) => PlannedStay[],
  more: Partial<PlannedBooking> & { origin: Origin },
): void {
  for (let arrival = from; arrival < from + 200; arrival += 1) {
    if (planner.add({ ...PLAIN, ...more, stays: make(arrival) })) return;
  }
  throw new Error(`seed ${planner.profile.seed}: a special booking does not fit`);
}

/** Stays over both clock changes and New Year, in every unit that is open and free then. */
function placeAroundDates(planner: Planner, anchor: Day): void {
  const { year } = civil(anchor);
  const march = nextAfter(anchor, (y) => lastSunday(y, 3) - 1);
  const october = nextAfter(anchor, (y) => lastSunday(y, 10) - 1);
  const newYear = nextAfter(anchor, (y) => dayOf(y, 12, 30));
  const days: [Day, Origin][] = [
    [march, 'OpenSystem'],
    [october, 'ResaLocale'],
    [newYear, 'Booking'],
    [lastSunday(year - 1, 3) - 1, 'Xotelia'],
    [lastSunday(year - 1, 10) - 1, 'OpenSystem'],
    [dayOf(year - 1, 12, 30), 'ResaLocale'],
  ];
  for (const [index, [arrival, origin]] of days.entries()) {
    for (let tries = 0; tries < planner.profile.units.length; tries += 1) {
      const unit = planner.profile.units[(index + tries) % planner.profile.units.length];
      if (!unit) continue;
      const booking = { ...PLAIN, origin, withPayments: true, stays: [stay(unit, arrival, 4)] };
      if (planner.add(booking)) break;
    }
  }
}

function openSeasonStart(planner: Planner, anchor: Day): Day {
  return planner.profile.closedInWinter ? nextAfter(anchor, (y) => dayOf(y, 4, 4)) : anchor + 6;
}

/** The cases that chance must not be left to provide. */
export function placeSpecials(planner: Planner, anchor: Day): void {
  const { units } = planner.profile;
  const [first, second, third] = [units[0], units[1] ?? units[0], units[2] ?? units[0]];
  if (!first || !second || !third) return;
  placeAroundDates(planner, anchor);
  const start = openSeasonStart(planner, anchor);
  const one = (unit: UnitProfile, nights: number) => (arrival: Day) => [
    stay(unit, arrival, nights),
  ];
  // Back to back: the second guest arrives on the day the first leaves.
  const pair = (arrival: Day) => [stay(first, arrival, 3), stay(first, arrival + 3, 4)];
  for (let day = start; day < start + 200; day += 1) {
    const [before, after] = pair(day);
    if (!before || !after || !planner.fits(before) || !planner.fits(after)) continue;
    planner.add({ ...PLAIN, origin: 'Booking', stays: [before] });
    planner.add({ ...PLAIN, origin: 'ResaLocale', stays: [after] });
    break;
  }
  if (units.length > 1) {
    const both = (arrival: Day) => [stay(first, arrival, 3), stay(third, arrival, 3)];
    place(planner, start + 20, both, { origin: 'ResaLocale', withSupplements: true });
  }
  const wide = units.find((unit) => unit.units > 1);
  if (wide) place(planner, start + 30, (day) => [stay(wide, day, 3, 2)], { origin: 'OpenSystem' });
  place(planner, start + 12, one(second, 3), { origin: 'Xotelia', cancelled: true });
  place(planner, start + 40, one(second, 4), { origin: 'none', modified: true });
  place(planner, start + 55, one(third, 3), { origin: 'Xotelia', withPayments: true });
  place(planner, start + 62, one(first, 3), { origin: 'ResaLocale', withoutContact: true });
  place(planner, anchor - 90 - (planner.profile.closedInWinter ? 60 : 0), one(first, 3), {
    origin: 'empty',
    withSupplements: true,
  });
  if (planner.profile.seed === 'hotel') {
    place(planner, start + 15, one(third, 3), { origin: 'Booking', currency: 'CHF' });
  }
}

function drawOrigin(random: Random): Origin {
  const draw = random.next();
  if (draw < 0.4) return 'ResaLocale';
  if (draw < 0.62) return 'OpenSystem';
  if (draw < 0.87) return 'Booking';
  return draw < 0.98 ? 'Xotelia' : 'none';
}

function drawStay(planner: Planner, random: Random, from: Day, to: Day): PlannedStay {
  const unit = random.pick(planner.profile.units);
  let arrival = random.between(from, to);
  const weekly = planner.profile.saturdaysInHighSeason && seasonOf(arrival) === 2;
  if (weekly) arrival += (6 - weekday(arrival) + 7) % 7;
  const rateTypeId = random.chance(0.6)
    ? (unit.rateTypeIds[0] ?? 0)
    : random.pick(unit.rateTypeIds);
  const low = planner.profile.minStay[seasonOf(arrival)];
  const nights = weekly ? 7 * random.between(1, 2) : random.between(low, low + 4);
  return {
    unit,
    rateTypeId,
    arrival,
    departure: arrival + nights,
    quantity: unit.units > 2 && random.chance(0.05) ? 2 : 1,
    guests: random.between(1, unit.guests),
  };
}

/** Draws bookings until the wanted number lies in a range of arrivals. */
export function fillBookings(
  planner: Planner,
  random: Random,
  range: { from: Day; to: Day; count: number },
): void {
  let left = range.count;
  for (let tries = 0; left > 0 && tries < range.count * 60; tries += 1) {
    const booking: PlannedBooking = {
      stays: [drawStay(planner, random, range.from, range.to)],
      origin: drawOrigin(random),
      cancelled: random.chance(0.07),
      modified: random.chance(0.15),
      withSupplements: random.chance(0.2),
      withPayments: random.chance(0.5),
      withoutContact: false,
      currency: 'EUR',
    };
    if (planner.add(booking)) left -= 1;
  }
}

/** Books past and coming seasons of a supplier and takes a few nights out of sale. */
export function planBookings(planner: Planner, random: Random, anchor: Day): void {
  const { profile } = planner;
  placeSpecials(planner, anchor);
  for (const unit of profile.units) {
    planner.block(unit.id, anchor + random.between(20, 320), random.between(1, 4));
    if (random.chance(0.5)) planner.block(unit.id, anchor - random.between(20, 300), 2);
  }
  const first = seededRange(anchor).from + 1;
  fillBookings(planner, random, { from: first, to: anchor - 1, count: profile.pastBookings });
  const specials = planner.bookings.filter((booking) =>
    booking.stays.some((line) => line.departure > anchor),
  ).length;
  const count = Math.max(4, profile.comingBookings - specials);
  fillBookings(planner, random, { from: anchor, to: anchor + 330, count });
}
