/**
 * Bounds of what may be typed, the server's own (a test compares them): repeated here so that the
 * grid does not bring the schema library into the page.
 */
export const LIMITS = {
  maxPriceCents: 99_999_99,
  maxStayNights: 365,
  maxUnits: 999,
  maxEntries: 5_000,
} as const;
