import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { bytesBelow, formsOf } from '#tests/support/people/secrets.ts';
import { exchange } from '../exchange.ts';
import { FAULTS, hanging, healed, probeOf, refresh } from './hostile.ts';
import { CANARY, type Scene, type Stage } from './stage.ts';

/** Every file of the build; what a compiler keeps for its next run is not shipped. */
function* filesOfBuild(folder = '.next'): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && path !== '.next/cache' && path !== '.next/dev')
      yield* filesOfBuild(path);
  }
}

/** Ends the app while a call with the key is under way. */
async function crash(stage: Stage) {
  const { own, theirs } = stage;
  const { pid } = JSON.parse(readFileSync(join(own.dataDir, 'demo.db.lock.json'), 'utf8'));
  const path = `/fournisseur/${theirs.supplierId}/`;
  await own.stub.fault({ match: { path }, fault: { hang: true } });
  const since = await own.stub.now();
  const probing = exchange(own.url, probeOf(stage)).then(
    () => 'answered',
    () => 'broken off',
  );
  const arrived = async () =>
    (await own.stub.calls(since)).some((call) => call.path.includes(path));
  await expect.poll(arrived).toBe(true);
  process.kill(pid, 'SIGKILL');
  expect(await probing).toBe('broken off');
}

/** Uses the key, typed and stored, while upstream does everything that could make it show. */
async function exposeKey(stage: Stage) {
  const { own, theirs, tell } = stage;
  const elsewhere = ['is sent elsewhere', '', { redirect: 'http://127.0.0.1:9/?from' }] as const;
  for (const [, , fault] of [...FAULTS, elsewhere]) {
    await healed(stage, theirs);
    await own.stub.fault({ match: { path: `/fournisseur/${theirs.supplierId}/` }, fault });
    await tell(probeOf(stage));
    await refresh(stage, theirs);
    await own.stub.clearFaults();
  }
  await hanging(stage);
}

async function nowhere(stage: Stage) {
  const { own, theirs, answers, tell, log } = stage;
  await exposeKey(stage);
  const { supplierId, cookie } = theirs;
  const pages = ['calendar', 'settings/connections', 'audit', 'settings'];
  for (const page of pages) await tell({ path: `/s/${supplierId}/${page}`, headers: { cookie } });
  for (const path of ['/nothing', '/api/debug', '/debug', '/_global-error', '/api/ready'])
    await tell({ path, headers: { cookie } });
  const list = { path: '/api/trpc/connections.list', headers: { cookie } };
  expect((await tell(list)).text).toContain(CANARY.slice(-4));
  await crash(stage);

  const answered = answers.map(({ text, headers }) => text + JSON.stringify([...headers])).join('');
  const places: readonly (readonly [place: string, content: string])[] = [
    ['database and log', bytesBelow(own.dataDir)],
    ['answers', answered],
    ...[...filesOfBuild()].map((path) => [path, readFileSync(path, 'latin1')] as const),
  ];
  // The places that are looked at hold what they should.
  expect(places.length).toBeGreaterThan(300);
  expect(log()).toContain('upstream call');
  for (const sign of ['key_refused', 'unreadable', '***', 'Page introuvable'])
    expect(answered).toContain(sign);
  const found = places.flatMap(([place, content]) =>
    formsOf(CANARY).flatMap((form) => (content.includes(form) ? [`${place}: ${form}`] : [])),
  );
  expect(found).toEqual([]);
  const maps = [...filesOfBuild('.next/static')].filter((path) => path.endsWith('.map'));
  expect(maps).toEqual([]);
}

/** Comes last: it ends the app. */
export const CANARY_SCENES: readonly Scene[] = [
  { row: '12', what: 'a key of upstream stands nowhere, however it was used', play: nowhere },
];
