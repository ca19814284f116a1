import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lines, projectFiles, ROOT } from './rules/source.ts';
import { lockDrift, loosePins, machineTraces, missingPaths } from './rules/texts.ts';

const read = (path: string) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') });
const readJson = (path: string) => JSON.parse(read(path).text);
const BINARY = /\.(png|jpg|ico|woff2?|db|tgz)$/;

describe('documents', () => {
  test('name only paths that exist', () => {
    const docs = projectFiles().filter((path) => path.endsWith('.md'));
    const missing = missingPaths(docs.map(read), (path) => existsSync(join(ROOT, path)));
    expect(lines(missing)).toEqual([]);
  });

  test('bites', () => {
    const missing = (text: string, ...there: string[]) =>
      missingPaths([{ path: 'server/README.md', text }], (path) => there.includes(path));
    expect(missing('see `server/gone.ts`', 'server')).toHaveLength(1);
    expect(missing('see `kernel/gone.ts`', 'server/kernel')).toHaveLength(1);
    expect(missing('see [it](gone.md)')).toHaveLength(1);
    expect(missing('`server/domain/<x>/` [web](https://example.org)', 'server')).toEqual([]);
    expect(missing('`a/b` is no path here')).toEqual([]);
    expect(missing('`kernel/money.ts`', 'server/kernel', 'server/kernel/money.ts')).toEqual([]);
  });
});

describe('traces of one machine', () => {
  test('stand in no file', () => {
    const files = projectFiles().filter((path) => !BINARY.test(path));
    expect(lines(machineTraces(files.map(read)))).toEqual([]);
  });

  test('bites', () => {
    const file = (text: string) => [{ path: 'a.md', text }];
    expect(machineTraces(file(['', 'home', 'ann', 'x'].join('/')))).toHaveLength(1);
    expect(
      machineTraces(file(`see ${['https:', '', 'registry.npmjs.org'].join('/')}`)),
    ).toHaveLength(1);
    expect(machineTraces(file('app/home/page.tsx'))).toEqual([]);
  });
});

describe('packages', () => {
  const lock = readJson('package-lock.json').packages;

  test('are pinned exactly, and the lock file is in step', () => {
    for (const folder of ['', 'openpro-api-react']) {
      const path = folder === '' ? 'package.json' : `${folder}/package.json`;
      expect(lines(loosePins(path, readJson(path)))).toEqual([]);
      expect(lines(lockDrift(folder, readJson(path), lock))).toEqual([]);
    }
  });

  test('bites', () => {
    const loose = { dependencies: { a: '^1.0.0', b: '~1.0.0', c: 'latest', d: '1.0.0' } };
    expect(loosePins('package.json', loose)).toHaveLength(3);
    expect(lockDrift('', { dependencies: { a: '1.0.0' } }, { '': {} })).toHaveLength(1);
    const fetched = { '': {}, 'node_modules/a': { resolved: 'https://example.org/a.tgz' } };
    expect(lockDrift('', {}, fetched)).toHaveLength(1);
  });
});
