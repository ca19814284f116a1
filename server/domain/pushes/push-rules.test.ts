import { describe, expect, test } from 'vitest';
import type { Patch } from '#server/domain/bulk-updates/patch.ts';
import { itemState } from '#server/domain/pushes/schema.ts';
import type { RateNight } from '#server/domain/rates/night.ts';
import { cellOf, DEFAULTS, nightOf } from '#tests/support/core/plans.ts';
import type { Cell, NightValue } from './cells.ts';
import {
  afterRead,
  beforeWrite,
  endOpen,
  MAX_WRITES,
  queueAgain,
  RETRIABLE,
} from './push-rules.ts';

const two = (priceCents: number) => ({ prices: [{ guests: 2, priceCents }] });
const wantsPrice = { patch: two(120_00) };
const dearer = (over: Partial<RateNight> = {}) => nightOf({ ...two(120_00), ...over });

interface Around {
  readonly newer?: readonly Patch[];
  readonly sentBefore?: readonly NightValue[];
}

/** What becomes of one queued cell when upstream holds `current`. */
function decided(cell: Partial<Cell>, current: NightValue | null, around: Around = {}) {
  const others = { later: () => around.newer ?? [], sentBefore: () => around.sentBefore ?? [] };
  const [outcome] = beforeWrite([cellOf(cell)], () => current, others, DEFAULTS);
  return outcome;
}

/** What becomes of one sent cell when `read` is read back. */
function verdict(
  cell: Partial<Cell>,
  read: NightValue | null,
  {
    newer = [],
    isLastRead = true,
    writes = 1,
  }: Around & { isLastRead?: boolean; writes?: number } = {},
) {
  const sending = cellOf({ state: 'sending', sent: dearer(), ...wantsPrice, ...cell });
  const [outcome] = afterRead(
    [sending],
    () => read,
    () => newer,
    { isLastRead, writes },
  );
  return outcome;
}

