import { describe, expect, test } from 'vitest';
import { createOpenProAdmin, type OpenProAdmin } from '../../src/client/index.ts';
import { holding, KEY } from './support.ts';

const PERIOD = {
  rateTypeId: 2001,
  from: '2027-07-03',
  to: '2027-07-09',
  open: false,
  minStay: 7,
  maxStay: 21,
  arrivalAllowed: true,
  departureAllowed: false,
  prices: [
    { guests: 2, priceCents: 9286 },
    { guests: null, priceCents: 8950, extra: { type: 'defaut', futur: { a: [1] } } },
  ],
  extra: { promo: true, tarifPax: { listeTarifPaxAge: [{ age: 3 }] }, ouvert: true },
};

const DRAFT = { label: { fr: 'Été', en: 'Summer' }, description: {}, order: 3 };
const WIRE_DRAFT = {
  libelle: [
    { langue: 'fr', texte: 'Été' },
    { langue: 'en', texte: 'Summer' },
  ],
  description: [],
  ordre: 3,
};

const DATA = {
  listeHebergement: [],
  listeStock: [],
  typeTarifs: [],
  liaisonHebergementTypeTarifs: [],
  tarifs: [],
  liste: [],
  webhooks: [],
  dossier: { idDossier: 900 },
  idTypeTarif: 7,
};

const HOOK = { url: 'https://h.example/x?t=1', alertEmail: 'a@b.example' };

const CALLS: [string, (admin: OpenProAdmin) => Promise<unknown>, string, unknown][] = [
  [
    'listAccommodations',
    (a) => a.listAccommodations(61001),
    'GET /fournisseur/61001/hebergements',
    '',
  ],
  ['getStock', (a) => a.getStock(61001, 2), 'GET /fournisseur/61001/hebergements/2/stock', ''],
  [
    'setStock',
    (a) => a.setStock(61001, 2, [{ date: '2028-02-29', units: 0 }]),
    'POST /fournisseur/61001/hebergements/2/stock',
    { listeStock: [{ date: '2028-02-29', valeur: 0 }] },
  ],
  ['listRateTypes', (a) => a.listRateTypes(61001), 'GET /fournisseur/61001/typetarifs', ''],
  [
    'createRateType',
    (a) => a.createRateType(61001, DRAFT),
    'POST /fournisseur/61001/typetarifs',
    { typeTarifAjout: WIRE_DRAFT },
  ],
  [
    'updateRateType',
    (a) => a.updateRateType(61001, 7, DRAFT),
    'PUT /fournisseur/61001/typetarifs/7',
    { typeTarifModif: WIRE_DRAFT },
  ],
  [
    'deleteRateType',
    (a) => a.deleteRateType(61001, 7),
    'DELETE /fournisseur/61001/typetarifs/7',
    '',
  ],
  [
    'listLinks',
    (a) => a.listLinks(61001, 2),
    'GET /fournisseur/61001/hebergements/2/typetarifs',
    '',
  ],
  ['link', (a) => a.link(61001, 2, 7), 'POST /fournisseur/61001/hebergements/2/typetarifs/7', ''],
  [
    'unlink',
    (a) => a.unlink(61001, 2, 7),
    'DELETE /fournisseur/61001/hebergements/2/typetarifs/7',
    '',
  ],
  [
    'getRates',
    (a) => a.getRates(61001, 2),
    'GET /fournisseur/61001/hebergements/2/typetarifs/tarif',
    '',
  ],
  [
    'setRates',
    (a) => a.setRates(61001, 2, [PERIOD]),
    'POST /fournisseur/61001/hebergements/2/typetarifs/tarif',
    {
      tarifs: [
        {
          idTypeTarif: 2001,
          debut: '2027-07-03',
          fin: '2027-07-09',
          ouvert: false,
          dureeMin: 7,
          dureeMax: 21,
          arriveeAutorisee: true,
          departAutorise: false,
          tarifPax: {
            listeTarifPaxAge: [{ age: 3 }],
            listeTarifPaxOccupation: [
              { nbPers: 2, prix: 92.86 },
              { prix: 89.5, type: 'defaut', futur: { a: [1] } },
            ],
          },
          promo: true,
        },
      ],
    },
  ],
  ['listBookings', (a) => a.listBookings(61001), 'GET /fournisseur/61001/dossiers', ''],
  ['getBooking', (a) => a.getBooking(61001, 900), 'GET /fournisseur/61001/dossiers/900', ''],
  ['listWebhooks', (a) => a.listWebhooks(), 'GET /config/dossier/webhooks', ''],
  [
    'addWebhook',
    (a) => a.addWebhook(HOOK),
    'POST /config/dossier/webhooks',
    { url: HOOK.url, emailAlerte: HOOK.alertEmail },
  ],
  [
    'removeWebhook',
    (a) => a.removeWebhook(HOOK.url),
    'DELETE /config/dossier/webhooks',
    { url: HOOK.url },
  ],
];

