import { parseArgs } from 'node:util';
import { parseDay } from './calendar.ts';
import { PROFILES, type SeedName } from './seed/profiles.ts';
import { DEFAULT_API_KEY, startStub } from './server.ts';

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}

function readArgs() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '3000' },
        seed: { type: 'string', default: 'all' },
        legacy: { type: 'boolean', default: false },
        'data-dir': { type: 'string' },
        'api-key': { type: 'string' },
        anchor: { type: 'string' },
      },
    }).values;
  } catch (error) {
    return stop(`stub: ${error instanceof Error ? error.message : String(error)}`);
  }
}

// Nothing is left to save: what was answered is in the journal, if there is one.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));

const args = readArgs();
const port = Number(args.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  stop(`stub: --port ${args.port} is no port`);
const seeds = ['all', ...PROFILES.map((profile) => profile.seed)];
if (!seeds.includes(args.seed)) stop(`stub: --seed is one of ${seeds.join(', ')}`);

const anchor = args.anchor === undefined ? null : parseDay(args.anchor);
if (args.anchor !== undefined && anchor === null)
  stop(`stub: --anchor ${args.anchor} is not a date`);

try {
  const stub = await startStub({
    port,
    seed: args.seed as SeedName | 'all',
    apiKey: args['api-key'] ?? process.env.STUB_API_KEY ?? DEFAULT_API_KEY,
    ...(anchor === null ? {} : { anchor }),
    ...(args['data-dir'] === undefined ? {} : { dataDir: args['data-dir'] }),
    mode: { legacy: args.legacy },
    print: (line) => console.log(JSON.stringify(line)),
  });
  console.log(JSON.stringify({ ready: true, url: stub.url, supplierIds: stub.supplierIds }));
} catch (error) {
  const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  stop(busy ? `stub: port ${port} is busy` : `stub: ${String(error)}`);
}
