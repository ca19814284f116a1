import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { type RunningStub, startStub } from '../../openpro-api-react/stub-server/server.ts';

type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
type Fields = { [key: string]: Value };

interface Fixture {
  name: string;
  status: number;
  body: Value;
}

const FILE = fileURLToPath(new URL('../../../shared/fixtures/openpro.json', import.meta.url));
const present = existsSync(FILE);
const fixtures: Fixture[] = present ? JSON.parse(readFileSync(FILE, 'utf8')).fixtures : [];

function fixture(name: string): Fixture {
  const found = fixtures.find((item) => item.name === name);
  if (!found) throw new Error(`no fixture ${name}`);
  return found;
}

function isRecord(value: Value | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The differences in keys and types; null stands for any value that is not there. */
function differences(actual: Value, wanted: Value, path = ''): string[] {
  if (actual === null || wanted === null) return [];
  if (Array.isArray(actual) && Array.isArray(wanted)) {
    const [model] = wanted;
    if (model === undefined) return [];
    return actual.flatMap((item) => differences(item, model, `${path}[]`));
  }
  if (isRecord(actual) && isRecord(wanted)) {
    const keys = new Set([...Object.keys(actual), ...Object.keys(wanted)]);
    return [...keys].flatMap((key) => {
      const [mine, theirs] = [actual[key], wanted[key]];
      if (mine === undefined) return [`${path}.${key} is missing`];
      if (theirs === undefined) return [`${path}.${key} is too much`];
      return differences(mine, theirs, `${path}.${key}`);
    });
  }
  const kind = (value: Value) => (Array.isArray(value) ? 'array' : typeof value);
  return kind(actual) === kind(wanted) ? [] : [`${path}: ${kind(actual)}, not ${kind(wanted)}`];
}

async function started(): Promise<RunningStub> {
  const stub = await startStub({ seed: 'house', anchor: 20_778 });
  onTestFinished(() => stub.close());
  return stub;
}

async function answer(
  stub: RunningStub,
  path: string,
  body?: Value,
  method = body === undefined ? 'GET' : 'POST',
) {
  const response = await fetch(`${stub.url}/${path}`, {
    method,
    headers: { authorization: `OsApiKey ${stub.apiKey}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Value };
}

async function dossiers(stub: RunningStub): Promise<Fields[]> {
  const list = await answer(stub, 'fournisseur/61001/dossiers?nbParPage=100');
  const items = ((list.body as Fields).data as Fields).liste as Fields[];
  const all: Fields[] = [];
  for (const item of items) {
    const { idDossier } = item.cleDossier as Fields;
    all.push(
      (await answer(stub, `fournisseur/61001/dossiers/${String(idDossier)}`)).body as Fields,
    );
  }
  return all;
}

const READS: [string, string][] = [
  ['accommodations', 'fournisseur/61001/hebergements'],
  ['accommodations, none', 'fournisseur/99999/hebergements'],
  ['stock', 'fournisseur/61001/hebergements/1/stock'],
  ['rate types', 'fournisseur/61001/typetarifs'],
  ['links', 'fournisseur/61001/hebergements/1/typetarifs'],
  ['rates, one element per night', 'fournisseur/61001/hebergements/1/typetarifs/tarif'],
  ['bookings page', 'fournisseur/61001/dossiers'],
];

const dossierOf = (body: Fields) => (body.data as Fields).dossier as Fields;
const typeOf = (body: Fields) => {
  const { transaction } = dossierOf(body);
  return isRecord(transaction) ? transaction.type : null;
};
const BOOKINGS: [string, (body: Fields) => boolean][] = [
  ['booking, Open System, over the March clock change', (body) => typeOf(body) === 'OpenSystem'],
  [
    'booking, two accommodations, quantity 2',
    (body) =>
      typeOf(body) === 'ResaLocale' && (dossierOf(body).listeHebergement as Value[]).length === 2,
  ],
  ['booking, Booking.com', (body) => typeOf(body) === 'Booking'],
  ['booking, Xotelia', (body) => typeOf(body) === 'Xotelia'],
  ['booking, unknown origin', (body) => dossierOf(body).transaction === null],
  ['booking, cancelled by statut', (body) => dossierOf(body).statut === 'annulé'],
  ['booking, no contact', (body) => dossierOf(body).contact === null],
];

function registerForms(): void {
  test.each(READS)('%s', async (name, path) => {
    const stub = await started();
    const { status, body } = await answer(stub, path);
    expect(status).toBe(fixture(name).status);
    expect(differences(body, fixture(name).body)).toEqual([]);
  });

  test('bookings', async () => {
    const stub = await started();
    const all = await dossiers(stub);
    // Cancelled ones say so, and a few guests left optional fields out: both are told apart here.
    const complete = all.filter((body) => {
      const { contact } = dossierOf(body);
      return !isRecord(contact) || Object.hasOwn(contact, 'telephone3');
    });
    for (const [name, check] of BOOKINGS) {
      const cancelled = name.includes('cancelled');
      const mine = complete.filter(
        (body) => check(body) && Object.hasOwn(dossierOf(body), 'statut') === cancelled,
      );
      expect([name, mine.length > 0]).toEqual([name, true]);
      const wanted = fixture(name).body;
      for (const body of mine) {
        const found = differences(body, wanted);
        // A cancelled booking may come from any origin; the fixture shows only one.
        expect(found.filter((text) => !(cancelled && text.includes('.transaction')))).toEqual([]);
      }
    }
  });
}

function registerWrites(): void {
  test('writes, warnings and refusals', async () => {
    const stub = await started();
    const path = 'fournisseur/61001/hebergements/2/typetarifs/tarif';
    const model = fixture('rates').body as Fields;
    const [element] = (model.data as Fields).tarifs as Fields[];
    const unlinked = await answer(stub, path, { tarifs: [{ ...element, idTypeTarif: 2002 }] });
    expect(unlinked.status).toBe(200);
    expect(differences(unlinked.body, fixture('set rates, warnings').body)).toEqual([]);
    const unknown = await answer(stub, path, { tarifs: [{ ...element, idTypeTarif: 1 }] });
    expect(differences(unknown.body, fixture('refused with HTTP 200').body)).toEqual([]);
    const written = await answer(stub, path, { tarifs: [element ?? {}] });
    expect(written.body).toEqual({ ok: 1, data: { warnings: [] } });
  });

  test('a wrong key', async () => {
    const stub = await started();
    const url = `${stub.url}/fournisseur/61001/hebergements`;
    const response = await fetch(url, { headers: { authorization: 'OsApiKey nobody' } });
    const { status, body } = fixture('401');
    expect([response.status, await response.json()]).toEqual([status, body]);
  });
}

if (present) {
  registerForms();
  registerWrites();
} else {
  test('the fixtures are absent, which is counted as not run', () => {
    const file = process.env.OPENPRO_NOT_RUN_FILE;
    if (file) appendFileSync(file, 'stub forms: ../shared is absent\n');
    expect(fixtures).toEqual([]);
  });
}
