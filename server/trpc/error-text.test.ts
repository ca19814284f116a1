import { describe, expect, test } from 'vitest';
import { ERROR_STATUS, type ErrorCode, type FieldCode } from '#server/kernel/errors.ts';
import { errorText, fieldText, LOCALES } from './error-text.ts';

/** Every field code, with the values its text may name. */
const FIELD_CODES: Record<FieldCode, Record<string, number>> = {
  invalid_type: {},
  invalid_value: {},
  invalid_date: {},
  reversed_range: {},
  range_too_long: {},
  beyond_horizon: {},
  past_night: {},
  too_small: { min: 1 },
  too_big: { max: 365 },
  not_integer: {},
  unknown_key: {},
  required: {},
  empty: {},
  too_many: { max: 5000 },
  unknown_accommodation: {},
  unknown_rate_type: {},
  rate_type_not_linked: {},
  rate_type_required: {},
  rate_type_not_allowed: {},
  price_and_prices: {},
  duplicate_guests: {},
  min_above_max: { min: 4, max: 3 },
  price_required: {},
  no_reference_occupancy: {},
  last_price: {},
  not_ended: {},
  before_history: { at: 1 },
  above_unit_count: { max: 6 },
  below_unit_count: { min: 2 },
  duplicate: {},
  floor_above_ceiling: {},
  below_floor: { min: 40_00 },
  above_ceiling: { max: 1_234_50 },
  last_owner: {},
  already_member: {},
  already_added: {},
  self: {},
  link_used: {},
  link_expired: {},
  link_dead: {},
  wrong_credentials: {},
  wrong_password: {},
  wrong_code: {},
  no_mail: {},
  factor_on: {},
  factor_off: {},
  unknown_supplier: {},
};

const fieldCodes = Object.entries(FIELD_CODES) as [FieldCode, Record<string, number>][];
const errorCodes = Object.keys(ERROR_STATUS) as ErrorCode[];

const allTexts = (locale: (typeof LOCALES)[number]): string[] => [
  ...errorCodes.map((code) => errorText(code, locale)),
  ...fieldCodes.map(([code, params]) => fieldText({ path: '', code, params }, locale)),
];

describe.each(LOCALES)('texts in %s', (locale) => {
  test('exist for every code, each its own', () => {
    const texts = allTexts(locale);
    for (const text of texts) expect(text).toMatch(/^\p{Lu}.{5,}/u);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('name their values and leave no place open', () => {
    for (const [code, params] of fieldCodes) {
      const text = fieldText({ path: '', code, params }, locale);
      expect(text).not.toMatch(/[{}]|undefined|NaN/);
      if (code.startsWith('too_') || code === 'above_unit_count')
        for (const value of Object.values(params)) expect(text).toContain(String(value));
    }
  });

  test('a value that nobody gave leaves no trace', () => {
    expect(fieldText({ path: '', code: 'too_small' }, locale)).not.toMatch(/[{}]|undefined/);
  });
});

test('amounts are told in euros', () => {
  const told = (code: FieldCode, params: Record<string, number>) =>
    LOCALES.map((locale) => fieldText({ path: '', code, params }, locale));
  expect(told('below_floor', { min: 80_00 })).toEqual([
    'Sous le plancher de 80\u202f€',
    'Below the floor of €80',
  ]);
  expect(told('above_ceiling', { max: 1_234_50 })).toEqual([
    'Au-dessus du plafond de 1\u202f234,50\u202f€',
    'Above the ceiling of €1,234.50',
  ]);
});

test.each(['above_unit_count', 'below_unit_count'] as const)(
  '%s reads well of one unit',
  (code) => {
    for (const locale of LOCALES) {
      const text = fieldText({ path: '', code, params: { min: 1, max: 1 } }, locale);
      expect(text).toMatch(/: 1$/);
      expect(text).not.toMatch(/les 1|1 unit/);
    }
  },
);

test('the two languages are two', () => {
  const [fr, en] = [allTexts('fr'), allTexts('en')];
  for (const [i, text] of fr.entries()) expect(text).not.toBe(en[i]);
});

describe('French typography', () => {
  const spacing = (text: string): string[] => [
    ...(text.match(/.?[\s]?[;!?%]/gu) ?? []).filter((found) => !/\u202f[;!?%]$/.test(found)),
    ...(text.match(/.?[\s]?:/gu) ?? []).filter((found) => !/[\u202f\u00a0]:$/.test(found)),
    ...(text.match(/«.|.»/gu) ?? []).filter((found) => !/[\u202f\u00a0]/.test(found)),
    ...(text.match(/['"]/g) ?? []),
  ];

  test('keeps narrow spaces that do not break before ; : ! ? % and inside guillemets', () => {
    for (const text of allTexts('fr')) expect(spacing(text), text).toEqual([]);
  });

  test('bites', () => {
    for (const text of ['perdu ; non', 'quoi?', 'tarif : oui', '« oui »', "l'hôte", '5 %'])
      expect(spacing(text), text).not.toEqual([]);
    expect(spacing('perdu\u202f; quoi\u202f? «\u202foui\u202f» l’hôte\u202f: 5\u202f%')).toEqual(
      [],
    );
  });
});