describe('what goes over the wire', () => {
  test.each(CALLS)('%s', async (_name, call, line, body) => {
    await using server = await holding(DATA);
    await call(createOpenProAdmin({ baseUrl: `${server.url}/tarif/multi/v1/`, apiKey: KEY }));
    expect(server.seen).toHaveLength(1);
    const [seen] = server.seen;
    const [method, path] = line.split(' ');
    expect(`${seen?.method} ${seen?.path}`).toBe(`${method} /tarif/multi/v1${path}`);
    expect(seen?.headers).toMatchObject({
      authorization: `OsApiKey ${KEY}`,
      accept: 'application/json',
      'content-type': 'application/json',
    });
    expect(seen?.headers['x-request-id']).toBeUndefined();
    expect(seen?.body ? JSON.parse(seen.body) : '').toEqual(body);
  });

  test('all 17 endpoints are covered', () => expect(CALLS).toHaveLength(17));

  test('euros are JSON numbers with at most two decimals', async () => {
    await using server = await holding({});
    const admin = createOpenProAdmin({ baseUrl: server.url, apiKey: KEY });
    const prices = [101, 110, 28999, 1_000_000_05].map((priceCents, guests) => ({
      guests: guests + 1,
      priceCents,
    }));
    await admin.setRates(61001, 2, [{ ...PERIOD, prices }]);
    expect(server.seen[0]?.body.match(/"prix":[^}]+/g)).toEqual([
      '"prix":1.01',
      '"prix":1.1',
      '"prix":289.99',
      '"prix":1000000.05',
    ]);
  });

  test('the request id goes along', async () => {
    await using server = await holding(DATA);
    const admin = createOpenProAdmin({ baseUrl: server.url, apiKey: KEY });
    await admin.listRateTypes(61001, { requestId: '8b2f' });
    expect(server.seen[0]?.headers['x-request-id']).toBe('8b2f');
  });
});

describe('filters of the booking list', () => {
  async function queryOf(filter: Parameters<OpenProAdmin['listBookings']>[1]): Promise<string> {
    await using server = await holding(DATA);
    await createOpenProAdmin({ baseUrl: server.url, apiKey: KEY }).listBookings(61001, filter);
    return server.seen[0]?.path.split('?')[1] ?? '';
  }

  test('all of them, in Paris time with an encoded plus', async () => {
    const query = await queryOf({
      createdFrom: '2017-01-12T11:00:00.000Z',
      createdTo: '2027-07-01T10:00:00Z',
      modifiedFrom: '2026-10-25T00:30:00Z',
      modifiedTo: '2026-10-25T02:30:00+01:00',
      page: 2,
      perPage: 50,
    });
    expect(query.split('&')).toEqual([
      'dateCreationDepuis=2017-01-12T12%3A00%3A00%2B01%3A00',
      'dateCreationJusqua=2027-07-01T12%3A00%3A00%2B02%3A00',
      'dateModificationDepuis=2026-10-25T02%3A30%3A00%2B02%3A00',
      'dateModificationJusqua=2026-10-25T02%3A30%3A00%2B01%3A00',
      'page=2',
      'nbParPage=50',
    ]);
  });

  test('parts of seconds widen the range', async () => {
    const query = await queryOf({
      modifiedFrom: '2026-03-29T00:59:59.999Z',
      modifiedTo: '2026-03-29T00:59:59.001Z',
    });
    expect(new URLSearchParams(query).get('dateModificationDepuis')).toBe(
      '2026-03-29T01:59:59+01:00',
    );
    expect(new URLSearchParams(query).get('dateModificationJusqua')).toBe(
      '2026-03-29T03:00:00+02:00',
    );
  });
});
