import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { changeNight, eurosOf, upstreamNight } from '#tests/support/nights.ts';
import { type Ask, mutation, queryPath } from '../exchange.ts';
import { CANARY, inside, type Scene, type Stage } from './stage.ts';

const DAY = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
const SPAN = { from: DAY, to: DAY };

export const refresh = ({ tell }: Stage, { supplierId, key }: Stage['ours']) =>
  tell(mutation('suppliers.refresh', { supplierId }, key));

const calendar = async ({ tell }: Stage, { supplierId, key }: Stage['ours']) =>
  inside(await tell({ path: queryPath('calendar.get', { supplierId, ...SPAN }), headers: key }));

/** The owner tries the key again, as the settings page does. */
export function probeOf({ own, theirs }: Stage): Ask {
  const asked = { key: { apiKey: CANARY }, supplierIds: [theirs.supplierId] };
  return mutation('connections.probe', asked, { cookie: theirs.cookie, origin: own.url });
}

/** Another host, and what arrived there. */
async function trap(): Promise<{ url: string; strayed: string[]; server: Server }> {
  const strayed: string[] = [];
  const server = createServer((request, response) => {
    strayed.push(JSON.stringify([request.url, request.headers]));
    response.end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { strayed, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** Faults of everything that upstream is asked about their property, with what is told of it. */
export const FAULTS: readonly (readonly [what: string, code: string, fault: object])[] = [
  ['answers HTML that names the key', 'unreadable', { html: true, body: `<p>${CANARY}</p>` }],
  ['answers more than may be read', 'unreadable', { tooLarge: 33_000_000 }],
  ['answers null', 'unreadable', { body: 'null' }],
  ['answers other types', 'unreadable', { body: '{"ok":"1","data":{"listeHebergement":7}}' }],
  ['answers half a body', 'unreadable', { malformed: true }],
  ['is cut off', 'unreachable', { resetBefore: true }],
  ['names the key in a refusal', 'refused', { echoKey: true }],
  ['names the key in a 401', 'key_refused', { status: 401, echoKey: true }],
  [
    'names the key in base64 and percent-encoded',
    'unreachable',
    { status: 500, upstreamSentence: `Bad ${btoa(CANARY)} and ${encodeURIComponent(CANARY)}` },
  ],
];

/** Upstream answers again; after an outage it is left alone for a moment first. */
export async function healed(stage: Stage, whom: Stage['ours']) {
  const warnings = async () => inside(await refresh(stage, whom)).warnings;
  await expect.poll(warnings, { timeout: 60_000, intervals: [1_000] }).toEqual([]);
}

/** Whatever upstream answers, the page shows what it had, says that it is old, and heals alone. */
async function survive(stage: Stage, fault: object, code: string) {
  const { own, theirs, tell } = stage;
  await healed(stage, theirs);
  const { asOf, accommodations, stock, rates, bookings } = await calendar(stage, theirs);
  expect(accommodations.length).toBeGreaterThan(10);
  await own.stub.fault({ match: { path: `/fournisseur/${theirs.supplierId}/` }, fault });
  const told = await refresh(stage, theirs);
  expect(told.status).toBe(200);
  const codes = inside(told).warnings.map((warning: { code: string }) => warning.code);
  expect(codes).toContain(code);
  expect((await tell(probeOf(stage))).status).toBe(200);
  const shown = await calendar(stage, theirs);
  expect(shown).toMatchObject({ stale: true, asOf, accommodations, stock, rates, bookings });
  await own.stub.clearFaults();
  await healed(stage, theirs);
  expect(await calendar(stage, theirs)).toMatchObject({ stale: false, accommodations });
}

async function redirected(stage: Stage) {
  const { url, strayed, server } = await trap();
  for (const status of [302, 307, 308])
    await survive(stage, { redirect: url, status }, 'unreadable');
  server.close();
  expect(strayed).toEqual([]);
}

async function unknownFields(stage: Stage) {
  const { own, ours } = stage;
  const row = { supplierId: ours.supplierId, accommodationId: 1, rateTypeId: 2001 };
  await changeNight(own.stub, row, DAY, { surprise: { deep: [1, 'x'] }, __proto: 1 });
  await healed(stage, ours);
  expect(JSON.stringify(await calendar(stage, ours))).not.toContain('surprise');
}

/** A time-out, which the scene of the key needs too: of the bookings alone, since each waits for as long as it may. */
export async function hanging(stage: Stage) {
  const { own, theirs } = stage;
  await healed(stage, theirs);
  const path = `/fournisseur/${theirs.supplierId}/dossiers`;
  await own.stub.fault({ match: { path }, fault: { hang: true } });
  const { warnings } = inside(await refresh(stage, theirs));
  expect(warnings).toMatchObject([{ part: 'bookings', code: 'unreachable', detail: null }]);
  await own.stub.clearFaults();
}

/** Sends a change to the end and gives the state of its sending. */
async function push(stage: Stage, set: object): Promise<string> {
  const { tell, ours } = stage;
  const { supplierId, key } = ours;
  const changes = [{ accommodationId: 1, rateTypeId: 2001, ...SPAN, set }];
  const input = { supplierId, idempotencyKey: `push of ${DAY}`, changes };
  const { batchId } = inside(await tell(mutation('bulkUpdates.create', input, key)));
  const ask = { path: queryPath('bulkUpdates.get', { batchId }), headers: key };
  await expect.poll(async () => inside(await tell(ask)).state).not.toBe('running');
  return inside(await tell(ask)).state;
}

async function closedNight(stage: Stage) {
  const { own, ours } = stage;
  const row = { supplierId: ours.supplierId, accommodationId: 1, rateTypeId: 2001 };
  const before = await changeNight(own.stub, row, DAY, {
    ...{ ouvert: false, dureeMin: 2, dureeMax: 9 },
    ...{ arriveeAutorisee: false, departAutorise: false, promotion: 'automne' },
  });
  await refresh(stage, ours);
  expect(await push(stage, { minStay: 4 })).toBe('done');
  const after = await upstreamNight(own.stub, row, DAY);
  expect(eurosOf(after)).toEqual(eurosOf(before));
  const { tarifPax } = after;
  expect(after).toEqual({ ...before, dureeMin: 4, tarifPax });
}

/** The last Sunday of a month next year, when clocks change in Europe. */
function clockChange(month: number): string {
  const last = new Date(Date.UTC(new Date().getUTCFullYear() + 1, month, 0));
  last.setUTCDate(last.getUTCDate() - last.getUTCDay());
  return last.toISOString().slice(0, 10);
}

async function clockChanges({ ours, tell }: Stage) {
  const days = [clockChange(3), clockChange(10)];
  const changes = days.map((day) => ({
    ...{ accommodationId: 1, rateTypeId: 2001, from: day, to: day },
    set: { priceCents: 12_345 },
  }));
  const input = { supplierId: ours.supplierId, changes };
  const told = await tell(mutation('bulkUpdates.preview', input, ours.key));
  expect(told.status).toBe(200);
  const cells = inside(told).cells.filter(({ field }: { field: string }) => field === 'priceCents');
  expect(cells.map(({ date }: { date: string }) => date)).toEqual(days);
}

/** What an upstream may do to us, and what we may not do to it. */
export const HOSTILE: readonly Scene[] = [
  { row: '24', what: 'each day of a clock change is one cell', play: clockChanges },
  { row: '26', what: 'a min stay on a closed night leaves all else', play: closedNight },
  { row: '30', what: 'an upstream that sends us elsewhere is not followed', play: redirected },
  { row: '30', what: 'fields that nobody knows do no harm', play: unknownFields },
  { row: '30', what: 'an upstream that never answers is given up', play: hanging },
  ...FAULTS.map(([what, code, fault]) => ({
    ...{ row: '30', what: `an upstream that ${what} hides nothing of what we have` },
    play: (stage: Stage) => survive(stage, fault, code),
  })),
];
