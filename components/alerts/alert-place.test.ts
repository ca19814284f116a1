import { expect, test } from 'vitest';
import { placeOf } from './alert-place.ts';

const sending = { supplierId: 7, refId: 'b 1' };

test('a refusal and a sending without end lead to the sending of their own property', () => {
  const href = '/s/7/sendings?sending=b%201';
  expect(placeOf({ kind: 'push_refused', ...sending }, [])).toEqual({ to: 'sending', href });
  expect(placeOf({ kind: 'batch_not_ended', ...sending }, [])).toEqual({ to: 'sending', href });
});

test('a refused key leads to the keys only whoever may replace one', () => {
  const alert = { kind: 'key_refused', supplierId: 7, refId: null } as const;
  const href = '/s/7/settings/connections';
  expect(placeOf(alert, ['read', 'connections:write'])).toEqual({ to: 'connections', href });
  expect(placeOf(alert, ['read', 'settings:write'])).toBe(null);
});

test('what is about no page, no sending or no property leads nowhere', () => {
  expect(placeOf({ kind: 'job_dead', ...sending }, ['connections:write'])).toBe(null);
  expect(placeOf({ kind: 'push_refused', supplierId: 7, refId: null }, [])).toBe(null);
  expect(placeOf({ kind: 'push_refused', supplierId: null, refId: 'b' }, [])).toBe(null);
});
