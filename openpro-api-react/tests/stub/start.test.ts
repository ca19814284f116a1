import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseJson } from '../../stub-server/json.ts';
import { fingerprint, ready, start } from './process.ts';
import { bench, call } from './support.ts';

test('one line when ready, the key of the environment, the end on SIGTERM', async () => {
  const { child, line, exit } = await start(['--port', '0', '--seed', 'gite']);
  const told = ready(line);
  expect(told).toEqual({
    ready: true,
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/tarif\/multi\/v1$/),
    supplierIds: [62002],
  });
  const path = `${String(told.url)}/fournisseur/62002/hebergements`;
  expect((await call(path, 'GET', undefined, { key: 'from-env' })).status).toBe(200);
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
});

test('a busy port, a bad seed and an unknown option are one clear line each', async () => {
  const stub = await bench({ seed: 'gite' });
  const busy = await start(['--seed', 'gite', '--port', String(stub.port)]);
  expect([busy.line, await busy.exit]).toEqual([`stub: port ${stub.port} is busy`, 1]);
  const seed = await start(['--seed', 'castle']);
  expect([seed.line, await seed.exit]).toEqual([expect.stringContaining('--seed is one of'), 1]);
  const option = await start(['--prot', '1']);
  expect([option.line, await option.exit]).toEqual([expect.stringContaining('--prot'), 1]);
});

test('same anchor, same bytes: in any zone, in any process, after a reset', async () => {
  const stub = await bench();
  const here = await fingerprint(stub.url, stub.apiKey, 61001);
  await stub.control('POST', 'reset');
  expect(await fingerprint(stub.url, stub.apiKey, 61001)).toBe(here);
  const args = ['--port', '0', '--seed', 'house', '--anchor', '2026-11-21', '--api-key', 'k'];
  const there = ready((await start(args, 'America/Guadeloupe')).line);
  expect(await fingerprint(String(there.url), 'k', 61001)).toBe(here);
  const other = await bench({ anchor: 20_780 });
  expect(await fingerprint(other.url, other.apiKey, 61001)).not.toBe(here);
});

test('the anchor of the first start is kept with the data', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'stub-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const args = ['--port', '0', '--seed', 'gite', '--data-dir', dir];
  const first = await start([...args, '--anchor', '2026-02-03']);
  first.child.kill('SIGTERM');
  await first.exit;
  expect(parseJson(await readFile(join(dir, 'stub-anchor.json'), 'utf8'))).toEqual({
    anchor: '2026-02-03',
  });
  const { origin } = new URL(String(ready((await start(args)).line).url));
  expect((await call(`${origin}/__stub/status`, 'GET')).json).toMatchObject({
    anchor: '2026-02-03',
  });
});
