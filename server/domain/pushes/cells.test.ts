import { describe, expect, test } from 'vitest';
import type { Patch } from '#server/domain/bulk-updates/patch.ts';
import { batchCell, itemState } from '#server/domain/pushes/schema.ts';
import { fromEpochDay } from '#server/kernel/calendar-date.ts';
import { cellOf, DEFAULTS, nightOf, TODAY } from '#tests/support/core/plans.ts';
import {
  agreeOnWanted,
  cellView,
  cellViews,
  holdsWanted,
  isFinal,
  leftOf,
  mergeWanted,
  sameValue,
} from './cells.ts';

const two = (priceCents: number) => ({ prices: [{ guests: 2, priceCents }] });
const four = { guests: 4, priceCents: 150_00 };

test('cells end where nothing more happens to them', () => {
  const moving = itemState.options.filter((state) => !isFinal(state));
  expect(moving).toEqual(['queued', 'sending', 'verifying']);
});

test('a stock night holds units, a rate night holds fields', () => {
  expect(holdsWanted(2, { units: 2 })).toBe(true);
  expect(holdsWanted(0, { units: 2 })).toBe(false);
  expect(holdsWanted(null, { units: 0 })).toBe(false);
  expect(holdsWanted(nightOf(), { units: 0 })).toBe(false);
  expect(holdsWanted(nightOf(), { open: true })).toBe(true);
  expect(holdsWanted(null, { open: true })).toBe(false);
  expect(agreeOnWanted({ units: 0 }, 1, 1)).toBe(true);
  expect(agreeOnWanted({ units: 0 }, 1, 2)).toBe(false);
  expect(agreeOnWanted({ units: 0 }, 0, null)).toBe(false);
  expect(agreeOnWanted({ open: true }, null, null)).toBe(true);
  expect(agreeOnWanted({ open: true }, nightOf(), nightOf({ minStay: 9 }))).toBe(true);
  expect(mergeWanted(3, { units: 0 }, { ...DEFAULTS, maxStay: 1 })).toBe(0);
  expect(mergeWanted(null, two(1), { ...DEFAULTS, maxStay: 7 })).toMatchObject({ maxStay: 7 });
});

test('a night read back is compared in every field, unknown ones too', () => {
  expect(sameValue(nightOf(), nightOf())).toBe(true);
  expect(sameValue(nightOf(), nightOf({ departureAllowed: false }))).toBe(false);
  expect(sameValue(nightOf(), nightOf({ extra: { promo: 1 } }))).toBe(false);
  expect(sameValue(nightOf(), null)).toBe(false);
  expect(sameValue(null, null)).toBe(true);
  expect(sameValue(0, null)).toBe(false);
});

test.each([
  [{ open: true, minStay: 2 }, [], { open: true, minStay: 2 }],
  [{ open: true, minStay: 2 }, [{ open: false }], { minStay: 2 }],
  [{ open: true, minStay: 2 }, [{ open: false }, { minStay: 9 }], null],
  [{ units: 1 }, [{ units: 1 }], null],
  [{ ...two(1), open: true }, [two(9)], { open: true }],
  [two(1), [two(9)], null],
  [{ prices: [...two(1).prices, four] }, [two(9)], { prices: [four] }],
  [two(1), [{ prices: [four] }], two(1)],
  [two(1), [{ prices: [{ guests: null, priceCents: 1 }] }], two(1)],
  [two(1), [{ open: false }], two(1)],
] as [Patch, Patch[], Patch | null][])('of %j newer sets %j leave %j', (patch, newer, left) => {
  expect(leftOf(patch, newer)).toEqual(left);
});

describe('a cell on the wire', () => {
  const base = nightOf({ prices: [...nightOf().prices, four] });

  test('names the wanted fields only, and the wanted values before anything is sent', () => {
    const patch = { minStay: 3, prices: [{ guests: 2, priceCents: 90_00 }] };
    expect(cellView(cellOf({ patch, base }))).toEqual({
      rateTypeId: 10,
      date: fromEpochDay(TODAY),
      state: 'queued',
      before: { minStay: 2, ...two(100_00) },
      sent: { minStay: 3, ...two(90_00) },
      read: null,
    });
  });

  test('a price that is to be removed is not among the wanted ones', () => {
    const patch = { prices: [{ guests: 2, priceCents: null }, four] };
    expect(cellView(cellOf({ patch, base })).sent).toEqual({ prices: [four] });
  });

  test('of the stock names units', () => {
    const cell = cellOf({ rateTypeId: null, patch: { units: 0 }, base: 2, sent: 0, read: 0 });
    expect(cellView({ ...cell, state: 'applied' })).toMatchObject({
      rateTypeId: null,
      before: { units: 2 },
      sent: { units: 0 },
      read: { units: 0 },
    });
  });

  test('that is different shows three values, with every field that came back different', () => {
    const sent = { ...base, prices: [{ guests: 2, priceCents: 90_00 }, four] };
    const read = { ...sent, minStay: 1, prices: [{ guests: 2, priceCents: 95_00 }] };
    const cell = cellOf({ patch: two(90_00), base, sent, read, state: 'mismatch' });
    expect(cellView(cell)).toMatchObject({
      before: { minStay: 2, prices: base.prices },
      sent: { minStay: 2, prices: sent.prices },
      read: { minStay: 1, prices: read.prices },
    });
    expect(Object.keys(cellView(cell).read ?? {}).sort()).toEqual(['minStay', 'prices']);
  });

  test('in another state shows no more than the wanted fields', () => {
    const read = nightOf({ minStay: 1, ...two(95_00) });
    for (const state of itemState.options.filter((one) => one !== 'mismatch')) {
      const view = cellView(cellOf({ patch: two(90_00), base, sent: base, read, state }));
      expect(view).toMatchObject({ state, before: two(100_00), read: two(95_00) });
      expect(Object.keys(view.read ?? {})).toEqual(['prices']);
    }
  });

  test('whose night is gone is different from what was sent, and read is null', () => {
    const cell = cellOf({ base, sent: base, read: null, state: 'mismatch' });
    expect(cellView(cell)).toMatchObject({ sent: { open: true }, read: null });
  });

  test('never tells unknown fields, and keeps to its shape', () => {
    const extra = { secret: 1 };
    const night = nightOf({ extra, prices: [{ guests: 2, priceCents: 1, extra }] });
    for (const state of itemState.options) {
      const read = nightOf({ minStay: 10_000 });
      const view = cellView(cellOf({ patch: two(1), base: night, sent: night, read, state }));
      expect(batchCell.parse(view)).toEqual(view);
      expect(JSON.stringify(view)).not.toContain('secret');
    }
  });

  test('beside others is the same as alone, whether they share their values or not', () => {
    const [one, other] = [nightOf(two(1)), nightOf(two(2))];
    const cells = itemState.options.flatMap((state, i) =>
      [one, one, other, null].map((sent, day) =>
        cellOf({ patch: two(1), base: i % 2 === 0 ? one : other, sent, read: sent, state, day }),
      ),
    );
    expect(cellViews(cells)).toEqual(cells.map(cellView));
  });
});
