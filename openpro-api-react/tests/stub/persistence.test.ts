import { appendFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isoDay } from '../../stub-server/calendar.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../../stub-server/json.ts';
import { folder, type Life, live } from './life.ts';
import { fingerprint, start } from './process.ts';
import { ANCHOR, type Answer, bench, objects, period, RATES, STOCK } from './support.ts';

const SUPPLIER = 61001;
const HOOKS = 'config/dossier/webhooks';
const TYPES = 'fournisseur/61001/typetarifs';
const LINKS = 'fournisseur/61001/hebergements/1/typetarifs';

const FIRST = ['--seed', 'house', '--anchor', isoDay(ANCHOR)];
const journalOf = (dir: string) => join(dir, 'stub-journal.jsonl');
const stock = (date: string, valeur: number) => ({ listeStock: [{ date, valeur }] });

async function units(stub: Life, date: string): Promise<Json | undefined> {
  const all = objects((await stub.api('GET', STOCK)).data.listeStock);
  return all.find((item) => item.date === date)?.valeur;
}

async function seedFingerprint(anchor = ANCHOR): Promise<string> {
  const stub = await bench({ anchor });
  return fingerprint(stub.url, stub.apiKey, SUPPLIER);
}

async function all(answers: Promise<Answer>[]): Promise<void> {
  for (const { status, text } of await Promise.all(answers)) {
    expect(text).not.toContain('"ok":0');
    expect([200, 201]).toContain(status);
  }
}

const text = (texte: string) => [{ langue: 'fr', texte }];

/** Writes something of every kind, by the API and behind its back. */
async function writeEverything(stub: Life): Promise<void> {
  const type = (libelle: string): JsonObject => ({
    libelle: text(libelle),
    description: text('Été, « œuf » inclus'),
    ordre: 9,
  });
  const day = { supplierId: SUPPLIER, accommodationId: 1, date: '2027-05-09' };
  const sale = { supplierId: SUPPLIER, notify: false };
  await all([
    stub.api('POST', STOCK, { listeStock: [{ date: '2027-05-08', valeur: 7, note: 'à part' }] }),
    stub.control('POST', 'day', { ...day, kind: 'stock', value: null }),
    stub.api('POST', RATES, {
      tarifs: [
        period({ debut: '2027-05-01', fin: '2027-09-30', dureeMax: null }),
        period({ debut: '2027-06-10', fin: '2027-06-10', ouvert: false, extra: [1.5, 'x'] }),
        // One value with a gap, then on with another rate type.
        period({ debut: '2027-10-01', fin: '2027-10-03' }),
        period({ debut: '2027-10-05', fin: '2027-10-05' }),
        period({ debut: '2027-10-06', fin: '2027-10-06', idTypeTarif: 2003 }),
      ],
    }),
    stub.control('POST', 'day', { ...day, kind: 'rate', rateTypeId: 2001, value: null }),
    stub.api('DELETE', `${LINKS}/2001`),
    stub.api('DELETE', `${TYPES}/2002`),
    stub.api('PUT', `${TYPES}/2003`, { typeTarifModif: type('Semaine à thème') }),
    stub.control('POST', 'dossiers', { ...sale, id: 9101, accommodationId: 3, lowerStock: true }),
    stub.control('POST', 'dossiers', { ...sale, id: 9102, statut: 'confirmé', amount: 123.45 }),
    stub.control('POST', 'dossiers', { ...sale, id: 9103, dateCreation: '2026-01-02T03:04:05Z' }),
    stub.api('POST', HOOKS, { url: 'http://127.0.0.1:9/a', emailAlerte: 'a@example.org' }),
    stub.api('POST', HOOKS, { url: 'http://127.0.0.1:9/b' }),
    stub.control('POST', 'keys', { key: 'narrow', supplierIds: [62002] }),
    stub.control('POST', 'keys', { key: 'wide' }),
    stub.control('POST', 'keys', { key: 'gone' }),
  ]);
  const made = await stub.api('POST', TYPES, { typeTarifAjout: type('Nouveau') });
  const id = String(made.data.idTypeTarif);
  await all([
    stub.api('POST', `${LINKS}/${id}`),
    stub.control('PATCH', 'dossiers/61001/9102', { departure: '2027-02-09', notify: false }),
    stub.control('DELETE', 'dossiers/61001/9101?notify=false'),
    stub.control('DELETE', 'dossiers/61001/9103?mode=remove&notify=false'),
    stub.api('DELETE', HOOKS, { url: 'http://127.0.0.1:9/b' }),
    stub.control('POST', 'keys', { key: 'gone', revoked: true }),
  ]);
  await all([stub.api('POST', RATES, { tarifs: [period({ idTypeTarif: Number(id) })] })]);
}

