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
  readonly warnings: MirrorWarning[];
}

/**
 * Age and warnings of a supplier's mirror. `changedAt` is when a push last changed the mirror.
 * Stale = a part is too old, was never read, or its last read failed.
 */
export function freshnessOf(
  parts: readonly PartState[],
  changedAt: number | null,
  now: number,
): Freshness {
  const known = new Map(parts.map((part) => [part.part, part]));
  const instants = parts.flatMap((part) => (part.asOf === null ? [] : [part.asOf]));
  if (changedAt !== null) instants.push(changedAt);
  const stale = MIRROR_PARTS.some((name) => {
    const part = known.get(name);
    return (
      part === undefined || part.failed || part.asOf === null || now - part.asOf > STALE_AFTER[name]
    );
  });
  return {
    asOf: instants.length === 0 ? null : Math.max(...instants),
    stale,
    warnings: parts.flatMap((part) => part.warnings),
  };
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
  changedAt: number | null,
  now: number,
): { asOf: string | null; stale: boolean; warnings: MirrorWarning[] } {
  const { asOf, stale, warnings } = freshnessOf(parts, changedAt, now);
  return { asOf: asOf === null ? null : isoInstant(asOf), stale, warnings };
}
