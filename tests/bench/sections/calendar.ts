import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createClient } from '@libsql/client';
import { calendarQueries } from '#server/domain/calendars/data.ts';
import type { TenantId } from '#server/domain/tenancy/actor.ts';
import type { BarePlan, BareStatement } from '../baselines/answer.ts';
import { type BareServer, startBareHttp, startBareNext } from '../baselines/start-bare.ts';
import type { Bench } from '../bench.ts';
import { alternate, load, middle, type Sample, type Target } from '../load.ts';
import { type Row, short } from '../report.ts';
import { type Stand, SUPPLIERS } from '../stand.ts';
import { calendarUrl, YEAR, yearAhead } from './calendar-url.ts';

const SECTION = 'calendar.get';
const CONNECTIONS = [1, 10] as const;
const WARM_UP_SECONDS = 4;
/** More spans than are kept in memory. */
const SPANS = 300;
const MOST_TIMES_BARE = 1.6;
const MOST_BODY_KB = 15;
const SIZES = ['house', 'campsite'] as const;

type Size = (typeof SIZES)[number];

/** `calendar.get` of a year beside a bare Next handler and a bare node:http one. */
export async function calendarSection(bench: Bench): Promise<Row[]> {
  const stand = await bench.stand();
  for (const size of SIZES) await stand.addSupplier(size);
  const planFile = await writePlan(stand);
  const bare = [
    await startBareNext(stand, bench.supervisor, planFile),
    await startBareHttp(stand, planFile),
  ];
  const rows: Row[] = [];
  for (const size of SIZES) {
    // Fresh, so that no reader asks for a refresh meanwhile.
    await stand.refresh(size);
    rows.push(...(await measureSize(bench, stand, bare, size)));
  }
  for (const { running } of bare) await running.stop();
  return rows;
}

async function measureSize(
  { quick }: Bench,
  stand: Stand,
  bare: readonly BareServer[],
  size: Size,
): Promise<Row[]> {
  const url = calendarUrl(stand, SUPPLIERS[size]);
  const headers = { authorization: `Bearer ${stand.apiKey}` };
  const own: Target = { name: 'calendar.get', url, headers, pid: stand.app.pid };
  const targets = [
    own,
    ...bare.map(({ url: base, running: { name, pid } }): Target => {
      return { name, url: `${base}?of=${size}`, headers, pid };
    }),
  ];
  const rows = [await bodyRow(size, url, headers)];
  const [seconds, rounds] = quick ? [2, 2] : [4, 4];
  for (const target of targets) await load(target, { connections: 10, seconds: WARM_UP_SECONDS });
  for (const connections of CONNECTIONS) {
    const samples = await alternate(targets, { connections, seconds, rounds });
    rows.push(...ratioRows(`${size}, ${connections} conn.`, targets, samples.map(middle)));
  }
  const urls = Array.from({ length: SPANS }, (_, i) => calendarUrl(stand, SUPPLIERS[size], i));
  const moving = await load({ ...own, urls }, { connections: 1, seconds });
  rows.push(sampleRow(`${size}, 1 conn.: other nights every time`, moving));
  return rows;
}

async function writePlan({ databaseFile, directory, url, apiKey }: Stand): Promise<string> {
  const databaseUrl = `file:${databaseFile}`;
  const client = createClient({ url: databaseUrl });
  const { rows } = await client.execute('SELECT id FROM organization');
  client.close();
  const tenant = String(rows[0]?.id) as TenantId;
  const statements = (size: Size): BareStatement[] =>
    calendarQueries({ tenant, supplierId: SUPPLIERS[size], ...yearAhead() }, null).map(
      ({ sql, args }) => ({
        sql,
        args: args as BareStatement['args'],
      }),
    );
  const plan: BarePlan = {
    databaseUrl,
    selects: { house: statements('house'), campsite: statements('campsite') },
    headers: await ownHeaders(url, apiKey),
  };
  const file = join(directory, 'bare-plan.json');
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

/** What the product's answers carry beside what any HTTP server adds. */
async function ownHeaders(url: string, apiKey: string): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/trpc/suppliers.list?input=%7B%7D`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  await answer.arrayBuffer();
  const added = ['connection', 'content-encoding', 'content-length', 'content-type', 'date'];
  const {
    'keep-alive': _,
    'transfer-encoding': _t,
    ...own
  } = Object.fromEntries([...answer.headers].filter(([name]) => !added.includes(name)));
  return own;
}

async function bodyRow(size: Size, url: string, headers: Record<string, string>): Promise<Row> {
  const answer = await fetch(url, { headers });
  const body = Buffer.from(await answer.arrayBuffer());
  if (!answer.ok)
    throw new Error(`calendar.get: ${answer.status} ${body.toString().slice(0, 300)}`);
  const kb = gzipSync(body).byteLength / 1000;
  return {
    section: SECTION,
    measure: `${size}: body of ${YEAR} nights, gzipped`,
    result: `${short(kb)} kB (${short(body.byteLength / 1000)} kB plain)`,
    value: kb,
    unit: 'kB',
    ...(size === 'house' && { target: MOST_BODY_KB }),
  };
}

function ratioRows(at: string, targets: readonly Target[], samples: readonly Sample[]): Row[] {
  const [own, next, http] = samples;
  if (!own || !next || !http) return [];
  const rows = samples.map((sample, i) => sampleRow(`${at}: ${targets[i]?.name}`, sample));
  const ratio = own.p50 / next.p50;
  const cpu = own.cpuUs !== null && next.cpuUs !== null ? own.cpuUs / next.cpuUs : Number.NaN;
  rows.push({
    section: SECTION,
    measure: `${at}: p50 against bare Next`,
    result: `${short(ratio)} ×  (CPU ${short(cpu)} ×; against node:http ${short(own.p50 / http.p50)} ×)`,
    value: ratio,
    unit: '×',
    target: MOST_TIMES_BARE,
    also: { cpu },
  });
  return rows;
}

function sampleRow(measure: string, sample: Sample): Row {
  const { p50, p99, perSecond, cpuUs } = sample;
  const cpu = cpuUs === null ? '' : `  ${short(cpuUs / 1000)} ms CPU`;
  return {
    section: SECTION,
    measure,
    result: `p50 ${short(p50)} ms  p99 ${short(p99)} ms  ${short(perSecond)} req/s${cpu}`,
    value: p50,
    unit: 'ms',
    also: { ...sample, cpuUs: cpuUs ?? 'unknown' },
  };
}
