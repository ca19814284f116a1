import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Day, isoDay, parisDay, parseDay } from './calendar.ts';
import { isObject, parseJson } from './json.ts';
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

function storedAnchor(file: string): Day | null {
  try {
    const stored = parseJson(readFileSync(file, 'utf8'));
    return isObject(stored) ? parseDay(stored.anchor) : null;
  } catch {
    return null;
  }
}

/** The day of the first start: named, else the one kept with the data, else today. */
function anchorDay(given: string | undefined, dataDir: string | undefined): Day {
  const named = given === undefined ? null : parseDay(given);
  if (given !== undefined && named === null) stop(`stub: --anchor ${given} is not a date`);
  if (dataDir === undefined) return named ?? parisDay(Date.now());
  const file = join(dataDir, 'stub-anchor.json');
  const anchor = named ?? storedAnchor(file) ?? parisDay(Date.now());
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ anchor: isoDay(anchor) })}\n`);
  return anchor;
}

// Nothing is worth saving: a stub that is told to stop stops.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));

const args = readArgs();
const port = Number(args.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  stop(`stub: --port ${args.port} is no port`);
const seeds = ['all', ...PROFILES.map((profile) => profile.seed)];
if (!seeds.includes(args.seed)) stop(`stub: --seed is one of ${seeds.join(', ')}`);

try {
  const stub = await startStub({
    port,
    seed: args.seed as SeedName | 'all',
    apiKey: args['api-key'] ?? process.env.STUB_API_KEY ?? DEFAULT_API_KEY,
    anchor: anchorDay(args.anchor, args['data-dir']),
    mode: { legacy: args.legacy },
    print: (line) => console.log(JSON.stringify(line)),
  });
  console.log(JSON.stringify({ ready: true, url: stub.url, supplierIds: stub.supplierIds }));
} catch (error) {
  const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  stop(busy ? `stub: port ${port} is busy` : `stub: ${String(error)}`);
}
