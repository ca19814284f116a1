import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { load } from '../load.ts';
import { residentMb } from '../processes.ts';
import { type Row, short } from '../report.ts';
import { SUPPLIERS } from '../stand.ts';
import { calendarUrl } from './calendar-url.ts';

const MOST_AT_START_MB = 250;
const MOST_UNDER_LOAD_MB = 600;
const PER_SECOND = 100;
const SAMPLE_MS = 1_000;
/** By then what loading the code left behind is given back. */
const SETTLE_MS = 15_000;

/** Resident memory of the server after the start, and while it answers 100 requests a second. */
export async function memorySection({ freshStand, quick }: Bench): Promise<Row[]> {
  const running = await freshStand();
  await pause(SETTLE_MS);
  const idle = residentMb(running.app.pid);
  await running.addSupplier('house');
  const seconds = quick ? 20 : 120;
  const samples: { at: number; mb: number }[] = [];
  const { pid } = running.app;
  const timer = setInterval(() => {
    const mb = residentMb(pid);
    if (mb !== null) samples.push({ at: performance.now() / 60_000, mb });
  }, SAMPLE_MS);
  const headers = { authorization: `Bearer ${running.apiKey}` };
  const url = calendarUrl(running, SUPPLIERS.house);
  const options = { connections: 10, seconds, overallRate: PER_SECOND };
  const { perSecond } = await load({ name: 'calendar.get', url, headers, pid }, options).finally(
    () => clearInterval(timer),
  );
  if (running.residentAtStart === null || idle === null || samples.length === 0) return [notHere()];
  const second = samples.slice(Math.floor(samples.length / 2));
  const last = second.at(-1)?.mb ?? 0;
  return [
    {
      ...rowOf(`resident ${SETTLE_MS / 1_000} s after the start`, idle, MOST_AT_START_MB),
      result: `${short(idle)} MB (${short(running.residentAtStart)} MB at the first answer)`,
    },
    rowOf(`after ${seconds} s at ${short(perSecond)} req/s`, last, MOST_UNDER_LOAD_MB),
    {
      section: 'memory',
      measure: 'growth over the second half of that',
      result: `${short(slope(second))} MB a minute`,
      value: slope(second),
      unit: 'MB/min',
    },
  ];
}

function rowOf(measure: string, value: number, target: number): Row {
  return { section: 'memory', measure, result: `${short(value)} MB`, value, unit: 'MB', target };
}

function notHere(): Row {
  const result = 'not measured: there is no /proc here';
  return { section: 'memory', measure: 'resident', result, value: Number.NaN, unit: 'MB' };
}

/** How steeply a line through the samples rises, in MB a minute (least squares). */
function slope(samples: readonly { at: number; mb: number }[]): number {
  const mean = (pick: (sample: { at: number; mb: number }) => number) =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  const [at, mb] = [mean((sample) => sample.at), mean((sample) => sample.mb)];
  const over = mean((sample) => (sample.at - at) * (sample.mb - mb));
  return over / mean((sample) => (sample.at - at) ** 2);
}
