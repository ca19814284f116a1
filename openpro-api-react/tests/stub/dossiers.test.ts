import { expect, test } from 'vitest';
import type { JsonObject } from '../../stub-server/json.ts';
import { type Bench, bench, objects } from './support.ts';

const LIST = 'fournisseur/61001/dossiers';

async function ids(stub: Bench, query: string): Promise<number[]> {
  const answer = await stub.api('GET', `${LIST}?${query}`);
  expect(answer.status).toBe(200);
  return objects(answer.data.liste).map((item) =>
    Number((item.cleDossier as JsonObject).idDossier),
  );
}

async function create(stub: Bench, id: number, at: string): Promise<void> {
  const times = { dateCreation: at, dateModification: at };
  const made = await stub.control('POST', 'dossiers', { supplierId: 61001, id, ...times });
  expect(made.status).toBe(201);
}

test('pages count from 1, hold 20 by default, and cover each dossier once', async () => {
  const stub = await bench();
  const first = await stub.api('GET', LIST);
  const info = first.data.infoPage as JsonObject;
  expect(info).toMatchObject({ index: 1, nbParPage: 20 });
  expect(info.nbPage).toBe(Math.ceil(Number(info.nbTotal) / 20));
  const seen: number[] = [];
  for (let page = 1; page <= Number(info.nbPage); page += 1) {
    seen.push(...(await ids(stub, `page=${page}`)));
  }
  expect(new Set(seen).size).toBe(Number(info.nbTotal));
  expect(seen).toHaveLength(Number(info.nbTotal));
  expect(await ids(stub, `page=${Number(info.nbPage) + 1}`)).toEqual([]);
  expect(await ids(stub, 'page=2&nbParPage=3')).toEqual(seen.slice(3, 6));
  for (const bad of ['page=0', 'page=-1', 'page=x', 'nbParPage=0', 'nbParPage=1.5']) {
    expect((await stub.api('GET', `${LIST}?${bad}`)).status).toBe(400);
  }
});

test('filters compare instants, bounds included, across the October clock change', async () => {
  const stub = await bench();
  // 02:30 happens twice that night: first in summer time, an hour later in winter time.
  await create(stub, 50_001, '2027-10-31T02:30:00+02:00');
  await create(stub, 50_002, '2027-10-31T02:30:00+01:00');
  await create(stub, 50_003, '2027-10-31T12:00:00+01:00');
  const between = async (from: string, to: string, field = 'Modification') =>
    ids(
      stub,
      `date${field}Depuis=${encodeURIComponent(from)}&date${field}Jusqua=${encodeURIComponent(to)}`,
    );
  const first = '2027-10-31T02:30:00+02:00';
  const second = '2027-10-31T02:30:00+01:00';
  expect(await between(first, second)).toEqual([50_001, 50_002]);
  expect(await between('2027-10-31T00:30:00Z', '2027-10-31T00:30:00Z')).toEqual([50_001]);
  expect(await between('2027-10-31T07:15:00+05:45', '2027-10-31T01:29:59Z', 'Creation')).toEqual(
    [],
  );
  expect(await between('2027-10-31T07:15:00+05:45', '2027-10-31T01:30:00Z', 'Creation')).toEqual([
    50_002,
  ]);
  expect(await between('2027-10-30T20:30:01-04:00', '2027-11-01T00:00:00Z')).toEqual([
    50_002, 50_003,
  ]);
});

test('a bound without an offset is refused, and so is an unencoded plus sign', async () => {
  const stub = await bench();
  for (const bad of ['2027-10-31', '2027-10-31T12:00:00', '2027-10-31T12:00:00+01:00']) {
    const answer = await stub.api('GET', `${LIST}?dateCreationDepuis=${bad}`);
    expect(answer.status).toBe(400);
  }
});

test('a dossier can be created, changed, cancelled and removed behind the API', async () => {
  const stub = await bench();
  const body = {
    supplierId: 61001,
    accommodationId: 2,
    arrival: '2027-05-01',
    departure: '2027-05-04',
  };
  const made = await stub.control('POST', 'dossiers', { ...body, origin: 'Booking' });
  const id = Number((made.json as JsonObject).id);
  const read = () => stub.api('GET', `${LIST}/${id}`);
  const dossier = (await read()).data.dossier as JsonObject;
  expect(objects(dossier.listeHebergement)[0]).toMatchObject({
    cleHebergement: { idFournisseur: 61001, idHebergement: 2 },
    sejour: { debut: '2027-05-01', fin: '2027-05-04' },
  });
  expect(dossier.transaction).toMatchObject({ type: 'Booking', transactionOpenSystem: null });
  const moved = { departure: '2027-05-06', dateModification: '2027-01-01T00:00:00+01:00' };
  await stub.control('PATCH', `dossiers/61001/${id}`, moved);
  const later = (await read()).data.dossier as JsonObject;
  expect(objects(later.listeHebergement)[0]?.sejour).toEqual({
    debut: '2027-05-01',
    fin: '2027-05-06',
  });
  expect(later.dateModification).toBe('2027-01-01T00:00:00+01:00');
  await stub.control('DELETE', `dossiers/61001/${id}`);
  expect(((await read()).data.dossier as JsonObject).statut).toBe('annulé');
  expect(await ids(stub, 'nbParPage=100')).toContain(id);
  await stub.control('DELETE', `dossiers/61001/${id}?mode=remove`);
  expect((await read()).status).toBe(404);
  expect(await ids(stub, 'nbParPage=100')).not.toContain(id);
  expect((await stub.control('DELETE', `dossiers/61001/${id}`)).status).toBe(404);
});

test('a sale lowers stock only when told to', async () => {
  const stub = await bench();
  const stock = async () => {
    const path = 'fournisseur/61001/hebergements/3/stock?debut=2028-05-01&fin=2028-05-03';
    return objects((await stub.api('GET', path)).data.listeStock).map((item) => item.valeur);
  };
  const body = {
    supplierId: 61001,
    accommodationId: 3,
    arrival: '2028-05-01',
    departure: '2028-05-03',
  };
  expect(await stock()).toEqual([2, 2, 2]);
  await stub.control('POST', 'dossiers', body);
  expect(await stock()).toEqual([2, 2, 2]);
  const sold = await stub.control('POST', 'dossiers', { ...body, lowerStock: true });
  expect(await stock()).toEqual([1, 1, 2]);
  const { id } = sold.json as JsonObject;
  await stub.control('DELETE', `dossiers/61001/${String(id)}?lowerStock=true`);
  expect(await stock()).toEqual([2, 2, 2]);
});
