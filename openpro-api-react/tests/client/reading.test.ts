import { describe, expect, test } from 'vitest';
import { createOpenProCustomer } from '../../src/client/index.ts';
import { answering, failureOf, KEY, kindFrom, readFrom } from './support.ts';

describe('lists', () => {
  test('what belongs to another supplier is dropped, a missing name becomes the id', async () => {
    const listeHebergement = [
      { cleHebergement: { idFournisseur: 61002, idHebergement: 1 }, nom: 'Ailleurs' },
      { cleHebergement: { idFournisseur: '61001', idHebergement: '2' } },
      { cleHebergement: { idFournisseur: 61001, idHebergement: 0 }, nom: 'Zéro' },
      null,
      'x',
    ];
    const read = await readFrom({ listeHebergement }, (c) => c.listAccommodations(61001));
    expect(read.items).toEqual([{ id: 2, name: '2' }]);
    expect(read.warnings).toEqual([
      'Accommodation 1 was dropped: id is unreadable.',
      'Accommodation 3 was dropped: id is unreadable.',
      'Accommodation 4 was dropped: it is unreadable.',
      'Accommodation 5 was dropped: it is unreadable.',
    ]);
  });

  test('an answer without its list is not an empty one', async () => {
    expect(await kindFrom({}, (c) => c.listAccommodations(1))).toBe('malformed');
    expect(await kindFrom({ listeStock: null }, (c) => c.getStock(1, 1))).toBe('malformed');
    expect(await kindFrom({ tarifs: {} }, (c) => c.getRates(1, 1))).toBe('malformed');
    expect(await kindFrom({ infoPage: {} }, (c) => c.listBookings(1))).toBe('malformed');
  });

  test('stock: the oldest form, a closed day, twins and odd values', async () => {
    const stock = [
      { jour: '2027-01-02', stock: 3, ouvert: false },
      { jour: '2027-01-01', stock: 1 },
      { jour: '2027-01-01', stock: 2 },
      { jour: '2027-01-03', stock: -1 },
      { jour: '2027-01-04', stock: 1.5 },
      { jour: '2027-01-05' },
    ];
    const { items, warnings } = await readFrom({ stock }, (c) => c.getStock(1, 1));
    expect(items).toEqual([
      { date: '2027-01-01', units: 2 },
      { date: '2027-01-02', units: 0 },
    ]);
    expect(warnings).toHaveLength(3);
  });

  test('keys named like object members do no harm', async () => {
    const text =
      '{"typeTarifs":[{"__proto__":{"idTypeTarif":9},"idTypeTarif":1,"libelle":[{"langue":"__proto__","texte":"x"}]}]}';
    const { items } = await readFrom(JSON.parse(text), (c) => c.listRateTypes(1));
    expect(items[0]?.id).toBe(1);
    expect(Object.getPrototypeOf(items[0]?.label)).toBe(Object.prototype);
  });

  test.each([
    [
      {
        dossiers: [{ idDossier: 5, dateCreation: '2026-11-01T12:00:00' }],
        nbTotal: 9,
        pageCourante: 2,
        nbPages: 3,
      },
      2,
      3,
      9,
      0,
    ],
    [
      {
        meta: { total: 1, params: {} },
        dossiers: [{ idDossier: 5, dateModification: '2026-11-01T11:00:00Z' }],
      },
      1,
      1,
      1,
      0,
    ],
    [
      {
        liste: [
          { idDossier: 5, dateCreation: '2026-11-01T12:00:00+01:00', dateModification: null },
        ],
      },
      1,
      1,
      1,
      1,
    ],
  ])('paging form %#', async (data, page, pages, total, warned) => {
    const read = await readFrom(data, (c) => c.listBookings(1));
    const at = '2026-11-01T11:00:00.000Z';
    expect(read).toMatchObject({ page, pages, total });
    expect(read.items).toEqual([{ id: 5, createdAt: at, modifiedAt: at }]);
    expect(read.warnings).toHaveLength(warned);
  });

  test('endless nesting is the answer’s fault', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const tarif = `{"idTypeTarif":1,"debut":"2027-01-01","fin":"2027-01-01","futur":${deep}}`;
    await using server = await answering(`{"ok":1,"data":{"tarifs":[${tarif}]}}`);
    const client = createOpenProCustomer({ baseUrl: server.url, apiKey: KEY });
    expect((await failureOf(client.getRates(1, 1))).kind).toBe('malformed');
  });
});