describe('before the write', () => {
  test('a cell that already is as wanted is applied without a write', () => {
    const held = nightOf({ open: false, minStay: 5 });
    expect(decided({}, held)).toMatchObject({ state: 'applied', sent: held, read: held });
    expect(decided({ base: null }, held)?.state).toBe('applied');
    expect(decided({ rateTypeId: null, patch: { units: 2 }, base: 1 }, 2)?.state).toBe('applied');
  });

  test.each([
    ['the wanted field moved', wantsPrice, dearer({ ...two(110_00) }), 'conflict'],
    ['another field moved', wantsPrice, nightOf({ open: false, minStay: 9 }), 'sending'],
    ['another occupancy moved', wantsPrice, withFour(150_00), 'sending'],
    ['the night is gone', wantsPrice, null, 'conflict'],
    ['the night has come', { ...wantsPrice, base: null }, nightOf(), 'conflict'],
    ['there is still no night', { ...wantsPrice, base: null }, null, 'sending'],
    ['the stock moved', { rateTypeId: null, patch: { units: 0 }, base: 2 }, 1, 'conflict'],
    ['the stock is unknown', { rateTypeId: null, patch: { units: 0 }, base: 2 }, null, 'conflict'],
    ['the stock did not move', { rateTypeId: null, patch: { units: 0 }, base: 2 }, 2, 'sending'],
  ] as const)('%s: %o', (_, cell, current, state) => {
    expect(decided(cell, current)?.state).toBe(state);
  });

  test('a conflict tells what was found, and sends nothing', () => {
    const found = nightOf(two(110_00));
    expect(decided(wantsPrice, found)).toMatchObject({
      state: 'conflict',
      read: found,
      sent: null,
    });
  });

  test('what is sent is the whole night as upstream has it now, with unknown fields', () => {
    const current = nightOf({
      open: false,
      minStay: 7,
      arrivalAllowed: false,
      extra: { promo: 1 },
      prices: [
        { guests: 2, priceCents: 100_00, extra: { ref: 'a' } },
        { guests: 4, priceCents: 150_00 },
      ],
    });
    const prices = [{ guests: 2, priceCents: 120_00, extra: { ref: 'a' } }, current.prices[1]];
    const cell = decided({ ...wantsPrice, read: nightOf() }, current);
    expect(cell).toMatchObject({ state: 'sending', read: null });
    expect(cell?.sent).toEqual({ ...current, prices });
    expect(decided({ rateTypeId: null, patch: { units: 0 }, base: 2 }, 2)?.sent).toBe(0);
  });

  describe('with a newer change set', () => {
    const patch = { ...two(120_00), minStay: 3 };

    test('that sets every field: superseded, and upstream does not matter', () => {
      const newer = [two(130_00), { minStay: 4, open: true }];
      expect(decided({ patch }, nightOf(), { newer })?.state).toBe('superseded');
      expect(decided({ patch }, dearer({ minStay: 3 }), { newer })?.state).toBe('superseded');
      const stock = { rateTypeId: null, patch: { units: 0 }, base: 2 };
      expect(decided(stock, null, { newer: [{ units: 1 }] })?.state).toBe('superseded');
    });

    test('that sets one field: the others are sent all the same', () => {
      const cell = decided({ patch }, nightOf(), { newer: [{ minStay: 4 }] });
      expect(cell).toMatchObject({ state: 'sending', patch: two(120_00), sent: dearer() });
      const same = decided({ patch }, dearer({ minStay: 4 }), { newer: [{ minStay: 4 }] });
      expect(same?.state).toBe('applied');
    });

    test('that sets another occupancy or another field: nothing is taken', () => {
      const newer = [{ prices: [{ guests: 4, priceCents: 1 }] }, { open: false }];
      expect(decided({ patch }, nightOf(), { newer })).toMatchObject({ state: 'sending', patch });
    });

    test('on a night that does not exist yet: the price is needed, whoever sets it next', () => {
      const cell = decided({ patch, base: null }, null, { newer: [two(130_00)] });
      expect(cell).toMatchObject({
        state: 'sending',
        patch,
        sent: dearer({ minStay: 3, maxStay: 30 }),
      });
    });
  });

  test('what an older change set of ours sent meanwhile is no conflict', () => {
    const ours = nightOf(two(110_00));
    const cell = decided(wantsPrice, ours, { sentBefore: [ours] });
    expect(cell).toMatchObject({ state: 'sending', base: ours, sent: dearer() });
    const theirs = nightOf(two(105_00));
    expect(decided(wantsPrice, theirs, { sentBefore: [ours] })?.state).toBe('conflict');
  });

  test('only queued cells are decided', () => {
    for (const state of itemState.options.filter((one) => one !== 'queued')) {
      const cell = cellOf({ state, sent: nightOf() });
      const others = { later: () => [{ open: true }], sentBefore: () => [] };
      expect(beforeWrite([cell], () => null, others, DEFAULTS)[0]).toBe(cell);
    }
  });

  test('every cell is asked for by its own row and night', () => {
    const asked: string[] = [];
    const cells = [cellOf({ day: 1 }), cellOf({ day: 2, rateTypeId: null, patch: { units: 1 } })];
    const note = (rateTypeId: number | null, day: number) => asked.push(`${rateTypeId}:${day}`);
    const upstream = (rateTypeId: number | null, day: number) => {
      note(rateTypeId, day);
      return null;
    };
    beforeWrite(cells, upstream, { later: () => [], sentBefore: () => [] }, DEFAULTS);
    expect(asked).toEqual(['10:1', 'null:2']);
  });
});

function withFour(priceCents: number): RateNight {
  return nightOf({ prices: [...nightOf().prices, { guests: 4, priceCents }] });
}

