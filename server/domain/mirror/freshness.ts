import type { MirrorPart, MirrorWarning } from '#server/domain/suppliers/schema.ts';
import { isoInstant } from '#server/kernel/clock.ts';

/** How a part of the mirror stands. Instants are epoch milliseconds. */
export interface PartState {
  readonly part: MirrorPart;
  /** When the read began that the data comes from. */
  readonly asOf: number | null;
  readonly triedAt: number | null;
  readonly failed: boolean;
  readonly warnings: readonly MirrorWarning[];
}

const MINUTE = 60_000;

/** Older than this, a part is stale. Names and links age with the rates they carry. */
export const STALE_AFTER: Readonly<Record<MirrorPart, number>> = {
  bookings: 5 * MINUTE,
  stock: 5 * MINUTE,
  rates: 60 * MINUTE,
  rateTypes: 60 * MINUTE,
  accommodations: 60 * MINUTE,
};

/** How often the runner reads each part again. */
export const REFRESH_EVERY: Readonly<Record<MirrorPart, number>> = {
  bookings: 5 * MINUTE,
  stock: 10 * MINUTE,
  rates: 60 * MINUTE,
  rateTypes: 60 * MINUTE,
  accommodations: 60 * MINUTE,
};

export const MIRROR_PARTS = Object.keys(REFRESH_EVERY) as MirrorPart[];

export interface Freshness {
  /** The latest instant at which the mirror took something in; null = never read. */
  readonly asOf: number | null;
  readonly stale: boolean;
  /** When the oldest of the stale parts was last read well; null = none is stale, or never. */
  readonly staleAsOf: number | null;
  readonly warnings: MirrorWarning[];
}

/** What is known of a supplier beside the parts of its mirror. */
export interface SupplierSigns {
  /** When a push last changed the mirror, epoch milliseconds. */
  readonly changedAt: number | null;
  /** Upstream refuses the key: nothing is sent until it has another one. */
  readonly isKeyRefused: boolean;
}

/**
 * Age and warnings of a supplier's mirror. Stale = a part is too old, was never read, or its last
 * read failed.
 */
export function freshnessOf(
  parts: readonly PartState[],
  { changedAt, isKeyRefused }: SupplierSigns,
  now: number,
): Freshness {
  const known = new Map(parts.map((part) => [part.part, part]));
  const instants = parts.flatMap((part) => (part.asOf === null ? [] : [part.asOf]));
  if (changedAt !== null) instants.push(changedAt);
  const stale = MIRROR_PARTS.filter((name) => {
    const part = known.get(name);
    return (
      part === undefined || part.failed || part.asOf === null || now - part.asOf > STALE_AFTER[name]
    );
  });
  const staleSince = stale.map((name) => known.get(name)?.asOf ?? null);
  return {
    asOf: instants.length === 0 ? null : Math.max(...instants),
    stale: stale.length > 0,
    staleAsOf:
      staleSince.length === 0 || staleSince.includes(null)
        ? null
        : Math.min(...staleSince.map(Number)),
    warnings: [...parts.flatMap((part) => part.warnings), ...missingWarnings(parts, isKeyRefused)],
  };
}
/** What the parts' own warnings do not tell: a part that was never read, and a refused key. */
function missingWarnings(parts: readonly PartState[], isKeyRefused: boolean): MirrorWarning[] {
  const neverRead = parts.filter((part) => part.asOf === null && part.warnings.length === 0);
  const warnings = neverRead.map(({ part }) => warningOf(part, 'never_read'));
  const isTold = parts.some((part) => part.warnings.some(({ code }) => code === 'key_refused'));
  return isKeyRefused && !isTold ? [...warnings, warningOf('rates', 'key_refused')] : warnings;
}

function warningOf(part: MirrorPart, code: MirrorWarning['code']): MirrorWarning {
  return { part, code, accommodationId: null, asOf: null, detail: null };
}

/** The parts that are due for another read at `now`. */
export function dueParts(
  parts: readonly Pick<PartState, 'part' | 'triedAt'>[],
  now: number,
): MirrorPart[] {
  const known = new Map(parts.map((part) => [part.part, part]));
  return MIRROR_PARTS.filter((name) => {
    const triedAt = known.get(name)?.triedAt ?? null;
    return triedAt === null || now - triedAt >= REFRESH_EVERY[name];
  });
}

/** The same on the wire, with ISO instants. */
export function freshnessView(
  parts: readonly PartState[],
  supplier: SupplierSigns,
  now: number,
): { asOf: string | null; stale: boolean; staleAsOf: string | null; warnings: MirrorWarning[] } {
  const { asOf, staleAsOf, ...rest } = freshnessOf(parts, supplier, now);
  return { ...rest, asOf: wire(asOf), staleAsOf: wire(staleAsOf) };
}

function wire(at: number | null): string | null {
  return at === null ? null : isoInstant(at);
}
