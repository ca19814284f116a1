import { monitorEventLoopDelay } from 'node:perf_hooks';
import { resolveOrganisation } from '#server/domain/auth/resolve-actor.ts';
import { addApiKey } from '#tests/support/people/api-keys.ts';
import { PASSWORD, startAuth } from '#tests/support/people/auth.ts';
import { bearer, query } from '#tests/support/raw.ts';
import { SUPPLIERS, startWorld } from '#tests/support/world.ts';
import type { Bench } from '../bench.ts';
import { median, type Row, short } from '../report.ts';

const SECTION = 'people';
const MOST_KEY_MS = 1;
const MOST_SESSION_MS = 2.5;
const MOST_HASH_MS = 300;
const LEAST_HASH_MS = 80;
/** A loop that waits for a hash is late by the hash; one that does not, by a tick. */
const MOST_LATE_MS = 30;
const WARM_UPS = 50;

/** What differs by less can be told by nobody over a network. */
const MOST_TELLING_MS = 0.2;

/** What it costs to know who asks, and to check a password; and whether time tells what is another's. */
export async function peopleSection({ quick }: Bench): Promise<Row[]> {
  await using service = await startAuth();
  const { organisationId } = await service.addUser('bench@example.org', 'Bench');
  const tenant = await resolveOrganisation(service.database.db, organisationId);
  const { key } = await addApiKey(service, tenant);
  const { cookie } = await service.signIn('bench@example.org');
  const times = quick ? 300 : 2000;
  const withKey = await timed(service, new Headers({ authorization: `Bearer ${key}` }), times);
  const withCookie = await timed(service, new Headers({ cookie }), times);
  return [
    costRow('API key checked: added to a call', withKey, MOST_KEY_MS),
    costRow('session checked: added to a call', withCookie, MOST_SESSION_MS),
    ...(await passwordRows(service, quick ? 5 : 15)),
    await foreignRow(quick ? 200 : 1000),
  ];
}

type Service = Awaited<ReturnType<typeof startAuth>>;

/** Milliseconds of each check, which must find somebody. */
async function timed({ resolveActor }: Service, headers: Headers, times: number) {
  const taken: number[] = [];
  for (let i = 0; i < WARM_UPS + times; i++) {
    const startedAt = performance.now();
    const { actor } = await resolveActor(headers);
    const ms = performance.now() - startedAt;
    if (actor === null) throw new Error('The check found nobody');
    if (i >= WARM_UPS) taken.push(ms);
  }
  return taken.sort((a, b) => a - b);
}

function costRow(measure: string, taken: readonly number[], target: number): Row {
  const value = median([...taken]);
  const p99 = taken[Math.floor(taken.length * 0.99)] ?? Number.NaN;
  const result = `${short(value)} ms (p99 ${short(p99)} ms)`;
  return { section: SECTION, measure, result, value, unit: 'ms', target };
}

/** A supplier of somebody else and one that nobody has, asked for in turns. */
async function foreignRow(times: number): Promise<Row> {
  await using world = await startWorld({ seed: 'all' });
  const foreign = SUPPLIERS.hotel ?? 0;
  const { api } = await world.organisation('Others', {
    ...{ supplierId: foreign, apiKey: world.stub.apiKey },
  });
  await api.suppliers.refresh.mutate({ supplierId: foreign });
  await world.app.runner.stop();
  const span = { from: '2027-01-01', to: '2027-01-31' };
  const taken = { foreign: [] as number[], unknown: [] as number[], again: [] as number[] };
  const ids = [
    ['foreign', foreign],
    ['unknown', 99_999],
    ['again', 99_998],
  ] as const;
  for (let i = 0; i < WARM_UPS + times; i++) {
    for (const [name, supplierId] of ids) {
      const startedAt = performance.now();
      const input = { supplierId, ...span };
      const { status } = await query(world.url, 'calendar.get', input, bearer(world.apiKey));
      const ms = performance.now() - startedAt;
      if (status !== 404) throw new Error(`The answer was ${status}`);
      if (i >= WARM_UPS) taken[name].push(ms);
    }
  }
  const [one, other, again] = ids.map(([name]) => median(taken[name]));
  const value = Math.abs((one ?? 0) - (other ?? 0));
  const noise = Math.abs((again ?? 0) - (other ?? 0));
  const result = `${short(value)} ms apart (two unknown ones: ${short(noise)} ms)`;
  // On a busy machine two that nobody has are as far apart.
  const target = Math.max(MOST_TELLING_MS, 2 * noise);
  const measure = 'foreign vs unknown supplier, refused';
  return { section: SECTION, measure, result, value, unit: 'ms', target };
}

async function passwordRows({ auth }: Service, times: number): Promise<Row[]> {
  const { password } = await auth.$context;
  const hash = await password.hash(PASSWORD);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const taken: number[] = [];
  delay.enable();
  for (let i = 0; i < times; i++) {
    const startedAt = performance.now();
    if (!(await password.verify({ hash, password: PASSWORD }))) throw new Error('Wrong password');
    taken.push(performance.now() - startedAt);
  }
  delay.disable();
  const value = median(taken);
  const late = delay.percentile(99) / 1e6;
  const head = { section: SECTION, unit: 'ms' };
  const slow = value < LEAST_HASH_MS ? `, less than ${LEAST_HASH_MS}: too cheap to guess` : '';
  return [
    {
      ...{ ...head, measure: 'password checked', value, target: MOST_HASH_MS },
      result: `${short(value)} ms${slow}`,
    },
    {
      ...{ ...head, measure: 'event loop late meanwhile (p99)', value: late },
      ...{ result: `${short(late)} ms`, target: MOST_LATE_MS },
    },
  ];
}
