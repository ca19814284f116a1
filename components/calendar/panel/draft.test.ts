import { expect, test } from 'vitest';
import { EMPTY_DRAFT, wishOf, withTick, withValue } from './draft.ts';

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
