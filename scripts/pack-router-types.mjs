// @ts-check
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT } from './lib/runtime.mjs';
import { rollUpRouterType } from './testing/router-types.mjs';

const ENTRY = 'server/trpc/root.ts';

/** The compiler's settings for declarations of the router alone. */
const settings = (/** @type {string} */ out) => ({
  extends: join(ROOT, 'tsconfig.json'),
  compilerOptions: {
    ...{ noEmit: false, incremental: false, declaration: true, emitDeclarationOnly: true },
    ...{ outDir: out, rootDir: ROOT, plugins: [], noErrorTruncation: true },
    typeRoots: [join(ROOT, 'node_modules/@types')],
  },
  include: [],
  exclude: [],
  files: [join(ROOT, ENTRY)],
});

/**
 * Packs the type of the router as `openpro-router-types`, a package of one declaration file.
 * @param {string} folder Where the package's folder is made.
 * @returns {string} The folder of the package.
 */
export function packRouterTypes(folder) {
  const scratch = mkdtempSync(join(tmpdir(), 'openpro-types-'));
  try {
    const config = join(scratch, 'tsconfig.json');
    writeFileSync(config, JSON.stringify(settings(join(scratch, 'out'))));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const run = spawnSync(process.execPath, [tsc, '-p', config], { cwd: ROOT, encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`The declarations cannot be written:\n${run.stdout}`);
    const read = (/** @type {string} */ path) => readFileSync(join(scratch, 'out', path), 'utf8');
    const entry = ENTRY.replace(/\.ts$/, '.d.ts');
    const target = join(folder, 'openpro-router-types');
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'index.d.ts'), rollUpRouterType({ entry, read }));
    writeFileSync(join(target, 'package.json'), JSON.stringify(manifest(), null, 2));
    return target;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function manifest() {
  const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return {
    name: 'openpro-router-types',
    version: own.version,
    description: 'The type of the API of OpenPro, for @trpc/client.',
    license: own.license,
    types: 'index.d.ts',
    exports: { '.': { types: './index.d.ts' } },
    files: ['index.d.ts'],
    peerDependencies: { '@trpc/server': own.dependencies['@trpc/server'] },
  };
}

if (process.argv[1] === import.meta.filename) {
  console.log(packRouterTypes(resolve(process.argv[2] ?? '.data')));
}
