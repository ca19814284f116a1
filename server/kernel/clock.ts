/** Where "now" comes from; injected so that tests own the time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** ISO 8601 in UTC of an instant in epoch milliseconds. */
export function isoInstant(instant: number): string {
  return new Date(instant).toISOString();
}
