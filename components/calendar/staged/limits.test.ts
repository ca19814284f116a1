import { expect, test } from 'vitest';
import { CHANGE_LIMITS } from '#server/domain/bulk-updates/schema.ts';
import { RATE_LIMITS } from '#server/domain/rates/schema.ts';
import { MAX_UNITS } from '#server/domain/stock/schema.ts';
import { LIMITS } from './limits.ts';

test('the page knows the bounds of the server', () => {
  expect(LIMITS).toEqual({
    maxPriceCents: RATE_LIMITS.maxPriceCents,
    maxStayNights: RATE_LIMITS.maxStayNights,
    maxUnits: MAX_UNITS,
    maxEntries: CHANGE_LIMITS.entries,
  });
});
