import { expect, test } from 'vitest';
import { guestQueryOf } from './guest-query.ts';

test('what was typed becomes a question, or none', () => {
  expect(guestQueryOf('email', ' Anne.Lebœuf@example.fr ', 1)).toEqual({
    email: 'Anne.Lebœuf@example.fr',
  });
  expect(guestQueryOf('phone', '06 12 34 56 78', 1)).toEqual({ phone: '06 12 34 56 78' });
  expect(guestQueryOf('booking', ' 4711 ', 61_001)).toEqual({
    supplierId: 61_001,
    bookingId: 4711,
  });
  expect([
    guestQueryOf('email', 'Anne Lebœuf', 1),
    guestQueryOf('phone', '12', 1),
    guestQueryOf('booking', '4711a', 1),
    guestQueryOf('booking', '', 1),
  ]).toEqual([null, null, null, null]);
});
