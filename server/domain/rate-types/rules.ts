/** A rate type sold on an accommodation, with the occupancy its row is shown by, as far as known. */
interface Referenced {
  readonly accommodationId: number;
  readonly referenceGuests: number | null | undefined;
}

/**
 * Gives a type without any price the largest occupancy of the accommodation's other types, so that
 * the grid and `priceCents` mean the same one before the first price is set. Null = the price
 * without a number of guests; undefined = none known.
 */
export function withReferences<T extends Referenced>(links: readonly T[]): T[] {
  const largest = new Map<number, number | null>();
  for (const { accommodationId, referenceGuests } of links) {
    if (referenceGuests === undefined) continue;
    const known = largest.get(accommodationId);
    if (known === undefined || (referenceGuests ?? 0) > (known ?? 0))
      largest.set(accommodationId, referenceGuests);
  }
  return links.map((link) =>
    link.referenceGuests === undefined
      ? { ...link, referenceGuests: largest.get(link.accommodationId) }
      : link,
  );
}
