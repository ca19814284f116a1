import { describe, expect, test } from 'vitest';
import type { MirrorWarning } from '#server/domain/suppliers/schema.ts';
import {
  dueParts,
  freshnessOf,
  freshnessView,
  MIRROR_PARTS,
  type PartState,
  REFRESH_EVERY,
  STALE_AFTER,
} from './freshness.ts';

const signs = (changedAt: number | null = null, isKeyRefused = false) => ({
  changedAt,
  isKeyRefused,
});

const NOW = Date.UTC(2026, 10, 21, 8);
const MINUTE = 60_000;

function parts(over: Partial<Record<PartState['part'], Partial<PartState>>> = {}): PartState[] {
  return MIRROR_PARTS.map((part) => ({
    part,
    asOf: NOW,
    triedAt: NOW,
    failed: false,
    warnings: [],
    ...over[part],
  }));
}

const staleOf = (list: readonly PartState[]) => freshnessOf(list, signs(), NOW).stale;

test('bookings and stock are stale after 5 minutes, rates and names after 60', () => {
  const minutes = MIRROR_PARTS.map((part) => [part, STALE_AFTER[part] / MINUTE]);
  expect(Object.fromEntries(minutes)).toEqual({
    ...{ bookings: 5, stock: 5, rates: 60, rateTypes: 60, accommodations: 60 },
  });
});

describe.each(MIRROR_PARTS)('%s', (part) => {
  test('is stale when older than its limit, never read, unknown, or failed last', () => {
    const limit = STALE_AFTER[part];
    expect(staleOf(parts({ [part]: { asOf: NOW - limit } }))).toBe(false);
    expect(staleOf(parts({ [part]: { asOf: NOW - limit - 1 } }))).toBe(true);
    expect(staleOf(parts({ [part]: { asOf: null } }))).toBe(true);
    expect(staleOf(parts({ [part]: { failed: true } }))).toBe(true);
    expect(staleOf(parts().filter((one) => one.part !== part))).toBe(true);
  });

  test('is due when it was tried so long ago, whether that failed or not', () => {
    const every = REFRESH_EVERY[part];
    const due = (triedAt: number | null) =>
      dueParts(parts({ [part]: { triedAt, failed: true } }), NOW);
    expect(due(NOW - every + 1)).toEqual([]);
    expect(due(NOW - every)).toEqual([part]);
    expect(due(null)).toEqual([part]);
    expect(
      dueParts(
        parts().filter((one) => one.part !== part),
        NOW,
      ),
    ).toEqual([part]);
  });
});

test('a mirror that was never read is stale, due in full, and has no age', () => {
  expect(freshnessOf([], signs(), NOW)).toEqual({
    asOf: null,
    stale: true,
    staleAsOf: null,
    warnings: [],
  });
  expect(dueParts([], NOW)).toEqual(MIRROR_PARTS);
});

test('the age is the latest instant at which something was taken in', () => {
  const old = parts({ rates: { asOf: NOW - 1 }, stock: { asOf: null } });
  expect(freshnessOf(old, signs(), NOW).asOf).toBe(NOW);
  expect(freshnessOf(old, signs(NOW + 5), NOW).asOf).toBe(NOW + 5);
  expect(freshnessOf([], signs(NOW - 9), NOW).asOf).toBe(NOW - 9);
});

test('on the wire instants are ISO, and every warning is told', () => {
  const warning: MirrorWarning = {
    part: 'bookings',
    code: 'dropped',
    accommodationId: null,
    asOf: null,
    detail: 'Dossier 7',
  };
  const list = parts({ bookings: { warnings: [warning] }, stock: { warnings: [warning] } });
  expect(freshnessView(list, signs(), NOW)).toEqual({
    asOf: '2026-11-21T08:00:00.000Z',
    stale: false,
    staleAsOf: null,
    warnings: [warning, warning],
  });
  expect(freshnessView([], signs(), NOW).asOf).toBeNull();
});

test('stale data is as old as its oldest stale part', () => {
  const parts = MIRROR_PARTS.map((part) => ({
    part,
    asOf: part === 'stock' ? NOW - 20 * 60_000 : NOW,
    triedAt: NOW,
    failed: part === 'bookings',
    warnings: [],
  }));
  expect(freshnessOf(parts, signs(), NOW)).toMatchObject({
    asOf: NOW,
    stale: true,
    staleAsOf: NOW - 20 * 60_000,
  });
});

test('a refused key is told although every part was read', () => {
  const parts = MIRROR_PARTS.map((part) => ({
    part,
    asOf: NOW,
    triedAt: NOW,
    failed: false,
    warnings: [],
  }));
  expect(freshnessOf(parts, signs(), NOW).warnings).toEqual([]);
  expect(freshnessOf(parts, signs(null, true), NOW).warnings).toMatchObject([
    { code: 'key_refused' },
  ]);
});
