import { expect, test } from 'vitest';
import { type Draft, EMPTY_DRAFT, wishOf, withPriceStep, withTick, withValue } from './draft.ts';

test('only ticked fields are asked for', () => {
  const typed = withValue(withValue(EMPTY_DRAFT, 'price', { price: '89,50' }), 'minStay', {
    minStay: '2',
  });
  expect(wishOf(typed).wish).toEqual({ price: { mode: 'set', cents: 8950 }, minStay: 2 });
  expect(wishOf(withTick(typed, 'price', false)).wish).toEqual({ minStay: 2 });
});

test('what cannot be understood is named, the rest is not lost', () => {
  const draft = withValue(withValue(EMPTY_DRAFT, 'price', { price: 'cent' }), 'units', {
    units: '1',
  });
  expect(wishOf(draft)).toEqual({ wish: { units: 1 }, problems: new Map([['price', 'badPrice']]) });
  const percent = withValue(EMPTY_DRAFT, 'price', { price: 'x', priceMode: 'percent' });
  expect(wishOf(percent).problems.get('price')).toBe('badPercent');
  expect(wishOf(withValue(EMPTY_DRAFT, 'price', { price: '0' })).problems.get('price')).toBe(
    'badPrice',
  );
});

test('a step starts from the common price, and moves prices that differ one by one', () => {
  const amount = (cents: number) => String(cents / 100);
  const step = (draft: Draft, common: number | 'mixed' | null, direction: 1 | -1 = 1) =>
    withPriceStep(draft, direction, common, amount);
  expect(wishOf(step(EMPTY_DRAFT, 8950)).wish.price).toEqual({ mode: 'set', cents: 9050 });
  const mixed = step(EMPTY_DRAFT, 'mixed', -1);
  expect(wishOf(mixed).wish.price).toEqual({ mode: 'add', cents: -100, rounding: 'none' });
  expect(step(mixed, 'mixed', -1)).toMatchObject({ priceMode: 'add', price: '-2' });
  const typed = withValue(EMPTY_DRAFT, 'price', { price: '80' });
  expect(wishOf(step(typed, 'mixed')).wish.price).toEqual({ mode: 'set', cents: 8100 });
});
