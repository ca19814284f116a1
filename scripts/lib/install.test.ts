import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { isBuilt, noteBuild, sourceFiles, sourceStamp } from './build.mjs';
import { dependencyStamp, installReason } from './install.mjs';
import { atLeast, typeScriptFlags, versionProblem } from './runtime.mjs';

let root: string;

function write(path: string, content: unknown): void {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'openpro-stamps-'));
  write('package.json', { scripts: { a: '1' }, dependencies: { a: '1.0.0' } });
  write('package-lock.json', {
    packages: { '': { dependencies: { a: '1.0.0' } }, 'node_modules/a': { version: '1.0.0' } },
  });
  return () => rmSync(root, { recursive: true });
});

const installed = (version: string): void =>
  write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version } } });

describe('install', () => {
  test('is due without node_modules and after a change of the lock file', () => {
    expect(installReason(root)).toBe('first start');
    installed('1.0.0');
    expect(installReason(root)).toBeUndefined();
    write('package-lock.json', { packages: { '': {}, 'node_modules/a': { version: '2.0.0' } } });
    expect(installReason(root)).toBe('the lock file changed');
  });

  test('made by hand is taken over when it is the locked one', () => {
    installed('0.9.0');
    expect(installReason(root)).toBe('node_modules is not as the lock file says');
    installed('1.0.0');
    expect(installReason(root)).toBeUndefined();
  });

  test('does not hang on other fields of package.json', () => {
    const before = dependencyStamp(root);
    write('package.json', { scripts: { a: '2' }, dependencies: { a: '1.0.0' } });
    expect(dependencyStamp(root)).toBe(before);
    write('package.json', { dependencies: { a: '1.0.1' } });
    expect(dependencyStamp(root)).not.toBe(before);
  });
});

describe('build', () => {
  test('is good for exactly the sources it was made of', () => {
    write('app/page.tsx', 'one');
    write('app/page.test.ts', 'a test');
    write('.next/BUILD_ID', 'b1');
    expect(sourceFiles(root)).toContain('app/page.tsx');
    expect(sourceFiles(root)).not.toContain('app/page.test.ts');
    const stamp = sourceStamp(root);
    expect(isBuilt(root, stamp)).toBe(false);
    noteBuild(root, stamp);
    expect(isBuilt(root, sourceStamp(root))).toBe(true);
    write('app/page.test.ts', 'another test');
    expect(isBuilt(root, sourceStamp(root))).toBe(true);
    write('app/page.tsx', 'two');
    expect(isBuilt(root, sourceStamp(root))).toBe(false);
    write('app/page.tsx', 'one');
    expect(isBuilt(root, sourceStamp(root))).toBe(true);
    write('.next/BUILD_ID', 'made by hand');
    expect(isBuilt(root, stamp)).toBe(false);
  });
});

describe('Node', () => {
  test('that is too old is refused in one line', () => {
    expect(versionProblem('20.9.0', [20, 9])).toBeUndefined();
    expect(versionProblem('20.8.1', [20, 9])).toMatch(/^Node 20\.9 or later.*20\.8\.1/);
    expect([atLeast('22.12.0', [22, 12]), atLeast('9.30.0', [22, 12])]).toEqual([true, false]);
  });

  test('gets the flag for TypeScript only where it is needed', () => {
    const needs = (version: string) => typeScriptFlags(version).length > 0;
    expect(['22.12.0', '22.18.0', '23.5.0', '23.6.0', '24.21.0'].map(needs)).toEqual([
      ...[true, false, true, false, false],
    ]);
  });
});