const RATE = { idTypeTarif: 1, debut: '2027-01-01', fin: '2027-01-01' };

describe('rates', () => {
  test('what is missing has the documented default', async () => {
    const { items } = await readFrom({ tarifs: [RATE] }, (c) => c.getRates(1, 1));
    expect(items).toEqual([
      {
        rateTypeId: 1,
        from: '2027-01-01',
        to: '2027-01-01',
        open: true,
        minStay: null,
        maxStay: null,
        arrivalAllowed: true,
        departureAllowed: true,
        prices: [],
      },
    ]);
  });

  test('what is unknown is kept and keeps neighbours apart', async () => {
    const second = { ...RATE, debut: '2027-01-02', fin: '2027-01-02' };
    const third = { ...RATE, debut: '2027-01-03', fin: '2027-01-03' };
    const pax = { listeTarifPaxOccupation: [{ nbPers: 2, prix: 1, type: 'base' }], autre: [1] };
    const tarifs = [
      { ...RATE, futur: { a: 1, b: 2 }, tarifPax: pax },
      { ...second, tarifPax: pax, futur: { b: 2, a: 1 } },
      { ...third, tarifPax: pax, futur: { a: 1, b: 3 } },
    ];
    const { items } = await readFrom({ tarifs }, (c) => c.getRates(1, 1));
    expect(items.map(({ from, to, extra }) => ({ from, to, extra }))).toEqual([
      {
        from: '2027-01-01',
        to: '2027-01-02',
        extra: { futur: { a: 1, b: 2 }, tarifPax: { autre: [1] } },
      },
      {
        from: '2027-01-03',
        to: '2027-01-03',
        extra: { futur: { a: 1, b: 3 }, tarifPax: { autre: [1] } },
      },
    ]);
    expect(items[0]?.prices).toEqual([{ guests: 2, priceCents: 100, extra: { type: 'base' } }]);
  });

  test.each([[{ tarifPax: { prix: 84 } }], [{ prixPax: '84,00' }], [{ prix: 84 }]])(
    'a single price %j',
    async (price) => {
      const { items } = await readFrom({ tarifs: [{ ...RATE, ...price }] }, (c) =>
        c.getRates(1, 1),
      );
      expect(items[0]?.prices).toEqual([{ guests: null, priceCents: 8400 }]);
      expect(items[0]?.extra).toBeUndefined();
    },
  );

  test.each([
    [{ idTypeTarif: null }],
    [{ debut: '2027-02-30' }],
    [{ fin: '2026-12-31' }],
    [{ fin: undefined }],
    [{ ouvert: 'peut-être' }],
    [{ dureeMin: 'sept' }],
    [{ tarifPax: { listeTarifPaxOccupation: [{ nbPers: 2, prix: 'cher' }] } }],
    [{ tarifPax: { listeTarifPaxOccupation: [{ nbPers: 2, prix: -1 }] } }],
    [{ tarifPax: { listeTarifPaxOccupation: {} } }],
  ])('an unreadable element %j', async (change) => {
    const good = { ...RATE, debut: '2027-03-01', fin: '2027-03-02' };
    const tarifs = [{ ...RATE, ...change }, good];
    const { items, warnings } = await readFrom({ tarifs }, (c) => c.getRates(1, 1));
    expect(items.map(({ from }) => from)).toEqual(['2027-03-01']);
    expect(warnings).toHaveLength(1);
  });

  test('types are apart, in order, and a period of centuries is one run', async () => {
    const tarifs = [
      { ...RATE, idTypeTarif: 2, fin: '9999-12-31' },
      { ...RATE, cleTypeTarif: { idTypeTarif: 1 }, idTypeTarif: null },
    ];
    const { items } = await readFrom({ tarifs }, (c) => c.getRates(1, 1));
    expect(items.map(({ rateTypeId, from, to }) => [rateTypeId, from, to])).toEqual([
      [1, '2027-01-01', '2027-01-01'],
      [2, '2027-01-01', '9999-12-31'],
    ]);
  });
});
