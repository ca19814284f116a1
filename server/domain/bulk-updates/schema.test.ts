import { describe, expect, test } from 'vitest';
import { batchListInput } from '#server/domain/pushes/schema.ts';
import { fieldErrorsOf } from '#server/trpc/field-errors.ts';
import { CHANGE_LIMITS, createInput, previewInput, ratesSetInput } from './schema.ts';

type Fields = Record<string, unknown>;

const stock = (over: Fields = {}): Fields => ({
  accommodationId: 1,
  from: '2027-03-01',
  to: '2027-03-07',
  set: { units: 1 },
  ...over,
});
const rates = (set: Fields, over: Fields = {}): Fields => stock({ rateTypeId: 2, set, ...over });
const preview = (...changes: unknown[]) => ({ supplierId: 4, changes });

/** Refused fields as `path: code`, as a door tells them. */
function refused(input: unknown, schema: typeof previewInput | typeof createInput = previewInput) {
  const { error } = schema.safeParse(input);
  return error ? fieldErrorsOf(error, input).map(({ path, code }) => `${path}: ${code}`) : [];
}

test.each([
  ['units of an accommodation', stock()],
  ['no unit left', stock({ set: { units: 0 } })],
  ['a price', rates({ priceCents: 8950 })],
  ['a cent', rates({ priceCents: 1 })],
  ['prices by guests, one removed', rates({ prices: [{ guests: 2, priceCents: null }] })],
  ['the price without a number', rates({ prices: [{ guests: null, priceCents: 8950 }] })],
  ['a restriction for all types', stock({ set: { open: false, minStay: 2, maxStay: 2 } })],
  ['every weekday', stock({ weekdays: [1, 2, 3, 4, 5, 6, 7] })],
  ['one night', stock({ from: '2028-02-29', to: '2028-02-29' })],
  ['three years', stock({ from: '2027-01-01', to: '2029-12-31' })],
  ['units and a restriction together', stock({ set: { units: 1, open: true } })],
])('%s is accepted', (_, change) => {
  expect(refused(preview(change))).toEqual([]);
});

const TABLE: [string, unknown, string[]][] = [
  ['from: a date that does not exist', stock({ from: '2026-02-30' }), ['from: invalid_date']],
  ['to: a date that does not exist', stock({ to: '2027-02-29' }), ['to: invalid_date']],
  ['an instant', stock({ from: '2027-03-01T00:00:00Z' }), ['from: invalid_date']],
  ['no date', stock({ from: undefined }), ['from: required']],
  ['a range that is reversed', stock({ to: '2027-02-28' }), ['to: reversed_range']],
  ['more than three years', stock({ to: '2030-03-01' }), ['to: range_too_long']],
  ['the price 0', rates({ priceCents: 0 }), ['set.priceCents: too_small']],
  ['a negative price', rates({ priceCents: -8950 }), ['set.priceCents: too_small']],
  ['NaN', rates({ priceCents: Number.NaN }), ['set.priceCents: invalid_type']],
  ['Infinity', rates({ priceCents: Number.POSITIVE_INFINITY }), ['set.priceCents: invalid_type']],
  ['a price as text', rates({ priceCents: '8950' }), ['set.priceCents: invalid_type']],
  ['half a cent', rates({ priceCents: 89.5 }), ['set.priceCents: not_integer']],
  ['a price above all', rates({ priceCents: 10_000_000 }), ['set.priceCents: too_big']],
  ['null as price', rates({ priceCents: null }), ['set.priceCents: invalid_type']],
  ['ids that are text', stock({ accommodationId: '1' }), ['accommodationId: invalid_type']],
  ['a path as id', stock({ accommodationId: '1/../2' }), ['accommodationId: invalid_type']],
  ['the id 0', stock({ accommodationId: 0 }), ['accommodationId: too_small']],
  ['a fraction of an id', rates({ open: true }, { rateTypeId: 2.5 }), ['rateTypeId: not_integer']],
  ['no accommodation', stock({ accommodationId: undefined }), ['accommodationId: required']],
  ['weekday 0', stock({ weekdays: [0] }), ['weekdays.0: too_small']],
  ['weekday 8', stock({ weekdays: [1, 8] }), ['weekdays.1: too_big']],
  ['a weekday as text', stock({ weekdays: ['1'] }), ['weekdays.0: invalid_type']],
  ['no weekday', stock({ weekdays: [] }), ['weekdays: empty']],
  ['nothing to set', stock({ set: {} }), ['set: empty']],
  ['only undefined to set', stock({ set: { units: undefined } }), ['set: empty']],
  ['no set', stock({ set: undefined }), ['set: required']],
  ['min above max stay', rates({ minStay: 5, maxStay: 4 }), ['set.minStay: min_above_max']],
  ['a min stay of 0', rates({ minStay: 0 }), ['set.minStay: too_small']],
  ['a max stay of a year and a day', rates({ maxStay: 366 }), ['set.maxStay: too_big']],
  ['null as min stay', rates({ minStay: null }), ['set.minStay: invalid_type']],
  ['open as number', rates({ open: 1 }), ['set.open: invalid_type']],
  ['negative units', stock({ set: { units: -1 } }), ['set.units: too_small']],
  ['too many units', stock({ set: { units: 1000 } }), ['set.units: too_big']],
  ['half a unit', stock({ set: { units: 0.5 } }), ['set.units: not_integer']],
  ['a key we do not know', stock({ price: 1 }), ['price: unknown_key']],
  ['one inside', rates({ open: true, cents: 1 }), ['set.cents: unknown_key']],
  [
    'one inside a price',
    rates({ prices: [{ guests: 2, priceCents: 1, currency: 'EUR' }] }),
    ['set.prices.0.currency: unknown_key'],
  ],
  ['`constructor`', rates({ open: true, constructor: 1 }), ['set.constructor: unknown_key']],
  [
    'priceCents with prices',
    rates({ priceCents: 1, prices: [{ guests: 2, priceCents: 1 }] }),
    ['set.prices: price_and_prices'],
  ],
  ['units with a rate type', rates({ units: 1 }), ['rateTypeId: rate_type_not_allowed']],
  [
    'a price without a rate type',
    stock({ set: { priceCents: 1 } }),
    ['rateTypeId: rate_type_required'],
  ],
  [
    'prices without a rate type',
    stock({ set: { prices: [{ guests: 2, priceCents: 1 }] } }),
    ['rateTypeId: rate_type_required'],
  ],
  ['no prices', rates({ prices: [] }), ['set.prices: empty']],
  [
    'guests named twice',
    rates({
      prices: [
        { guests: 2, priceCents: 1 },
        { guests: 2, priceCents: null },
      ],
    }),
    ['set.prices: duplicate_guests'],
  ],
  [
    'the price without a number twice',
    rates({
      prices: [
        { guests: null, priceCents: 1 },
        { guests: null, priceCents: 2 },
      ],
    }),
    ['set.prices: duplicate_guests'],
  ],
  [
    'no guests',
    rates({ prices: [{ guests: 0, priceCents: 1 }] }),
    ['set.prices.0.guests: too_small'],
  ],
  [
    'a price of no guests',
    rates({ prices: [{ priceCents: 1 }] }),
    ['set.prices.0.guests: required'],
  ],
  ['a text', 'units=1', [': invalid_type']],
];