describe('after a read-back', () => {
  test('the whole night as sent is applied, at the first read or the last', () => {
    for (const isLastRead of [true, false])
      expect(verdict({}, dearer(), { isLastRead })).toMatchObject({
        state: 'applied',
        read: dearer(),
      });
    expect(verdict({ state: 'verifying' }, dearer())?.state).toBe('applied');
    expect(verdict({ rateTypeId: null, patch: { units: 0 }, base: 2, sent: 0 }, 0)?.state).toBe(
      'applied',
    );
  });

  test.each([
    ['the wanted field is not there', nightOf()],
    ['the price is clamped', nightOf(two(115_00))],
    ['an unnamed field was reset', dearer({ minStay: 1 })],
    ['an unknown field was lost', dearer({ extra: { promo: 1 } })],
    ['an occupancy was lost', dearer({ prices: [] })],
    ['the night is gone', null],
  ])('while patience lasts a difference waits: %s', (_, read) => {
    expect(verdict({}, read, { isLastRead: false })).toMatchObject({ state: 'verifying', read });
  });

  test('a write that was dropped without a word is sent again, up to the limit', () => {
    for (let writes = 1; writes < MAX_WRITES; writes++)
      expect(verdict({}, nightOf(), { writes })).toMatchObject({ state: 'queued', read: null });
    expect(verdict({}, nightOf(), { writes: MAX_WRITES })).toMatchObject({
      state: 'mismatch',
      read: nightOf(),
    });
  });

  test.each([
    ['clamped', nightOf(two(115_00))],
    ['changed by somebody else', nightOf(two(99_00))],
    ['with another field than was sent', dearer({ minStay: 9 })],
    ['gone', null],
  ])('a night that is %s is a mismatch and is never written over', (_, read) => {
    const cell = verdict({}, read);
    expect(cell).toMatchObject({ state: 'mismatch', read, sent: dearer(), base: nightOf() });
  });

  describe('with a newer change set at the same night', () => {
    const patch = { ...two(120_00), minStay: 3 };
    const sent = dearer({ minStay: 3 });

    test('only the wanted fields must be as sent', () => {
      const read = dearer({ minStay: 3, open: false });
      expect(verdict({ patch, sent }, read, { newer: [{ open: false }] })?.state).toBe('applied');
      expect(verdict({ patch, sent }, read)?.state).toBe('mismatch');
    });

    test('that sets every field: superseded', () => {
      const newer = [{ ...two(130_00), minStay: 4 }];
      const read = nightOf({ ...two(130_00), minStay: 4 });
      expect(verdict({ patch, sent }, read, { newer, isLastRead: false })?.state).toBe(
        'superseded',
      );
    });

    test('that sets one field: the others must be as sent', () => {
      const newer = [{ minStay: 4 }];
      expect(verdict({ patch, sent }, dearer({ minStay: 4 }), { newer })?.state).toBe('applied');
      const lost = nightOf({ minStay: 4 });
      expect(verdict({ patch, sent }, lost, { newer, isLastRead: false })?.state).toBe('verifying');
      expect(verdict({ patch, sent }, lost, { newer })?.state).toBe('queued');
      expect(verdict({ patch, sent }, lost, { newer, writes: MAX_WRITES })?.state).toBe('mismatch');
      const clamped = nightOf({ ...two(115_00), minStay: 4 });
      expect(verdict({ patch, sent }, clamped, { newer })?.state).toBe('mismatch');
    });
  });

  test('only cells under way are decided', () => {
    for (const state of itemState.options) {
      if (state === 'sending' || state === 'verifying') continue;
      const cell = cellOf({ state });
      const patience = { isLastRead: true, writes: 1 };
      expect(
        afterRead(
          [cell],
          () => null,
          () => [],
          patience,
        )[0],
      ).toBe(cell);
    }
  });
});

describe('an end', () => {
  const cells = itemState.options.map((state) => cellOf({ state }));
  const ended = (list: readonly Cell[]) =>
    list.flatMap(({ state }, i) => (state === cells[i]?.state ? [] : [cells[i]?.state]));

  test('of everything open leaves what is decided', () => {
    expect(ended(endOpen(cells, 'failed'))).toEqual(['queued', 'sending', 'verifying']);
  });
});

describe('queued again', () => {
  const shown = nightOf(two(10_00));
  const again = (cell: Partial<Cell>, today = 0) =>
    queueAgain([cellOf({ ...wantsPrice, sent: dearer(), ...cell })], RETRIABLE, today)[0];

  test('is what did not come through, and nothing that was applied, overtaken or cancelled', () => {
    for (const state of RETRIABLE) expect(again({ state })?.state).toBe('queued');
    for (const state of ['applied', 'superseded', 'cancelled', 'queued', 'sending'] as const)
      expect(again({ state })).toEqual(cellOf({ ...wantsPrice, sent: dearer(), state }));
  });

  test('is no night that has passed', () => {
    expect(again({ state: 'rejected' }, cellOf({}).day)?.state).toBe('queued');
    expect(again({ state: 'rejected' }, cellOf({}).day + 1)?.state).toBe('rejected');
  });

  test.each(['mismatch', 'conflict'] as const)('a %s writes over what was shown alone', (state) => {
    const queued = again({ state, base: nightOf(two(100_00)), read: shown }) ?? cellOf({});
    expect(decided(queued, shown)).toMatchObject({ state: 'sending', sent: dearer() });
    expect(decided(queued, nightOf(two(11_00)))?.state).toBe('conflict');
  });

  test('a mismatch still knows what the night held before it was ever sent', () => {
    const base = nightOf(two(100_00));
    const queued = again({ state: 'mismatch', base, read: shown }) ?? cellOf({});
    const sending = decided(queued, shown);
    expect(sending?.base).toEqual(base);
    expect(decided({ ...sending, state: 'queued' }, shown)?.state).toBe('sending');
  });

  test('a night that came through after all is applied', () => {
    expect(decided(again({ state: 'failed' }) ?? {}, dearer())?.state).toBe('applied');
  });
});
