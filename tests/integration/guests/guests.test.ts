import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '#server/kernel/calendar-date.ts';
import {
  type BookingKey,
  dossierOf,
  type Guests,
  SECOND,
  startGuests,
} from '#tests/support/people/guests.ts';
import { failureOf } from '#tests/support/world.ts';

let guests: Guests;
// A whole mirror is read from upstream first.
beforeAll(async () => {
  guests = await startGuests();
}, 120_000);
afterAll(() => guests.world[Symbol.asyncDispose]());

const idsOf = (list: readonly BookingKey[]) =>
  list.map(({ bookingId }) => bookingId).sort((a, b) => a - b);

describe('a guest is', () => {
  test('everybody with the same e-mail address, however it is written, in every property', async () => {
    const { today, refresh, sell, find } = guests;
    const first = await sell({ contact: { nom: 'Un', email: 'Éloïse@Canari.example' } });
    const second = await sell({
      ...{ supplierId: SECOND, contact: { nom: 'Deux', email: ' éloïse@canari.EXAMPLE ' } },
    });
    await sell({ contact: { nom: 'Autre', email: 'eloise@canari.example' } });
    await refresh();
    await refresh(SECOND);
    const found = await find({ email: 'ÉLOÏSE@canari.example' });
    expect(found.matchedBy).toBe('email');
    expect(idsOf(found.bookings)).toEqual(idsOf([first, second]));
    expect(await find(first)).toEqual(found);
    expect(found.bookings.find(({ bookingId }) => bookingId === first.bookingId)).toMatchObject({
      ...{ supplierId: first.supplierId, guestName: 'Un', origin: 'OpenSystem' },
      ...{ arrival: addDays(today, -30), departure: addDays(today, -28) },
      ...{ totalCents: 24_550, currency: 'EUR', isOver: true, isErased: false },
    });
  });

  test('without an address, everybody with the same number, with or without its country', async () => {
    const { refresh, sell, find } = guests;
    const contact = { nom: 'Tel', telephone1: '06 99 88 77 66' };
    const first = await sell({ contact });
    const second = await sell({ contact: { nom: 'Tel', telephone2: '+33 (0)6.99.88.77.66' } });
    await sell({ contact: { nom: 'Tel', telephone1: '+32 6 99 88 77 66' } });
    await refresh();
    const found = await find(first);
    expect(found.matchedBy).toBe('phone');
    expect(idsOf(found.bookings)).toEqual(idsOf([first, second]));
    expect(await find({ phone: '0033699887766' })).toEqual(found);
  });

  test('without either, the one booking', async () => {
    const { refresh, sell, find } = guests;
    const one = await sell({ contact: { nom: 'Seul', email: null, telephone1: 'voir avec Paul' } });
    await sell({ contact: { nom: 'Seul', email: '', telephone1: 'voir avec Paul' } });
    await refresh();
    const found = await find(one);
    expect(found.matchedBy).toBe('booking');
    expect(idsOf(found.bookings)).toEqual([one.bookingId]);
  });

  test('nobody where nothing is held, and no number where none was given', async () => {
    const { world, find, erase } = guests;
    expect(await find({ email: 'nobody@canari.example' })).toEqual({
      matchedBy: 'email',
      bookings: [],
    });
    expect((await failureOf(erase({ email: 'nobody@canari.example' }))).data?.code).toBe(
      'NOT_FOUND',
    );
    const guest = { supplierId: world.supplierId, bookingId: 999_999 };
    expect((await failureOf(find(guest))).data?.code).toBe('NOT_FOUND');
    const refused = await failureOf(find({ phone: 'none at all' }));
    expect(refused.data).toMatchObject({
      fields: [{ path: 'guest.phone', code: 'invalid_value' }],
    });
  });
});

describe('an export', () => {
  test('is everything that is held, and what was handed out is written down by ids', async () => {
    const { page, today, refresh, sell, erase } = guests;
    const one = await sell(dossierOf(guests, -40));
    await refresh();
    const exported = await page.api.guests.export.mutate({ guest: one });
    expect(exported).toMatchObject({ organisation: 'Les Tilleuls', matchedBy: 'email' });
    expect(exported.bookings).toHaveLength(1);
    expect(exported.bookings[0]).toMatchObject({
      ...{
        supplierId: one.supplierId,
        bookingId: one.bookingId,
        guestName: 'Zoé Villeneuve-Canari',
      },
      ...{ state: 'confirmed', currency: 'EUR', property: 'Maison' },
      contact: {
        ...{ company: 'Canari SARL', lastName: 'Villeneuve-Canari', firstName: 'Zoé' },
        ...{ email: 'zoe@villeneuve.example', phones: ['+33699000001'], city: 'Canariville' },
        ...{ postalCode: '99123', country: 'Canarie', remarks: 'Canari allergique' },
      },
      payments: [
        { label: 'Virement Villeneuve-Canari', amountCents: 10_000, paidAt: '2026-02-01' },
      ],
      supplements: [{ label: 'Taxe de séjour', quantity: 2, amountCents: 330 }],
      stays: [
        {
          ...{ accommodationId: 1, arrival: addDays(today, -40), departure: addDays(today, -37) },
          ...{ amountCents: 24_550, rateTypeId: 2001, remarks: 'Lit bébé pour Zoé Canari' },
        },
      ],
    });
    const { items } = await page.api.audit.list.query({ action: 'guest.export' });
    expect(items[0]).toMatchObject({
      ...{ actorId: page.userId, supplierId: one.supplierId, target: `booking:${one.bookingId}` },
      after: { matchedBy: 'email', bookingIds: [one.bookingId] },
    });
    await erase(one);
  });
});
