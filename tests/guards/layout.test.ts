import { describe, expect, test } from 'vitest';
import { isIsomorphic, oddNames, strayFiles } from './rules/layout.ts';
import { lines, projectFiles } from './rules/source.ts';

describe('layout', () => {
  const files = projectFiles();

  test('every file stands where the layout has a place for it', () => {
    expect(lines(strayFiles(files))).toEqual([]);
  });

  test('file names are kebab-case', () => {
    expect(lines(oddNames(files))).toEqual([]);
  });

  test('bites: a stray root entry, a helper file, an unknown domain, a folder in a domain', () => {
    const stray = ['lib/a.ts', 'server/utils.ts', 'server/domain/rates/helpers.ts'];
    const strange = ['server/domain/misc/data.ts', 'server/domain/rates/sub/data.ts'];
    const use = 'server/domain/rates/do-rates.ts';
    expect(strayFiles([...stray, ...strange, use])).toHaveLength(6);
    expect(lines(strayFiles(['server/domain/rates/helpers.ts']))[0]).toContain('data.ts');
    expect(oddNames(['server/kernel/DayRuns.ts', 'server/kernel/day-runs.ts'])).toHaveLength(1);
  });

  test('knows which domain files a browser may run', () => {
    expect(isIsomorphic('server/domain/rates/schema.ts')).toBe(true);
    expect(isIsomorphic('server/domain/bulk-updates/plan.ts')).toBe(true);
    expect(isIsomorphic('server/domain/rates/data.ts')).toBe(false);
    expect(isIsomorphic('server/db/schema/work.ts')).toBe(false);
  });
});
