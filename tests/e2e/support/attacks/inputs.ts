import { type Attack, preview, price, REFUSED, set, units } from './attack.ts';

/** Prices, dates, stock and restrictions that nobody may set: threats 23 to 25. */
export const INPUTS: readonly Attack[] = [
  ...(
    [
      ['-1', 'too_small'],
      ['0', 'too_small'],
      ['1e309', 'invalid_type'],
      ['"12"', 'invalid_type'],
      ['12.345', 'not_integer'],
      ['99999900', 'too_big'],
    ] as const
  ).map(
    ([text, code]): Attack => ({
      ...{ row: '23', what: `a price of ${text}`, ...REFUSED },
      ...{ ask: price(text), fields: { 'changes.0.set.priceCents': code } },
    }),
  ),
  { ...{ row: '23', what: 'a price of NaN', ...REFUSED }, ask: price('NaN') },
  {
    ...{ row: '24', what: 'the thirtieth of February', ...REFUSED },
    ask: preview(() => ({ from: '2027-02-30' })),
    fields: { 'changes.0.from': 'invalid_date' },
  },
  {
    ...{ row: '24', what: 'an end before the start', ...REFUSED },
    ask: preview(({ day }) => ({ from: day, to: '2026-01-01' })),
    fields: { 'changes.0.to': 'reversed_range' },
  },
  {
    ...{ row: '24', what: 'ten years at once', ...REFUSED },
    ask: preview(({ day }) => ({ to: day.replace(/^\d+/, (year) => String(Number(year) + 10)) })),
    fields: { 'changes.0.to': 'range_too_long' },
  },
  {
    ...{ row: '24', what: 'a night that is past', ...REFUSED },
    ask: preview(() => ({ from: '2026-01-01', to: '2026-01-01' })),
    fields: { 'changes.0.from': 'past_night' },
  },
  {
    ...{ row: '25', what: 'stock of -1', ...REFUSED, ask: units(-1) },
    fields: { 'changes.0.set.units': 'too_small' },
  },
  {
    ...{ row: '25', what: 'stock of 10,000', ...REFUSED, ask: units(10_000) },
    fields: { 'changes.0.set.units': 'too_big' },
  },
  {
    ...{ row: '25', what: 'half a unit', ...REFUSED, ask: units(0.5) },
    fields: { 'changes.0.set.units': 'not_integer' },
  },
  {
    ...{ row: '25', what: 'a min stay of 0', ...REFUSED, ask: set({ minStay: 0 }) },
    fields: { 'changes.0.set.minStay': 'too_small' },
  },
  {
    ...{ row: '25', what: 'min above max', ...REFUSED, ask: set({ minStay: 5, maxStay: 4 }) },
    fields: { 'changes.0.set.minStay': 'min_above_max' },
  },
];