async function expectEverything(stub: Life): Promise<void> {
  const stocks = objects((await stub.api('GET', STOCK)).data.listeStock);
  const at = (list: JsonObject[], key: string, date: string) =>
    list.filter((item) => item[key] === date);
  expect(at(stocks, 'date', '2027-05-08')).toEqual([
    { date: '2027-05-08', valeur: 7, note: 'à part' },
  ]);
  expect(at(stocks, 'date', '2027-05-09')).toEqual([]);
  const rates = objects((await stub.api('GET', RATES)).data.tarifs);
  const mine = rates.filter((item) => item.idTypeTarif === 2001);
  expect(at(mine, 'debut', '2027-06-10')).toMatchObject([{ ouvert: false, extra: [1.5, 'x'] }]);
  expect(at(mine, 'debut', '2027-06-11')).toEqual([
    period({ debut: '2027-06-11', fin: '2027-06-11', dureeMax: null }),
  ]);
  expect(at(mine, 'debut', '2027-05-09')).toEqual([]);
  const types = objects((await stub.api('GET', TYPES)).data.typeTarifs);
  expect(
    types.map((item) => [(item.cleTypeTarif as JsonObject).idTypeTarif, item.libelle]),
  ).toEqual([
    [2001, expect.anything()],
    [2003, text('Semaine à thème')],
    [2004, text('Nouveau')],
  ]);
  const links = objects((await stub.api('GET', LINKS)).data.liaisonHebergementTypeTarifs);
  expect(links.map((link) => link.idTypeTarif)).toEqual([2003, 2004]);
  expect(rates.filter((item) => item.idTypeTarif === 2004)).toHaveLength(3);
  const dossier = async (id: number) => stub.api('GET', `fournisseur/61001/dossiers/${id}`);
  expect((await dossier(9101)).data.dossier).toMatchObject({ statut: 'annulé' });
  expect((await dossier(9102)).data.dossier).toMatchObject({
    listeHebergement: [{ sejour: { fin: '2027-02-09' }, montant: 123.45 }],
  });
  expect((await dossier(9103)).status).toBe(404);
  expect((await stub.api('GET', HOOKS)).data.webhooks).toEqual([
    { url: 'http://127.0.0.1:9/a', emailAlerte: 'a@example.org' },
  ]);
  const path = 'fournisseur/61001/hebergements';
  const seen = async (key: string) => {
    const { status, data } = await stub.api('GET', path, undefined, key);
    return [status, objects(data.listeHebergement).length];
  };
  expect(await seen('narrow')).toEqual([200, 0]);
  expect(await seen('wide')).toEqual([200, 3]);
  expect(await seen('gone')).toEqual([401, 0]);
}

test('a killed stub comes back with every kind of change, twice', async () => {
  const dir = await folder();
  const first = await live(dir, FIRST);
  await writeEverything(first);
  await expectEverything(first);
  const written = await first.fingerprint();
  await first.kill();
  const second = await live(dir);
  expect(second.before).toEqual([]);
  await expectEverything(second);
  expect(await second.fingerprint()).toBe(written);
  // The ledger tells of this life only.
  expect(objects((await second.control('GET', 'ledger')).json)).toEqual([]);
  await second.api('POST', STOCK, stock('2027-05-08', 3));
  const [entry] = objects((await second.control('GET', 'ledger')).json);
  expect(entry).toMatchObject({ before: { valeur: 7 }, after: { valeur: 3 } });
  await second.kill();
  const third = await live(dir);
  expect(await units(third, '2027-05-08')).toBe(3);
  await third.api('POST', STOCK, {
    listeStock: [{ date: '2027-05-08', valeur: 7, note: 'à part' }],
  });
  expect(await third.fingerprint()).toBe(written);
});

test('what was answered before a kill is there, in the thick of many writes', async () => {
  const dir = await folder();
  const first = await live(dir, FIRST);
  const answered: string[] = [];
  const dates = Array.from({ length: 200 }, (_, index) => isoDay(ANCHOR + index));
  const writes = dates.map(async (date) => {
    const { status } = await first.api('POST', STOCK, stock(date, 77));
    if (status === 200) answered.push(date);
    if (answered.length === 60) await first.kill();
  });
  await Promise.allSettled(writes);
  expect(answered.length).toBeGreaterThanOrEqual(60);
  const second = await live(dir);
  expect(second.before).toEqual([]);
  const kept = objects((await second.api('GET', STOCK)).data.listeStock)
    .filter((item) => item.valeur === 77)
    .map((item) => item.date);
  expect(answered.filter((date) => !kept.includes(date))).toEqual([]);
});

