import { describe, expect, test } from 'vitest';
import { withReferences } from './rules.ts';

const links = (...guests: (number | null | undefined)[]) =>
  guests.map((referenceGuests) => ({ accommodationId: 1, referenceGuests }));

describe('the occupancy that a row is shown by', () => {
  test.each([
    ['its own', [2, 4], [2, 4]],
    ['of a type without any price: the largest of the other types', [undefined, 2, 4], [4, 2, 4]],
    ['of a type priced without a number: none, whatever the others have', [null, 4], [null, 4]],
    ['where only prices without a number exist', [undefined, null], [null, null]],
    ['where nothing is known', [undefined, undefined], [undefined, undefined]],
  ])('%s', (_, given, meant) => {
    expect(withReferences(links(...given)).map((link) => link.referenceGuests)).toEqual(meant);
  });

  test('another accommodation lends nothing', () => {
    const [first] = withReferences([
      { accommodationId: 1, referenceGuests: undefined },
      { accommodationId: 2, referenceGuests: 4 },
    ]);
    expect(first?.referenceGuests).toBeUndefined();
  });
});
