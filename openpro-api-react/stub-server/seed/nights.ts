import { addMonths, civil, type Day, dayOf, weekday } from '../calendar.ts';
import type { JsonObject } from '../json.ts';
import { Sheet } from '../store/sheet.ts';
import type { Profile, RateTypeProfile, UnitProfile } from './profiles.ts';

export type Season = 0 | 1 | 2;

/** First and last day of the seeded calendar. */
export function seededRange(anchor: Day): { from: Day; to: Day } {
  return { from: dayOf(civil(anchor).year - 1, 1, 1), to: addMonths(anchor, 24) };
}

/** Low, mid or high season of a night. */
export function seasonOf(day: Day): Season {
  const { month, date } = civil(day);
  if (month === 7 || month === 8) return 2;
  if ((month >= 4 && month <= 6) || month === 9) return 1;
  if (month === 10 || (month === 12 && date >= 19) || (month === 1 && date <= 3)) return 1;
  return 0;
}

const SEASON_PERCENT = [78, 100, 138] as const;

/** Invented local events: the nights when everybody comes. */
function eventPercent(day: Day): number {
  const { month, date } = civil(day);
  if (month === 12 && date === 31) return 145;
  if (month === 6 && date >= 19 && date <= 21) return 120;
  if (month === 9 && date >= 12 && date <= 13) return 125;
  return 100;
}

/** Friday and Saturday nights cost more. */
export function isWeekendNight(day: Day): boolean {
  return weekday(day) === 5 || weekday(day) === 6;
}

/** Whether the house is closed to sale as a whole. */
export function isClosed(profile: Profile, day: Day): boolean {
  const { month, date } = civil(day);
  if (profile.closedInWinter) return month >= 11 || month <= 3;
  return month === 1 && date >= 11 && date <= (profile.seed === 'hotel' ? 15 : 24);
}

function halfEuros(cents: number): number {
  return Math.round(cents / 50) * 50;
}

function occupancies(
  unit: UnitProfile,
  type: RateTypeProfile,
  day: Day,
  baseYear: number,
): JsonObject[] {
  const percent =
    (SEASON_PERCENT[seasonOf(day)] / 100) *
    (eventPercent(day) / 100) *
    (1 + 0.04 * (civil(day).year - baseYear)) *
    (isWeekendNight(day) ? 1.17 : 1) *
    (type.percent / 100);
  return Array.from({ length: unit.guests }, (_, index) => {
    const guests = index + 1;
    const share = guests === 1 ? 0.88 : 1 + 0.14 * (guests - 2);
    const cents = halfEuros(unit.baseCents * percent * share) + type.perGuestCents * guests;
    return { nbPers: guests, prix: cents / 100 };
  });
}

function minStay(profile: Profile, type: RateTypeProfile, day: Day): number {
  const season = seasonOf(day);
  const event = eventPercent(day) > 100 && profile.minStay[season] < 2 ? 1 : 0;
  return profile.minStay[season] + type.extraMinStay + event;
}

function rateValue(
  profile: Profile,
  unit: UnitProfile,
  type: RateTypeProfile,
  day: Day,
  baseYear: number,
): JsonObject {
  const { month, date } = civil(day);
  const saturdays = profile.saturdaysInHighSeason && seasonOf(day) === 2;
  const bySaturday = !saturdays || weekday(day) === 6;
  return {
    ouvert: !isClosed(profile, day),
    dureeMin: minStay(profile, type, day),
    dureeMax: profile.seed === 'gite' ? 28 : 21,
    arriveeAutorisee: bySaturday && !(month === 12 && date === 25),
    departAutorise: bySaturday && !(month === 1 && date === 1),
    tarifPax: { listeTarifPaxOccupation: occupancies(unit, type, day, baseYear) },
  };
}

/** The seeded rates of one accommodation; equal nights share one value. */
export function seedRates(profile: Profile, unit: UnitProfile, anchor: Day): Sheet {
  const sheet = new Sheet();
  const { from, to } = seededRange(anchor);
  const baseYear = civil(from).year;
  const shared = new Map<string, JsonObject>();
  for (const type of profile.rateTypes) {
    if (!unit.rateTypeIds.includes(type.id)) continue;
    for (let day = from; day <= to; day += 1) {
      const value = rateValue(profile, unit, type, day, baseYear);
      const text = JSON.stringify(value);
      const known = shared.get(text);
      if (!known) shared.set(text, value);
      sheet.put(type.id, day, known ?? value);
    }
  }
  return sheet;
}
