import { expect, test } from 'vitest';
import { bench, call, objects, period, RATES, rateOf, STOCK } from './support.ts';

test('every API path wants the key, and control routes do not', async () => {
  const stub = await bench();
  for (const key of [undefined, 'wrong', 'stub-ke']) {
    const more = key === undefined ? {} : { key };
    const answer = await call(`${stub.url}/${STOCK}`, 'GET', undefined, more);
    expect([answer.status, answer.text]).toEqual([401, '{"ok":0,"data":{}}']);
  }
  expect((await stub.api('GET', STOCK)).status).toBe(200);
  expect((await stub.control('GET', 'status')).status).toBe(200);
});

test('a second key may see some suppliers only, and can be revoked', async () => {
  const stub = await bench({ seed: 'all' });
  await stub.control('POST', 'keys', { key: 'k2', supplierIds: [62002] });
  const read = (supplier: number) =>
    call(`${stub.url}/fournisseur/${supplier}/hebergements`, 'GET', undefined, { key: 'k2' });
  expect(objects((await read(62002)).data.listeHebergement)).toHaveLength(1);
  expect(objects((await read(61001)).data.listeHebergement)).toHaveLength(0);
  await stub.control('POST', 'keys', { key: 'k2', revoked: true });
  expect((await read(62002)).status).toBe(401);
});

test('rates are upserted per day: other days, types and accommodations stay', async () => {
  const stub = await bench();
  const before = objects((await stub.api('GET', RATES)).data.tarifs);
  const changed = period({ dureeMin: 4, debut: '2027-07-05', fin: '2027-07-07' });
  const written = await stub.api('POST', RATES, { tarifs: [changed] });
  expect(written.data).toEqual({ warnings: [] });
  const after = objects((await stub.api('GET', RATES)).data.tarifs);
  expect(after).toHaveLength(before.length);
  const days = ['2027-07-05', '2027-07-06', '2027-07-07'];
  for (const [index, item] of after.entries()) {
    const mine = item.idTypeTarif === 2001 && days.includes(String(item.debut));
    expect(item).toEqual(mine ? { ...changed, debut: item.debut, fin: item.debut } : before[index]);
  }
});

test('later elements of a request win, and one bad element refuses all', async () => {
  const stub = await bench();
  const over = period({ debut: '2027-07-06', fin: '2027-07-06', dureeMin: 5 });
  await stub.api('POST', RATES, { tarifs: [period(), over] });
  expect((await rateOf(stub, '2027-07-05'))?.dureeMin).toBe(2);
  expect((await rateOf(stub, '2027-07-06'))?.dureeMin).toBe(5);
  const bad = period({ debut: '2027-02-30' });
  const refused = await stub.api('POST', RATES, { tarifs: [period({ dureeMin: 9 }), bad] });
  expect(refused.status).toBe(400);
  expect((await rateOf(stub, '2027-07-05'))?.dureeMin).toBe(2);
});

test('fields that nobody knows are stored and returned, on rates and on stock', async () => {
  const stub = await bench();
  await stub.api('POST', RATES, { tarifs: [period({ promo: { code: 'ÉTÉ', sur: [1, 2] } })] });
  expect((await rateOf(stub, '2027-07-06'))?.promo).toEqual({ code: 'ÉTÉ', sur: [1, 2] });
  await stub.api('POST', STOCK, { listeStock: [{ date: '2027-07-06', valeur: 1, note: 'x' }] });
  const stock = objects(
    (await stub.api('GET', `${STOCK}?debut=2027-07-06&fin=2027-07-06`)).data.listeStock,
  );
  expect(stock).toEqual([{ date: '2027-07-06', valeur: 1, note: 'x' }]);
});

test('stock is upserted per day and read sorted', async () => {
  const stub = await bench();
  const listeStock = [
    { date: '2027-10-31', valeur: 3 },
    { date: '2027-03-28', valeur: 0 },
  ];
  expect((await stub.api('POST', STOCK, { listeStock })).data).toEqual({});
  const all = objects((await stub.api('GET', STOCK)).data.listeStock);
  const dates = all.map((item) => String(item.date));
  expect(dates).toEqual([...dates].sort());
  expect(new Set(dates).size).toBe(dates.length);
  expect(all.find((item) => item.date === '2027-10-31')?.valeur).toBe(3);
  expect(all.find((item) => item.date === '2027-03-28')?.valeur).toBe(0);
});

test('links are stored, linking and unlinking twice is harmless', async () => {
  const stub = await bench();
  const path = 'fournisseur/61001/hebergements/2/typetarifs';
  const ids = async () =>
    objects((await stub.api('GET', path)).data.liaisonHebergementTypeTarifs).map(
      (link) => link.idTypeTarif,
    );
  expect(await ids()).toEqual([2001]);
  for (let times = 0; times < 2; times += 1) {
    expect((await stub.api('POST', `${path}/2003`)).status).toBe(200);
    expect(await ids()).toEqual([2001, 2003]);
  }
  for (let times = 0; times < 2; times += 1) {
    expect((await stub.api('DELETE', `${path}/2003`)).status).toBe(200);
    expect(await ids()).toEqual([2001]);
  }
  expect((await stub.api('POST', `${path}/999`)).status).toBe(404);
});