describe('a refused change names its field', () => {
  test.each(TABLE)('%s', (_, change, fields) => {
    const at = (field: string) => `changes.1${field.startsWith(':') ? '' : '.'}${field}`;
    expect(refused(preview(stock(), change))).toEqual(fields.map(at));
  });
});

test('`__proto__` is a key we do not know, at every depth', () => {
  const hostile = (text: string): unknown => JSON.parse(text);
  const body = JSON.stringify(preview(stock()));
  expect(refused(hostile(body.replace('{', '{"__proto__":{"supplierId":1},')))).toEqual([
    '__proto__: unknown_key',
  ]);
  const inside = body.replace('"set":{', '"__proto__":null,"set":{"__proto__":1,');
  expect(refused(hostile(inside))).toEqual([
    'changes.0.set.__proto__: unknown_key',
    'changes.0.__proto__: unknown_key',
  ]);
});

test('the list of changes has at least one and at most 5,000 entries', () => {
  const many = (count: number) => preview(...Array.from({ length: count }, () => stock()));
  expect(refused(many(0))).toEqual(['changes: empty']);
  expect(refused(many(CHANGE_LIMITS.entries))).toEqual([]);
  const input = many(5_001);
  const { error } = previewInput.safeParse(input);
  expect(error && fieldErrorsOf(error, input)).toEqual([
    { path: 'changes', code: 'too_many', params: { max: 5_000 } },
  ]);
});

test('every refused entry is named, not only the first', () => {
  const wrong = preview(stock({ to: '2026-02-30' }), stock(), rates({ priceCents: 0 }));
  expect(refused(wrong)).toEqual([
    'changes.0.to: invalid_date',
    'changes.2.set.priceCents: too_small',
  ]);
});

test('a batch needs a key, and an instant to be based on', () => {
  const batch = { ...preview(stock()), idempotencyKey: 'k', basedOn: '2026-11-21T08:00:00Z' };
  expect(refused(batch, createInput)).toEqual([]);
  expect(refused({ ...batch, idempotencyKey: undefined }, createInput)).toEqual([
    'idempotencyKey: required',
  ]);
  expect(refused({ ...batch, idempotencyKey: '' }, createInput)).toEqual([
    'idempotencyKey: too_small',
  ]);
  expect(refused({ ...batch, basedOn: '2026-11-21' }, createInput)).toEqual([
    'basedOn: invalid_value',
  ]);
});

test('where the request names the accommodation an entry need not', () => {
  const { accommodationId, ...entry } = stock();
  const input = { supplierId: 4, accommodationId, idempotencyKey: 'k', changes: [entry, stock()] };
  expect(ratesSetInput.safeParse(input).success).toBe(true);
  expect(refused(preview(entry))).toEqual(['changes.0.accommodationId: required']);
});

test('a page of batches has 20 entries unless said, at most 100', () => {
  expect(batchListInput.parse({ supplierId: 4 }).limit).toBe(20);
  for (const limit of [0, 101, 1.5, '20'])
    expect(batchListInput.safeParse({ supplierId: 4, limit }).success).toBe(false);
});
