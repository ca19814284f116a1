import type { Day } from '../calendar.ts';
import { field, isObject } from '../json.ts';
import type { Sheet } from '../store/sheet.ts';
import { isClosed } from './nights.ts';
import type { Profile, UnitProfile } from './profiles.ts';

export type Origin = 'OpenSystem' | 'ResaLocale' | 'Xotelia' | 'Booking' | 'none' | 'empty';

export interface PlannedStay {
  unit: UnitProfile;
  rateTypeId: number;
  arrival: Day;
  departure: Day;
  quantity: number;
  guests: number;
}

export interface PlannedBooking {
  stays: PlannedStay[];
  origin: Origin;
  cancelled: boolean;
  modified: boolean;
  /** Forces the odd parts that chance would not guarantee. */
  withSupplements: boolean;
  withPayments: boolean;
  withoutContact: boolean;
  currency: string;
}

/** Keeps count of what is booked, so that the seed never holds a double booking. */
export class Planner {
  readonly profile: Profile;
  readonly bookings: PlannedBooking[] = [];
  private readonly rates: Map<number, Sheet>;
  private readonly taken = new Map<number, Map<Day, number>>();
  private readonly blocked = new Map<number, Set<Day>>();

  constructor(profile: Profile, rates: Map<number, Sheet>) {
    this.profile = profile;
    this.rates = rates;
  }

  /** Units already booked on a night. */
  booked(unitId: number, day: Day): number {
    return this.taken.get(unitId)?.get(day) ?? 0;
  }

  /** Whether the owner keeps the night for himself. */
  isBlocked(unitId: number, day: Day): boolean {
    return this.blocked.get(unitId)?.has(day) ?? false;
  }

  /** Takes nights out of sale, except those already booked. */
  block(unitId: number, from: Day, nights: number): void {
    const days = this.blocked.get(unitId) ?? new Set<Day>();
    this.blocked.set(unitId, days);
    for (let day = from; day < from + nights; day += 1) {
      if (this.booked(unitId, day) === 0) days.add(day);
    }
  }

  /** Whether a stay fits: units left on each night, arrival allowed, long enough. */
  fits(stay: PlannedStay): boolean {
    const value = this.rates.get(stay.unit.id)?.get(stay.rateTypeId, stay.arrival);
    if (value?.arriveeAutorisee !== true) return false;
    if (typeof value.dureeMin === 'number' && stay.departure - stay.arrival < value.dureeMin) {
      return false;
    }
    const last = this.rates.get(stay.unit.id)?.get(stay.rateTypeId, stay.departure);
    if (last?.departAutorise !== true) return false;
    for (let day = stay.arrival; day < stay.departure; day += 1) {
      if (isClosed(this.profile, day) || this.isBlocked(stay.unit.id, day)) return false;
      if (this.booked(stay.unit.id, day) + stay.quantity > stay.unit.units) return false;
    }
    return true;
  }

  /** Adds a booking when each of its stays fits. A cancelled one takes no nights. */
  add(booking: PlannedBooking): boolean {
    if (!booking.stays.every((stay) => this.fits(stay))) return false;
    this.bookings.push(booking);
    if (!booking.cancelled) for (const stay of booking.stays) this.take(stay);
    return true;
  }

  /** Price of a stay in cents at the seeded rates. */
  cents(stay: PlannedStay): number {
    let cents = 0;
    for (let day = stay.arrival; day < stay.departure; day += 1) {
      cents += this.nightCents(stay, day);
    }
    return cents;
  }

  private nightCents(stay: PlannedStay, day: Day): number {
    const pax = this.rates.get(stay.unit.id)?.get(stay.rateTypeId, day)?.tarifPax;
    const list = isObject(pax) ? field(pax, 'listeTarifPaxOccupation') : undefined;
    for (const price of Array.isArray(list) ? list : []) {
      if (!isObject(price) || typeof price.prix !== 'number') continue;
      if (typeof price.nbPers === 'number' && price.nbPers >= stay.guests) {
        return Math.round(price.prix * 100);
      }
    }
    return 0;
  }

  private take(stay: PlannedStay): void {
    const days = this.taken.get(stay.unit.id) ?? new Map<Day, number>();
    this.taken.set(stay.unit.id, days);
    for (let day = stay.arrival; day < stay.departure; day += 1) {
      days.set(day, (days.get(day) ?? 0) + stay.quantity);
    }
  }
}
