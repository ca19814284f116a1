import { describe, expect, test } from 'vitest';
import { formatsOf } from '#components/i18n/formats.ts';
import type { SettingsView } from '#server/domain/settings/schema.ts';
import { formOf, type PropertyForm, parseBasisPoints, wishOf } from './property-form.ts';
import { zonesMatching, zonesOf } from './zones.ts';

const STORED: SettingsView = {
  supplierId: 61_001,
  name: 'Les Tilleuls',
  timezone: 'Europe/Paris',
  weekendNights: [5, 6],
  minStayReading: 'every_night',
  schoolZones: ['A', 'C'],
  holidayRegion: 'metropole',
  vatRateBasisPoints: 1000,
  commissionBasisPoints: { Booking: 1550, Xotelia: 0 },
  retentionMonths: 36,
  newNight: { minStay: 1, maxStay: 30, arrivalAllowed: true, departureAllowed: true },
  accommodations: [],
};

const form = (change: Partial<PropertyForm> = {}): PropertyForm => ({
  ...formOf(STORED, formatsOf('fr').amount),
  ...change,
});

describe('the form of a property', () => {
  test.each(['fr', 'en'] as const)('sends nothing when nothing was changed (%s)', (locale) => {
    const { set, problems } = wishOf(formOf(STORED, formatsOf(locale).amount), STORED);
    expect(set).toEqual({});
    expect([...problems]).toEqual([]);
  });

  test('sends what was changed, and only that', () => {
    const commission = { ...form().commission, Booking: '17', OpenSystem: '3,25 %', Xotelia: '' };
    const wish = wishOf(form({ name: ' Le Moulin ', vat: '', maxStay: '14', commission }), STORED);
    expect([...wish.problems]).toEqual([]);
    expect(wish.set).toEqual({
      name: 'Le Moulin',
      vatRateBasisPoints: null,
      newNight: { ...STORED.newNight, maxStay: 14 },
      commissionBasisPoints: { Booking: 1700, OpenSystem: 325 },
    });
  });

  test('says which fields cannot be sent', () => {
    const commission = { ...form().commission, Booking: 'beaucoup' };
    const wrong = { name: ' ', timezone: '', vat: '101', retentionMonths: '0', commission };
    const wish = wishOf(form({ ...wrong, minStay: '9', maxStay: '7' }), STORED);
    expect(Object.fromEntries(wish.problems)).toEqual({
      name: 'required',
      timezone: 'timezoneBad',
      vat: 'percent',
      'commission.Booking': 'percent',
      retentionMonths: 'months',
      minStay: 'minAboveMax',
    });
    expect(wishOf(form({ minStay: '0', maxStay: '366' }), STORED).problems).toEqual(
      new Map([
        ['minStay', 'nights'],
        ['maxStay', 'nights'],
      ]),
    );
  });

  test.each([
    ['10', 1000],
    ['12,5', 1250],
    ['12.55 %', 1255],
    ['100', 10_000],
    ['100,01', null],
    ['-1', null],
    ['5 €', null],
    ['1,234', null],
  ])('reads %s as %s hundredths of a percent', (text, points) => {
    expect(parseBasisPoints(text)).toBe(points);
  });
});

describe('time zones', () => {
  test('France and overseas come first, and all others are there', () => {
    const zones = zonesOf('fr');
    expect(zones.slice(0, 3).map(({ name }) => name)).toEqual([
      'Europe/Paris',
      'America/Guadeloupe',
      'America/Martinique',
    ]);
    expect(zones.some(({ name }) => name === 'America/New_York')).toBe(true);
    expect(new Set(zones.map(({ name }) => name)).size).toBe(zones.length);
  });

  test('are found by their words and their name, accents aside', () => {
    const found = (typed: string) => zonesMatching(zonesOf('fr'), typed).map(({ name }) => name);
    expect(found('reunion')).toEqual(['Indian/Reunion']);
    expect(found('saint martin')).toEqual(['America/Marigot']);
    expect(found('new york')).toEqual(['America/New_York']);
    expect(found('europe/pa')).toEqual(['Europe/Paris']);
    expect(found('nulle part')).toEqual([]);
  });
});