test('a torn last line is left out, and the next change does not grow on it', async () => {
  const dir = await folder();
  const first = await live(dir, FIRST);
  await first.api('POST', STOCK, stock('2027-05-08', 41));
  await first.api('POST', STOCK, stock('2027-05-09', 42));
  await first.kill();
  const bytes = await readFile(journalOf(dir));
  await truncate(journalOf(dir), bytes.length - 1);
  const second = await live(dir);
  expect(second.before).toEqual([]);
  expect(await units(second, '2027-05-08')).toBe(41);
  expect(await units(second, '2027-05-09')).not.toBe(42);
  await second.api('POST', STOCK, stock('2027-05-10', 43));
  await second.kill();
  await appendFile(journalOf(dir), '{"kind":"stock","supplierId":61001,"note":"é'.slice(0, -1));
  const third = await live(dir);
  expect(third.before).toEqual([]);
  expect(await units(third, '2027-05-08')).toBe(41);
  expect(await units(third, '2027-05-10')).toBe(43);
  expect((await readdir(dir)).sort()).toEqual(['stub-anchor.json', 'stub-journal.jsonl']);
});

test('a damaged line ends the journal there, and the whole is set aside', async () => {
  const dir = await folder();
  const first = await live(dir, FIRST);
  await first.api('POST', STOCK, stock('2027-05-08', 41));
  await first.api('POST', STOCK, stock('2027-05-09', 42));
  await first.kill();
  const whole = await readFile(journalOf(dir), 'utf8');
  const unknown = whole.replace(/^(.*"2027-05-09".*)$/m, (line) => line.replace('61001', '60999'));
  for (const [count, damaged] of [whole.replace('"valeur":42', '"val'), unknown].entries()) {
    await writeFile(journalOf(dir), damaged);
    const next = await live(dir);
    const aside = `stub-journal.${count + 1}.jsonl`;
    expect(next.before).toEqual([expect.stringMatching(`line 3 cannot be read.*${aside}`)]);
    expect(await units(next, '2027-05-08')).toBe(41);
    expect(await units(next, '2027-05-09')).not.toBe(42);
    expect(await readFile(join(dir, aside), 'utf8')).toBe(damaged);
    await next.kill();
  }
  expect((await live(dir)).before).toEqual([]);
});

test('a reset empties the journal, and what follows it is kept', async () => {
  const dir = await folder();
  const first = await live(dir, FIRST);
  await writeEverything(first);
  await first.control('POST', 'reset');
  await first.kill();
  const second = await live(dir);
  expect(await second.fingerprint()).toBe(await seedFingerprint());
  expect((await second.api('GET', HOOKS)).data.webhooks).toEqual([]);
  expect((await second.api('GET', HOOKS, undefined, 'wide')).status).toBe(401);
  await second.control('POST', 'reset', { anchor: '2027-01-15' });
  await second.api('POST', STOCK, stock('2027-05-08', 41));
  await second.kill();
  const third = await live(dir);
  expect(third.before).toEqual([]);
  const { json } = await third.control('GET', 'status');
  expect(isObject(json) && json.anchor).toBe('2027-01-15');
  expect(await units(third, '2027-05-08')).toBe(41);
});

test('another anchor or seed sets the journal aside, in one line', async () => {
  const dir = await folder();
  const first = await live(dir, FIRST);
  await first.api('POST', STOCK, stock('2027-05-08', 41));
  await first.kill();
  const journal = await readFile(journalOf(dir), 'utf8');
  const second = await live(dir, ['--seed', 'house', '--anchor', '2026-11-23']);
  expect(second.before.map((line) => parseJson(line))).toEqual([
    {
      journal:
        'not of anchor 2026-11-23 and seed house: set aside as stub-journal.1.jsonl, begun anew',
    },
  ]);
  expect(await readFile(join(dir, 'stub-journal.1.jsonl'), 'utf8')).toBe(journal);
  expect(await second.fingerprint()).toBe(await seedFingerprint(ANCHOR + 2));
  await second.kill();
  const third = await live(dir, ['--seed', 'all']);
  expect(third.before).toEqual([expect.stringContaining('stub-journal.2.jsonl')]);
  expect(await third.fingerprint()).toBe(await seedFingerprint(ANCHOR + 2));
});

test('a second start on the same port leaves the data of the first alone', async () => {
  const dir = await folder();
  const first = await live(dir, FIRST);
  await first.api('POST', STOCK, stock('2027-05-08', 41));
  const { port } = new URL(first.origin);
  const args = ['--port', port, '--data-dir', dir, '--seed', 'gite', '--anchor', '2026-01-01'];
  const second = await start(args);
  expect([second.line, await second.exit]).toEqual([`stub: port ${port} is busy`, 1]);
  await first.api('POST', STOCK, stock('2027-05-09', 42));
  await first.kill();
  const third = await live(dir);
  expect(third.before).toEqual([]);
  expect([await units(third, '2027-05-08'), await units(third, '2027-05-09')]).toEqual([41, 42]);
});

test('a change that cannot be kept is not answered as made', async () => {
  const dir = await folder();
  const stub = await live(dir, FIRST);
  await rm(journalOf(dir));
  expect((await stub.api('POST', STOCK, stock('2027-05-08', 41))).status).toBe(500);
  expect(await readdir(dir)).toEqual(['stub-anchor.json']);
});
