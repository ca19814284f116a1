import type { MinStayReading } from '#server/domain/settings/schema.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { LONGEST_STAY, markBookable, type StayNights } from './rules.ts';

/** What becomes of a stay. */
export type StayEffect = 'bookable' | 'unbookable' | 'repriced';

/** Stays with one effect that arrive on consecutive days `from`..`to`, and their lengths. */
export interface StayChange {
  readonly effect: StayEffect;
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly minNights: number;
  readonly maxNights: number;
  /** Number of stays (arrival × length). */
  readonly stays: number;
}

const EFFECTS = ['bookable', 'unbookable', 'repriced'] as const;

/**
 * Which stays (arrival × length, up to 90 nights) become bookable, are no longer, or change their
 * price, in the order of arrival. Both grounds must span the same nights, `LONGEST_STAY` more on
 * either side than what differs. Pure.
 */
export function compareStays(
  before: StayNights,
  after: StayNights,
  reading: MinStayReading,
  today: EpochDay,
): StayChange[] {
  const comparison = new Comparison(before, after, reading);
  const nextDifference = nextDifferences(before, after);
  const begin = Math.max(0, today - before.first);
  for (let arrival = begin; arrival < before.length; arrival++)
    // A stay is decided by its nights and by the record of its departure day.
    if ((nextDifference[arrival] ?? Number.POSITIVE_INFINITY) <= arrival + LONGEST_STAY)
      comparison.look(arrival);
  return comparison.changes.sort(
    (a, b) => a.from - b.from || EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect),
  );
}

/** For every night, the next one from it on that differs; none = far away. */
function nextDifferences(before: StayNights, after: StayNights): Float64Array {
  const next = new Float64Array(before.length + 1).fill(Number.POSITIVE_INFINITY);
  for (let i = before.length - 1; i >= 0; i--) {
    const isSame =
      before.sellable[i] === after.sellable[i] &&
      before.minStay[i] === after.minStay[i] &&
      before.maxStay[i] === after.maxStay[i] &&
      before.arrivalAllowed[i] === after.arrivalAllowed[i] &&
      before.departureAllowed[i] === after.departureAllowed[i] &&
      before.prices[i] === after.prices[i];
    next[i] = isSame ? (next[i + 1] ?? Number.POSITIVE_INFINITY) : i;
  }
  return next;
}

/** Looks at one arrival after the other and keeps what changed. */
class Comparison {
  readonly changes: StayChange[] = [];
  private readonly open = new Map<StayEffect, number>();
  private readonly was = new Uint8Array(LONGEST_STAY + 1);
  private readonly is = new Uint8Array(LONGEST_STAY + 1);
  private readonly before: StayNights;
  private readonly after: StayNights;
  private readonly reading: MinStayReading;

  constructor(before: StayNights, after: StayNights, reading: MinStayReading) {
    this.before = before;
    this.after = after;
    this.reading = reading;
  }

  look(arrival: number): void {
    const { before, after, reading, was, is } = this;
    was.fill(0);
    is.fill(0);
    const longest = Math.max(
      markBookable(before, arrival, reading, was),
      markBookable(after, arrival, reading, is),
    );
    const found = { bookable: none(), unbookable: none(), repriced: none() };
    // Prices up and down within a stay may even out: what counts is the price of the whole.
    let difference = 0;
    for (let stay = 1; stay <= longest; stay++) {
      const night = arrival + stay - 1;
      difference += (after.prices[night] ?? 0) - (before.prices[night] ?? 0);
      const effect = effectOf(was[stay], is[stay], difference !== 0);
      if (effect) add(found[effect], stay);
    }
    for (const effect of EFFECTS) this.keep(effect, before.first + arrival, found[effect]);
  }

  private keep(effect: StayEffect, day: EpochDay, { stays, minNights, maxNights }: Found): void {
    if (stays === 0) return;
    const place = this.open.get(effect);
    const last = place === undefined ? undefined : this.changes[place];
    if (place === undefined || last === undefined || last.to + 1 !== day) {
      const added = this.changes.push({ effect, from: day, to: day, minNights, maxNights, stays });
      this.open.set(effect, added - 1);
      return;
    }
    this.changes[place] = {
      ...last,
      to: day,
      minNights: Math.min(last.minNights, minNights),
      maxNights: Math.max(last.maxNights, maxNights),
      stays: last.stays + stays,
    };
  }
}

interface Found {
  stays: number;
  minNights: number;
  maxNights: number;
}

function none(): Found {
  return { stays: 0, minNights: 0, maxNights: 0 };
}

function add(found: Found, nights: number): void {
  if (found.stays === 0) found.minNights = nights;
  found.stays += 1;
  found.maxNights = nights;
}

function effectOf(
  was: number | undefined,
  is: number | undefined,
  isRepriced: boolean,
): StayEffect | null {
  if (was !== is) return is === 1 ? 'bookable' : 'unbookable';
  return was === 1 && isRepriced ? 'repriced' : null;
}
