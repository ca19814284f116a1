import { expect, test } from 'vitest';
import { firstZone } from './time-zones.ts';

test('an owner overseas begins with the zone of their own device', () => {
  expect(firstZone('Europe/Paris', 'Indian/Reunion')).toBe('Indian/Reunion');
});

test('a device abroad says nothing about the property, and a decided zone stays', () => {
  expect(firstZone('Europe/Paris', 'Asia/Kathmandu')).toBe('Europe/Paris');
  expect(firstZone('America/Cayenne', 'Europe/Paris')).toBe('America/Cayenne');
});
