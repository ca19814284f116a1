import { RESTRICTION_FIELDS } from '#server/domain/bulk-updates/patch.ts';
import type { NightValues } from '#server/domain/bulk-updates/schema.ts';
import { inGuestOrder, type NightPrice, type RateNight } from '#server/domain/rates/night.ts';
import type { EpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';

/** What a night holds: units left for the stock, or everything under a rate type; null = nothing. */
export type Night = number | RateNight | null;

/** The same of the fields alone in which it differs from another; whole where the other is nothing. */
export type Part = number | Partial<RateNight> | null;

/** A night that upstream changed without us. `foundAt` in epoch milliseconds. */
export interface OpenDrift {
  /** What we knew it to hold, and what it holds, where the two differ. */
  readonly ours: Part;
  readonly theirs: Part;
  readonly foundAt: number;
}

/** A change of consecutive nights of one row, in the order in which they were seen. */
export interface SeenChange {
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly before: Night;
  readonly after: Night;
  /** Epoch milliseconds. */
  readonly seenAt: number;
  /** Whether a sending of ours did it on that night. */
  readonly isOurs: (day: EpochDay) => boolean;
}

/** Units left and units taken by stays of a night when the two last agreed. */
export interface StockBasis {
  readonly units: number | null;
  readonly taken: number;
}

/** Whether two nights, or parts of nights, hold the same; unknown fields aside. */
export function sameHeld(a: Part, b: Part): boolean {
  return a === b || JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

function plain(night: Part): unknown {
  if (night === null || typeof night === 'number') return night;
  const held = RESTRICTION_FIELDS.filter((field) => night[field] !== undefined);
  return [
    held.map((field) => [field, night[field]]),
    inGuestOrder(night.prices ?? []).map(({ guests, priceCents }) => [guests, priceCents]),
  ];
}

/** A part of a night on the wire. */
export function partView(part: Part): NightValues | null {
  if (part === null) return null;
  if (typeof part === 'number') return { units: part };
  const { extra: _, prices, ...rest } = part;
  const shown = prices?.map(({ guests, priceCents }) => ({ guests, priceCents }));
  return { ...rest, ...(shown && { prices: shown }) };
}

/** Two nights, each in the fields in which they differ; a price is a field for each occupancy. */
export function differing(ours: Night, theirs: Night): { ours: Part; theirs: Part } {
  if (!isRate(ours) || !isRate(theirs)) return { ours, theirs };
  const fields = RESTRICTION_FIELDS.filter((field) => ours[field] !== theirs[field]);
  const all = new Set([...ours.prices, ...theirs.prices].map(({ guests }) => guests));
  const guests = new Set([...all].filter((one) => !samePrice(ours, theirs, one)));
  const part = (night: RateNight): Part => ({
    ...Object.fromEntries(fields.map((field) => [field, night[field]])),
    ...(guests.size > 0 && {
      prices: inGuestOrder(night.prices).filter((price) => guests.has(price.guests)),
    }),
  });
  return { ours: part(ours), theirs: part(theirs) };
}

/** The whole night of which `part` is the part that differs from `other`, given a whole night. */
export function wholeOf(part: Part, other: Part, night: Night): Night {
  if (part === null || typeof part === 'number') return part;
  if (!isRate(night) || !isPart(other)) return isRate(part) ? part : null;
  const differ = new Set([...(part.prices ?? []), ...(other.prices ?? [])].map((p) => p.guests));
  const kept = night.prices.filter(({ guests }) => !differ.has(guests));
  return { ...night, ...part, prices: inGuestOrder([...kept, ...(part.prices ?? [])]) };
}

function sameDrift(a: OpenDrift, b: OpenDrift): boolean {
  return (
    a === b || (a.foundAt === b.foundAt && sameHeld(a.ours, b.ours) && sameHeld(a.theirs, b.theirs))
  );
}

/** No night differs. */
export const NO_DRIFT: DayRuns<OpenDrift> = DayRuns.empty(sameDrift);

/** Drift from stored rows, which do not overlap. */
export function driftOf(
  rows: Iterable<{ readonly from: EpochDay; readonly to: EpochDay; readonly value: OpenDrift }>,
): DayRuns<OpenDrift> {
  return DayRuns.from(rows, sameDrift);
}

/**
 * The nights of a rate row that upstream changed without us, after some more changes. What a sending
 * of ours changes is ours from then on, in the fields that it changed. A night that holds again what
 * we knew is none. Past nights are none.
 */
export function foldRates(
  open: DayRuns<OpenDrift>,
  changes: readonly SeenChange[],
  today: EpochDay,
): DayRuns<OpenDrift> {
  const nights = new Map([...open.expand()].filter(([day]) => day >= today));
  for (const { from, to, before, after, seenAt, isOurs } of changes) {
    for (let day = Math.max(from, today); day <= to; day++) {
      const known = nights.get(day);
      if (!known && isOurs(day)) continue;
      const knew = known ? wholeOf(known.ours, known.theirs, before) : before;
      const ours = isOurs(day) ? withSent(knew, before, after) : knew;
      if (sameHeld(ours, after)) nights.delete(day);
      else nights.set(day, { ...differing(ours, after), foundAt: known?.foundAt ?? seenAt });
    }
  }
  return DayRuns.fromDays(nights, sameDrift);
}

/** What we know a night to hold after a sending of ours moved it from `before` to `after`. */
function withSent(knew: Night, before: Night, after: Night): Night {
  if (!isRate(knew) || !isRate(before) || !isRate(after)) return after;
  const fields = RESTRICTION_FIELDS.filter((field) => before[field] !== after[field]);
  const moved = Object.fromEntries(fields.map((field) => [field, after[field]]));
  const all = new Set([...knew.prices, ...before.prices, ...after.prices].map((p) => p.guests));
  const prices = [...all].flatMap((guests) =>
    pricesOf(samePrice(before, after, guests) ? knew : after, guests),
  );
  return { ...knew, ...moved, prices: inGuestOrder(prices) };
}

function pricesOf({ prices }: RateNight, guests: number | null): readonly NightPrice[] {
  return prices.filter((price) => price.guests === guests);
}

function samePrice(a: RateNight, b: RateNight, guests: number | null): boolean {
  const [one, other] = [a, b].map((night) =>
    pricesOf(night, guests)
      .map(({ priceCents }) => priceCents)
      .join(),
  );
  return one === other;
}

function isPart(night: Part): night is Partial<RateNight> {
  return night !== null && typeof night !== 'number';
}

function isRate(night: Part): night is RateNight {
  return isPart(night) && night.open !== undefined && night.prices !== undefined;
}

/** What a judgement of an accommodation's stock needs. */
export interface StockGround {
  readonly basis: DayRuns<StockBasis>;
  readonly open: DayRuns<OpenDrift>;
  /** Units that sendings of ours left on nights since the last judgement. */
  readonly pushed: ReadonlyMap<EpochDay, number>;
  readonly units: DayRuns<number>;
  /** Units taken by confirmed stays. */
  readonly taken: DayRuns<number>;
  readonly today: EpochDay;
  /** When a night's units were last seen to change without us; epoch milliseconds. */
  readonly seenAt: (day: EpochDay) => number;
  /** Bookings were read after that: what they explain is known. */
  readonly isExplained: (day: EpochDay) => boolean;
}

/** Whether two nights last agreed on the same. */
export function sameBasis(a: StockBasis, b: StockBasis): boolean {
  return a.units === b.units && a.taken === b.taken;
}

/**
 * The nights of a stock row that upstream changed without us, and on what they are judged next time.
 * Units that went down or up by exactly the stays that came or went meanwhile are no drift: stays
 * that came before the units followed are waited for, and the other way round.
 */
export function judgeStock(ground: StockGround): {
  basis: DayRuns<StockBasis>;
  open: DayRuns<OpenDrift>;
} {
  const { units, taken, pushed, today } = ground;
  const days = new Set<EpochDay>();
  for (const { runs } of [units, ground.basis])
    for (const { from, to } of runs)
      for (let day = Math.max(from, today); day <= to; day++) days.add(day);
  const basis = new Map<EpochDay, StockBasis>();
  const open = new Map<EpochDay, OpenDrift>();
  for (const day of [...days].sort((a, b) => a - b)) {
    const now = { units: units.at(day) ?? null, taken: taken.at(day) ?? 0 };
    const sent = pushed.get(day);
    const agreed = sent === undefined ? ground.basis.at(day) : { units: sent, taken: now.taken };
    const expected = agreed && expectedUnits(agreed, now.taken);
    // Units that have not moved may still follow stays that came or went.
    if (agreed === undefined || now.units === expected) basis.set(day, now);
    else basis.set(day, agreed);
    if (agreed === undefined || now.units === expected || now.units === agreed.units) continue;
    const known = ground.open.at(day);
    if (!known && !ground.isExplained(day)) continue;
    const foundAt = known?.foundAt ?? ground.seenAt(day);
    open.set(day, { ours: expected ?? null, theirs: now.units, foundAt });
  }
  return { basis: DayRuns.fromDays(basis, sameBasis), open: DayRuns.fromDays(open, sameDrift) };
}

function expectedUnits({ units, taken }: StockBasis, takenNow: number): number | null {
  return units === null ? null : Math.max(0, units - (takenNow - taken));
}
