import type { Booking, RatePeriod } from 'openpro-api-react/client';
import { describe, expect, test } from 'vitest';
import { type RateNight, sameNight } from '#server/domain/rates/night.ts';
import { toEpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import { nightOf } from '#tests/support/core/plans.ts';
import { fc } from '#tests/support/core/properties.ts';
import { bookingOf, instantOf, periodsOf, ratesOf, stockNightsOf, stockOf } from './mappers.ts';

const day = toEpochDay;

function period(from: string, to: string, over: Partial<RatePeriod> = {}): RatePeriod {
  return { rateTypeId: 10, from, to, ...nightOf(), prices: [...nightOf().prices], ...over };
}

describe('stock', () => {
  test('becomes runs of units, of a night named twice the last one', () => {
    const stock = stockOf([
      { date: '2026-12-02', units: 2 },
      { date: '2026-12-01', units: 2 },
      { date: '2026-12-03', units: 1 },
      { date: '2026-12-03', units: 0 },
    ]);
    expect(stock.runs).toEqual([
      { from: day('2026-12-01'), to: day('2026-12-02'), value: 2 },
      { from: day('2026-12-03'), to: day('2026-12-03'), value: 0 },
    ]);
  });

  test('goes out night by night', () => {
    expect(stockNightsOf(new Map([[day('2028-02-29'), 0]]))).toEqual([
      { date: '2028-02-29', units: 0 },
    ]);
  });
});

describe('rates', () => {
  test('are held by type, the later of overlapping periods wins, prices in order of guests', () => {
    const prices = [
      { guests: 4, priceCents: 2 },
      { guests: 1, priceCents: 1 },
      { guests: null, priceCents: 3 },
    ];
    const rates = ratesOf([
      period('2026-12-01', '2026-12-31'),
      period('2026-12-24', '2026-12-25', { prices, extra: { promo: 1 } }),
      period('2026-12-01', '2026-12-01', { rateTypeId: 11, minStay: null }),
    ]);
    expect([...rates.keys()]).toEqual([10, 11]);
    expect(rates.get(10)?.runs.map(({ from, to }) => to - from + 1)).toEqual([23, 2, 6]);
    const eve = rates.get(10)?.at(day('2026-12-24'));
    expect(eve?.prices.map(({ guests }) => guests)).toEqual([null, 1, 4]);
    expect(eve?.extra).toEqual({ promo: 1 });
    expect(eve).not.toHaveProperty('rateTypeId');
    expect(rates.get(11)?.at(day('2026-12-01'))?.minStay).toBeNull();
    expect(ratesOf([]).size).toBe(0);
  });

  test('that are alike on neighbouring nights are one run, and one period out', () => {
    const rates = ratesOf([
      period('2026-12-01', '2026-12-05', { extra: { a: 1, b: 2 } }),
      period('2026-12-06', '2026-12-09', { extra: { b: 2, a: 1 } }),
    ]);
    const nights = rates.get(10);
    expect(nights?.runs).toHaveLength(1);
    expect(periodsOf(nights ? [{ rateTypeId: 10, nights }] : [])).toEqual([
      period('2026-12-01', '2026-12-09', { extra: { a: 1, b: 2 } }),
    ]);
  });

  test('go out whole, without null as min or max stay', () => {
    const sent = (over: Partial<RateNight>) => {
      const nights = DayRuns.fromDays([[0, nightOf(over)]], sameNight);
      return periodsOf([{ rateTypeId: 10, nights }])[0];
    };
    expect(sent({ minStay: null, maxStay: null })).toMatchObject({ minStay: 1, maxStay: 1 });
    expect(sent({ minStay: 3, maxStay: null })).toMatchObject({ minStay: 3, maxStay: 3 });
    expect(sent({ minStay: null, maxStay: 9 })).toMatchObject({ minStay: 1, maxStay: 9 });
    const extra = { ref: 'a' };
    const night = { extra: { promo: 1 }, prices: [{ guests: 2, priceCents: 1, extra }] };
    expect(sent(night)).toMatchObject(night);
  });

  test('come back from the periods that wrote them', () => {
    const night = fc.record({
      open: fc.boolean(),
      minStay: fc.integer({ min: 1, max: 2 }),
      price: fc.integer({ min: 1, max: 2 }),
    });
    const nights = fc.array(fc.tuple(fc.integer({ min: 20_000, max: 20_020 }), night));
    fc.assert(
      fc.property(nights, nights, (one, other) => {
        const rows = [one, other].map((days, i) => ({
          rateTypeId: 10 + i,
          nights: DayRuns.fromDays(
            days.map(([at, { price, ...rest }]): [number, RateNight] => [
              at,
              nightOf({ ...rest, prices: [{ guests: 2, priceCents: price }] }),
            ]),
            sameNight,
          ),
        }));
        const read = ratesOf(periodsOf(rows).reverse());
        for (const { rateTypeId, nights: wrote } of rows)
          expect(read.get(rateTypeId)?.runs ?? []).toEqual(wrote.runs);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a booking', () => {
  const stay = {
    accommodationId: 3,
    arrival: '2026-12-24',
    departure: '2026-12-27',
    units: 2,
    guests: 4,
    amountCents: 300_00,
    rateTypeId: 10,
    rateTypeLabel: 'Public',
    ages: [{ label: 'adulte', count: 4 }],
    supplements: [],
    remarks: 'Lit bébé',
  };
  const booking: Booking = {
    id: 7,
    origin: 'ResaLocale',
    reference: 'R-7',
    state: 'confirmed',
    statusText: 'Validé',
    currency: 'EUR',
    totalCents: 600_50,
    commissionCents: null,
    guestName: 'Lebœuf',
    contact: null,
    createdAt: '2026-11-21T09:00:00+01:00',
    modifiedAt: null,
    stays: [stay],
    supplements: [{ label: 'Ménage', quantity: 1, amountCents: 50_00 }],
    payments: [],
    warnings: ['Paiement illisible'],
  };

  test('keeps what lists need, and the rest together', () => {
    const { contact, supplements, payments, ...head } = booking;
    const { rateTypeLabel, ages, supplements: extras, remarks, ...line } = stay;
    expect(bookingOf(booking)).toEqual({
      ...head,
      createdAt: Date.UTC(2026, 10, 21, 8),
      stays: [line],
      detail: {
        contact,
        supplements,
        payments,
        warnings: booking.warnings,
        stays: [{ rateTypeLabel, ages, supplements: extras, remarks }],
      },
    });
  });

  test('with a date that does not exist is refused rather than moved', () => {
    const stays = [{ ...stay, arrival: '2026-02-30' }];
    expect(() => bookingOf({ ...booking, stays })).toThrow(RangeError);
  });
});

test('an instant is epoch milliseconds, and none is none', () => {
  expect(instantOf('2027-03-28T03:00:00+02:00')).toBe(Date.UTC(2027, 2, 28, 1));
  expect(instantOf(null)).toBeNull();
});
