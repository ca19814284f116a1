// @ts-check
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { npmCommand } from '../../scripts/lib/install.mjs';
import { packRouterTypes } from '../../scripts/pack-router-types.mjs';

/**
 * Runs a program in the consumer's folder; its words are printed when it fails.
 * @param {string} cwd
 * @param {readonly [string, ...string[]]} command
 */
function run(cwd, [program, ...args]) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}\n${stdout}${stderr}`);
}

// A folder of its own, so that nothing of this checkout's node_modules is found by accident.
const folder = mkdtempSync(join(tmpdir(), 'openpro-consumer-'));
try {
  cpSync(import.meta.dirname, folder, { recursive: true });
  const types = packRouterTypes(folder);
  run(types, npmCommand(['pack', '--pack-destination', folder]));
  const { version } = JSON.parse(readFileSync(join(types, 'package.json'), 'utf8'));
  rmSync(types, { recursive: true });
  const tarball = `./openpro-router-types-${version}.tgz`;
  const quiet = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  run(folder, npmCommand(['install', ...quiet, tarball]));
  run(folder, [process.execPath, 'node_modules/typescript/bin/tsc', '-p', '.']);
  process.stdout.write('compiles against the packed type, alone\n');

  const demo = JSON.parse(readFileSync(process.env.DEMO_FILE || '.data/demo.json', 'utf8'));
  const main = join(folder, 'main.mjs');
  const source = pathToFileURL(join(folder, 'consumer.ts')).href;
  writeFileSync(
    main,
    `import { consume } from ${JSON.stringify(source)};\nawait consume(${JSON.stringify(demo)});\n`,
    { mode: 0o600 },
  );
  run(folder, [process.execPath, main]);
  process.stdout.write('calls the running demo with its API key\n');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
