import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../openpro-api-react/stub-server/main.ts');

/** A change that upstream took in, as its own ledger tells it. */
export interface LedgerEntry {
  seq: number;
  supplierId: number;
  accommodationId: number | null;
  kind: string;
  key: string;
  before: unknown;
  after: unknown;
  by?: string;
}

/** A call that upstream answered. */
export interface StubCall {
  seq: number;
  at: string;
  method: string;
  path: string;
  query: string;
  status: number | null;
  requestId: string | null;
  /** Which fault it met. */
  fault: number | null;
}

/** The stub of the upstream API in a process of its own, with its control routes. */
export interface TestStub extends AsyncDisposable {
  readonly url: string;
  readonly apiKey: string;
  ledger(since?: number): Promise<LedgerEntry[]>;
  calls(since?: number): Promise<StubCall[]>;
  /** Sequence number of the last thing that happened. */
  now(): Promise<number>;
  /** Puts a fault in force and gives its id. */
  fault(fault: unknown): Promise<number>;
  clearFaults(): Promise<void>;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
}

/** Starts the stub with one seed on a free port. */
export async function startStubProcess(seed: string): Promise<TestStub> {
  const apiKey = 'integration-key-0123456789';
  const child = spawn(
    process.execPath,
    [MAIN, '--port', '0', '--seed', seed, '--api-key', apiKey],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const url = await new Promise<string>((done, fail) => {
    child.once('exit', (code) => fail(new Error(`The stub ended with code ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said: { ready?: boolean; url?: string } = JSON.parse(line);
      if (said.ready === true && said.url) done(said.url);
    });
  });
  const { origin } = new URL(url);
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${origin}/__stub/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!answer.ok) throw new Error(`${method} /__stub/${path}: ${answer.status}`);
    return answer.status === 204 ? null : answer.json();
  };
  const calls = async (since = 0) => (await control('GET', `calls?since=${since}`)) as StubCall[];
  const ledger = async (since = 0) =>
    (await control('GET', `ledger?since=${since}`)) as LedgerEntry[];
  return {
    url,
    apiKey,
    calls,
    ledger,
    control,
    now: async () => Math.max(0, ...[...(await calls()), ...(await ledger())].map((e) => e.seq)),
    fault: async (fault) => ((await control('POST', 'faults', fault)) as { id: number }).id,
    clearFaults: async () => void (await control('DELETE', 'faults')),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
      process.removeListener('exit', kill);
    },
  };
}
