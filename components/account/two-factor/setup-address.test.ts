import { expect, test } from 'vitest';
import { grouped, secretOf } from './setup-address.ts';

test('the secret to be typed is that of the address', () => {
  const address = 'otpauth://totp/OpenPro:a%40b.test?secret=JBSWY3DPEHPK3PXP&issuer=OpenPro';
  expect(secretOf(address)).toBe('JBSWY3DPEHPK3PXP');
  expect(secretOf('otpauth://totp/OpenPro')).toBe('');
  expect(secretOf('nothing')).toBe('');
});

test('a secret is shown in groups of four', () => {
  expect(grouped('JBSWY3DPEHPK3PX')).toBe('JBSW Y3DP EHPK 3PX');
  expect(grouped('')).toBe('');
});