test('the literal word tarif wins over a rate type id', async () => {
  const stub = await bench();
  expect((await stub.api('GET', RATES)).data).toHaveProperty('tarifs');
  expect((await stub.api('POST', RATES, { tarifs: [] })).data).toEqual({ warnings: [] });
  expect((await stub.api('DELETE', RATES)).status).toBe(404);
});

test('rate types are created, replaced and deleted with their links and nights', async () => {
  const stub = await bench();
  const draft = {
    libelle: [{ langue: 'fr', texte: 'Curistes' }],
    description: [],
    ordre: 9,
  };
  const path = 'fournisseur/61001/typetarifs';
  const made = await stub.api('POST', path, { typeTarifAjout: draft });
  expect(made.data).toEqual({ idTypeTarif: 2004 });
  await stub.api('PUT', `${path}/2004`, { typeTarifModif: { ...draft, ordre: 1 } });
  const read = async () => objects((await stub.api('GET', path)).data.typeTarifs);
  expect((await read()).at(-1)).toEqual({
    cleTypeTarif: { idFournisseur: 61001, idTypeTarif: 2004 },
    ...draft,
    ordre: 1,
  });
  expect((await stub.api('POST', path, { typeTarifAjout: { ...draft, ordre: 'x' } })).status).toBe(
    400,
  );
  expect((await stub.api('POST', path, draft)).status).toBe(400);
  expect((await stub.api('DELETE', `${path}/2003`)).status).toBe(200);
  expect((await read()).map((type) => type.ordre)).toEqual([1, 2, 1]);
  expect(await rateOf(stub, '2027-07-05', 2003)).toBeNull();
  expect((await stub.api('DELETE', `${path}/2003`)).status).toBe(404);
});

test('an unlinked type is accepted with a warning, or refused when told so', async () => {
  const stub = await bench();
  const path = 'fournisseur/61001/hebergements/2/typetarifs/tarif';
  const body = { tarifs: [period({ idTypeTarif: 2002 })] };
  const warned = await stub.api('POST', path, body);
  expect(objects(warned.data.warnings)).toHaveLength(1);
  await stub.control('POST', 'mode', { unlinkedRate: 'refuse' });
  expect((await stub.api('POST', path, body)).status).toBe(400);
});

test('an empty price keeps, clears or refuses, as told', async () => {
  const stub = await bench();
  const old = await rateOf(stub, '2027-07-05');
  const empty = period({ dureeMin: 6, tarifPax: { listeTarifPaxOccupation: [] } });
  await stub.api('POST', RATES, { tarifs: [empty] });
  expect(await rateOf(stub, '2027-07-05')).toMatchObject({ dureeMin: 6, tarifPax: old?.tarifPax });
  await stub.control('POST', 'mode', { emptyPrice: 'clear' });
  await stub.api('POST', RATES, { tarifs: [empty] });
  expect((await rateOf(stub, '2027-07-05'))?.tarifPax).toEqual({ listeTarifPaxOccupation: [] });
  await stub.control('POST', 'mode', { emptyPrice: 'refuse' });
  expect((await stub.api('POST', RATES, { tarifs: [empty] })).status).toBe(400);
});

test('unknown things: empty lists, 404 for details and writes', async () => {
  const stub = await bench();
  for (const path of ['hebergements', 'typetarifs', 'dossiers', 'hebergements/1/stock']) {
    const answer = await stub.api('GET', `fournisseur/77777/${path}`);
    expect(answer.status).toBe(200);
    expect(Object.values(answer.data).filter(Array.isArray)).toEqual([[]]);
  }
  for (const path of ['fournisseur/61001/dossiers/1', 'fournisseur/77777/dossiers/9001', 'rien']) {
    const answer = await stub.api('GET', path);
    expect([answer.status, answer.json]).toMatchObject([404, { ok: 0, data: {} }]);
  }
  const path = 'fournisseur/61001/hebergements/99/stock';
  expect((await stub.api('POST', path, { listeStock: [] })).status).toBe(404);
  for (const bad of ['1e3', '-1', '1%2F2', '__proto__', '']) {
    expect((await stub.api('GET', `fournisseur/${bad}/hebergements`)).status).toBe(404);
  }
});

test('legacy mode speaks the older forms', async () => {
  const stub = await bench({ mode: { legacy: true, trailingSpaceFin: true } });
  const list = await stub.api('GET', 'fournisseur/61001/hebergements');
  expect(objects(list.data.hebergements)).toHaveLength(3);
  expect(objects((await stub.api('GET', STOCK)).data.jours)[0]).toEqual({
    date: '2025-01-01',
    dispo: 1,
  });
  expect(Object.keys(objects((await stub.api('GET', RATES)).data.periodes)[0] ?? {})).toContain(
    'fin ',
  );
  const [type] = objects((await stub.api('GET', 'fournisseur/61001/typetarifs')).data.typeTarifs);
  expect(type).toMatchObject({ idTypeTarif: 2001, libelle: [{ Langue: 'FR' }, {}, {}] });
  const page = await stub.api('GET', 'fournisseur/61001/dossiers');
  expect(page.data).toMatchObject({ pageCourante: 1, nbPages: 4 });
  expect((await stub.api('GET', 'fournisseur/61001/dossiers/9001')).data).toHaveProperty('client');
  const missing = await stub.api('GET', 'fournisseur/61001/dossiers/1');
  expect(missing.json).toEqual({ ok: 0, error: expect.any(String) });
});
