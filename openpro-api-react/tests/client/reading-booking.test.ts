import { describe, expect, test } from 'vitest';
import { kindFrom, readFrom } from './support.ts';

const LINE = {
  cleHebergement: { idFournisseur: 1, idHebergement: 3 },
  sejour: { debut: '2027-01-01', fin: '2027-01-04' },
  montant: '118,00',
};

describe('a booking', () => {
  const read = (dossier: object) =>
    readFrom({ dossier: { idDossier: 9, listeHebergement: [LINE], ...dossier } }, (c) =>
      c.getBooking(1, 9),
    );

  test.each([
    'annule',
    'Annulé',
    'annulee',
    'ANNULÉE',
    'annule\u0301',
    'cancelled',
    'CANCELED',
    ' Annulé ',
  ])('%j is cancelled', async (statut) => {
    expect(await read({ statut })).toMatchObject({ state: 'cancelled', statusText: statut.trim() });
  });

  test.each([null, '', 'confirmé', 'PENDING', 'annulable', 'non annulé', 3])(
    '%j is not',
    async (statut) => expect(await read({ statut })).toMatchObject({ state: 'confirmed' }),
  );

  test('the sale’s own status counts when the booking has none', async () => {
    const transaction = { transactionBooking: { statut: 'annulé', commission: 15.2 } };
    expect(await read({ transaction })).toMatchObject({
      origin: 'Booking',
      state: 'cancelled',
      commissionCents: 1520,
    });
  });

  test('one unreadable line hides only itself, its amount still counts', async () => {
    const bad = { ...LINE, sejour: { debut: '2027-01-04', fin: '2027-01-04' } };
    const booking = await read({ listeHebergement: [LINE, bad] });
    expect(booking.stays.map(({ arrival, units }) => [arrival, units])).toEqual([
      ['2027-01-01', 1],
    ]);
    expect(booking.warnings).toEqual(['Stay line 2 was dropped: departure is unreadable.']);
    expect(booking.totalCents).toBe(23_600);
  });

  test('supplements and payments', async () => {
    const line = {
      ...LINE,
      listeSupplementHebergement: [{ intitule: 'Ménage', quantite: 1, montant: 40 }],
      pax: {
        nbPers: 3,
        listeAge: [
          { intitule: 'Adulte', quantite: 2 },
          { intitule: 'Enfant', quantite: '1' },
        ],
      },
    };
    const booking = await read({
      listeHebergement: [line],
      listeSupplementGlobal: [
        { libelle: 'Taxe de séjour', quantite: 6, montant: 6.6 },
        { nom: 'Lit bébé' },
      ],
      listeReglement: [{ mode: 'CB', montant: '30.00', date: '2026-12-01' }],
    });
    expect(booking.totalCents).toBe(11_800 + 4000 + 660);
    expect(booking.supplements).toEqual([
      { label: 'Taxe de séjour', quantity: 6, amountCents: 660 },
      { label: 'Lit bébé', quantity: 1, amountCents: null },
    ]);
    expect(booking.stays[0]?.supplements).toEqual([
      { label: 'Ménage', quantity: 1, amountCents: 4000 },
    ]);
    expect(booking.stays[0]?.ages).toEqual([
      { label: 'Adulte', count: 2 },
      { label: 'Enfant', count: 1 },
    ]);
    expect(booking.payments).toEqual([{ label: 'CB', amountCents: 3000, paidAt: '2026-12-01' }]);
  });

  test('an unknown amount makes the total unknown, not smaller', async () => {
    const vague = { ...LINE, montant: null };
    expect((await read({ listeHebergement: [LINE, vague] })).totalCents).toBeNull();
    const odd = await read({ listeSupplementGlobal: [{ montant: 'offert' }] });
    expect(odd.totalCents).toBeNull();
    expect(odd.warnings).toEqual(['Supplement amount is unreadable.']);
    expect(await read({ listeHebergement: [] })).toMatchObject({
      totalCents: null,
      warnings: ['The booking has no stay line.'],
    });
  });

  test('a contact without a name is called by its company', async () => {
    const contact = {
      societe: 'Vélos SARL',
      telephone1: '01',
      telephone2: '01',
      codePostal: 59650,
    };
    expect(await read({ contact })).toMatchObject({
      guestName: 'Vélos SARL',
      contact: { phones: ['01'], postalCode: '59650', email: null, address: null },
    });
  });

  test('unreadable times are null with a sentence', async () => {
    const booking = await read({ dateCreation: '2026-02-30T10:00:00Z', dateModification: [] });
    expect(booking).toMatchObject({ createdAt: null, modifiedAt: null });
    expect(booking.warnings).toHaveLength(2);
  });

  test('another booking, another supplier or no id is malformed', async () => {
    for (const dossier of [
      { idDossier: 8 },
      { cleDossier: { idFournisseur: 2, idDossier: 9 } },
      { idDossier: 'x' },
      {},
    ]) {
      expect(await kindFrom({ dossier }, (c) => c.getBooking(1, 9))).toBe('malformed');
    }
    expect(await kindFrom({}, (c) => c.getBooking(1, 9))).toBe('malformed');
  });
});
