import autocannon from 'autocannon';
import { cpuMs } from './processes.ts';
import { median } from './report.ts';

/** A server under load, and what to ask it. */
export interface Target {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pid: number;
  /** Addresses to ask in turn instead. */
  readonly urls?: readonly string[];
}

/** What one stretch of load gave. */
export interface Sample {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Processor time of the server per request, in microseconds. */
  readonly cpuUs: number | null;
}

/** The fewest answers per connection that make a median. */
const LEAST_ANSWERS = 4;
const MOST_SECONDS = 60;

/**
 * Keeps a server busy for some seconds, longer where it is slow to answer. An answer that is no
 * 200 fails the bench.
 */
export async function load(
  { name, url, headers, pid, urls }: Target,
  options: { connections: number; seconds: number; overallRate?: number },
): Promise<Sample> {
  const { seconds, ...rest } = options;
  const before = cpuMs(pid);
  const startedAt = performance.now();
  const requests = urls?.map((one) => ({ path: one.slice(new URL(one).origin.length) }));
  const instance = autocannon({
    ...{ url, headers: { ...headers }, duration: seconds + MOST_SECONDS, ...rest },
    ...(requests && { requests }),
  });
  const times: number[] = [];
  let endedAt = startedAt;
  let after = before;
  instance.on('response', (_client, _status, _bytes, ms) => {
    const now = performance.now();
    if (endedAt - startedAt > seconds * 1000 && times.length >= LEAST_ANSWERS * rest.connections) {
      instance.stop();
      return;
    }
    times.push(ms);
    endedAt = now;
    after = cpuMs(pid);
  });
  const { errors, non2xx } = await instance;
  if (errors > 0 || non2xx > 0 || times.length === 0)
    throw new Error(`${name}: ${times.length} answers, ${errors} errors, ${non2xx} not 2xx`);
  times.sort((a, b) => a - b);
  return {
    requests: times.length,
    perSecond: (times.length / (endedAt - startedAt)) * 1000,
    p50: median(times),
    p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    cpuUs: before === null || after === null ? null : ((after - before) * 1000) / times.length,
  };
}

/** The medians of several stretches. */
export function middle(samples: readonly Sample[]): Sample {
  const of = (pick: (sample: Sample) => number) => median(samples.map(pick));
  const cpu = samples.flatMap(({ cpuUs }) => (cpuUs === null ? [] : [cpuUs]));
  return {
    requests: samples.reduce((sum, { requests }) => sum + requests, 0),
    perSecond: of(({ perSecond }) => perSecond),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    cpuUs: cpu.length === 0 ? null : median(cpu),
  };
}

/**
 * Loads several servers in turn, round by round, so that what else the machine does hits all of
 * them alike; the order turns round every time.
 */
export async function alternate(
  targets: readonly Target[],
  options: { connections: number; seconds: number; rounds: number },
): Promise<Sample[][]> {
  const { rounds, ...each } = options;
  const samples: Sample[][] = targets.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...targets.entries()];
    if (round % 2 === 1) order.reverse();
    for (const [i, target] of order) samples[i]?.push(await load(target, each));
  }
  return samples;
}
