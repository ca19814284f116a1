import type { BatchView } from '#server/domain/pushes/schema.ts';
import { addCounts } from '#server/domain/pushes/states.ts';
import { addDays, fromEpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import { todayOf } from '#tests/support/nights.ts';
import { type Api, SUPPLIERS, startWorld, type World } from '#tests/support/world.ts';
import type { Bench } from '../bench.ts';
import { type Row, short } from '../report.ts';

const NIGHTS = 365;
/** How many of a hundred calls go wrong, and from which number the faults are drawn. */
const FAULTY_PERCENT = 5;
const SEED = 20_260_101;
/** Calls of each accommodation that may go wrong, in the order in which they are made. */
const CALLS = ['GET', 'POST', 'GET'] as const;

const READ_FAULTS = [{ status: 503 }, { resetBefore: true }, { malformed: true }, { hang: true }];
const WRITE_FAULTS = [
  ...[{ status: 500 }, { resetBefore: true }, { resetAfter: true }, { hang: true }],
  ...[{ retryAfter: 1 }, { ignoreWrite: true }, { clampCents: 1_000 }, { partial: 'alternate' }],
  ...[{ upstreamSentence: 'Non.' }, { staleReads: 2 }],
];

/** The same numbers from 0 to 1 in every run (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Some accommodations of a property, each with the rate type that gets new prices. */
interface Party {
  readonly api: Api;
  readonly supplierId: number;
  readonly units: readonly { readonly id: number; readonly rateTypeId: number }[];
}

/**
 * A year of prices for fifty accommodations of two properties while some calls fail: how long it
 * takes, what it costs upstream, and whether any night is told otherwise than upstream holds it.
 */
export async function pushSection({ quick }: Bench): Promise<Row[]> {
  await using world = await startWorld({ seed: 'all', upstreamTimeoutMs: 2_000 });
  const { stub } = world;
  const parties = await partiesOf(world, quick ? [10, 0] : [40, 10]);
  const faults = await addFaults(world, parties);
  const since = await stub.now();
  const startedAt = performance.now();
  const batchIds = await Promise.all(parties.map(pushYear));
  const batches = await Promise.all(parties.map((party, i) => ended(party, batchIds[i] ?? '')));
  const seconds = (performance.now() - startedAt) / 1_000;
  const calls = (await stub.calls(since)).length;
  await stub.clearFaults();
  let lies = 0;
  for (const batch of batches) lies += await liesOf(world, batch);
  const counts = addCounts(batches.map((batch) => batch.counts));
  const states = Object.entries(counts).filter(([name, n]) => name !== 'total' && n > 0);
  const told = states.map(([state, n]) => `${n} ${state}`).join(', ');
  const units = parties.reduce((sum, party) => sum + party.units.length, 0);
  const size = `${units} × ${NIGHTS} nights, ${faults} faults`;
  const row = (measure: string, result: string, value: number, unit: string): Row => ({
    ...{ section: 'push', measure, result, value, unit },
  });
  return [
    row(`time (${size})`, `${short(seconds)} s`, seconds, 's'),
    row('upstream calls', `${calls} calls`, calls, 'calls'),
    row('nights by state', told, counts.applied, 'nights'),
    { ...row('nights told otherwise than they are', `${lies}`, lies, 'nights'), target: 0 },
  ];
}

async function partiesOf(world: World, sizes: readonly [number, number]): Promise<Party[]> {
  const { apiKey } = world.stub;
  const names = ['campsite', 'hotel'] as const;
  return Promise.all(
    names.map(async (name, i): Promise<Party> => {
      const supplierId = SUPPLIERS[name] ?? 0;
      const { api } = await world.organisation(name, { supplierId, apiKey });
      await api.suppliers.refresh.mutate({ supplierId });
      const from = await todayOf({ api, supplierId });
      const { accommodations } = await api.calendar.get.query({ supplierId, from, to: from });
      const units = accommodations.slice(0, sizes[i]).map(({ id, rateTypeIds }) => ({
        ...{ id, rateTypeId: rateTypeIds[0] ?? 0 },
      }));
      return { api, supplierId, units };
    }),
  ).then((all) => all.filter(({ units }) => units.length > 0));
}

async function pushYear({ api, supplierId, units }: Party): Promise<string> {
  const from = addDays(await todayOf({ api, supplierId }), 10);
  const to = addDays(from, NIGHTS - 1);
  const { batchId } = await api.bulkUpdates.create.mutate({
    ...{ supplierId, idempotencyKey: 'bench' },
    changes: units.flatMap(({ id, rateTypeId }) =>
      [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        ...{ accommodationId: id, rateTypeId, from, to, weekdays: [weekday] },
        set: { priceCents: priceOf(weekday) },
      })),
    ),
  });
  return batchId;
}

const priceOf = (weekday: number) => 30_000 + weekday * 111;

async function addFaults({ stub }: World, parties: readonly Party[]): Promise<number> {
  const draw = drawing(SEED);
  let made = 0;
  for (const { supplierId, units } of parties)
    for (const { id } of units)
      for (const method of CALLS) {
        const list = method === 'GET' ? READ_FAULTS : WRITE_FAULTS;
        const isFaulty = draw() * 100 < FAULTY_PERCENT;
        const chosen = list[Math.floor(draw() * list.length)];
        made += isFaulty ? 1 : 0;
        await stub.fault({
          match: { method, path: `/fournisseur/${supplierId}/hebergements/${id}/typetarifs/tarif` },
          times: 1,
          fault: isFaulty ? chosen : { delayMs: 0 },
        });
      }
  return made;
}

async function ended({ api, supplierId }: Party, batchId: string): Promise<BatchView> {
  for (;;) {
    const { items } = await api.bulkUpdates.list.query({ supplierId });
    const state = items.find((one) => one.batchId === batchId)?.state;
    if (state !== 'running') return api.bulkUpdates.get.query({ batchId });
    await new Promise((done) => setTimeout(done, 100));
  }
}

interface Element {
  readonly idTypeTarif: number;
  readonly debut: string;
  readonly fin: string;
  readonly tarifPax: { readonly listeTarifPaxOccupation: readonly { readonly prix: number }[] };
}

/** Nights called applied that upstream does not hold, and nights not ended or wrongly called refused. */
async function liesOf({ stub }: World, batch: BatchView): Promise<number> {
  let lies = 0;
  for (const { accommodationId, cells } of batch.items) {
    const url = `${stub.url}/fournisseur/${batch.supplierId}/hebergements/${accommodationId}/typetarifs/tarif`;
    const answer = await fetch(url, { headers: { authorization: `OsApiKey ${stub.apiKey}` } });
    const { data } = (await answer.json()) as { data: { tarifs: Element[] } };
    const held = new Map<string, number[]>();
    for (const element of data.tarifs.filter(
      ({ idTypeTarif }) => idTypeTarif === cells[0]?.rateTypeId,
    ))
      for (
        let day = toEpochDay(element.debut as never);
        day <= toEpochDay(element.fin as never);
        day++
      )
        held.set(
          fromEpochDay(day),
          element.tarifPax.listeTarifPaxOccupation.map(({ prix }) => Math.round(prix * 100)),
        );
    for (const { date, state, sent } of cells) {
      const wanted = sent.prices?.at(-1)?.priceCents ?? 0;
      const isThere = held.get(date)?.includes(wanted) === true;
      const isTruthful =
        state === 'applied' ? isThere : ['mismatch', 'rejected'].includes(state) && !isThere;
      lies += isTruthful ? 0 : 1;
    }
  }
  return lies;
}
