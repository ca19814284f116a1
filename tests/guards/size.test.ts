import { describe, expect, test } from 'vitest';
import { fullFolders, longFiles, longFunctions, undocumented, untyped } from './rules/functions.ts';
import {
  except,
  isTest,
  lines,
  parseSource,
  projectFiles,
  projectSources,
} from './rules/source.ts';

const sources = projectSources();
const lined = (count: number): string => Array.from({ length: count }, () => 'f();').join('\n');

describe('sizes', () => {
  test('files, functions and folders are small', () => {
    expect(lines(longFiles(sources))).toEqual([]);
    expect(lines(sources.flatMap(longFunctions))).toEqual([]);
    expect(lines(fullFolders(projectFiles()))).toEqual([]);
  });

  test('bites', () => {
    expect(longFiles([parseSource('server/a.ts', lined(301))])).toHaveLength(1);
    expect(longFiles([parseSource('server/a.ts', lined(300))])).toEqual([]);
    expect(longFiles([parseSource('components/a.tsx', lined(251))])).toHaveLength(1);
    const body = (count: number) => `export function f() {\n${lined(count)}\n}`;
    expect(longFunctions(parseSource('server/a.ts', body(59)))).toHaveLength(1);
    expect(longFunctions(parseSource('server/a.ts', body(58)))).toEqual([]);
    expect(longFunctions(parseSource('components/a.tsx', body(59)))).toEqual([]);
    expect(longFunctions(parseSource('components/a.tsx', body(119)))).toHaveLength(1);
    const many = Array.from({ length: 13 }, (_, index) => `server/x/f${index}.ts`);
    expect(fullFolders(many)).toHaveLength(1);
    expect(fullFolders([...many.slice(1), 'server/x/a.test.ts'])).toEqual([]);
  });
});

/** Each with its reason. The list may only shrink. */
const INFERRED = {
  'server/domain/auth/create-auth.ts': 'the library infers the type from the options',
  'server/domain/auth/data.ts': 'the type of prepared statements is inferred from the queries',
};

describe('exported functions', () => {
  const prefixes = ['server/domain/', 'server/kernel/', 'openpro-api-react/'];
  const watched = sources.filter(
    ({ path }) => !isTest(path) && prefixes.some((prefix) => path.startsWith(prefix)),
  );

  test('say what they do and what they give', () => {
    expect(lines(watched.flatMap(undocumented))).toEqual([]);
    expect(lines(except(watched.flatMap(untyped), INFERRED))).toEqual([]);
  });

  test('bites', () => {
    const plain = parseSource('server/kernel/a.ts', 'export function f(a: number) { return a; }');
    expect([undocumented(plain), untyped(plain)].map((list) => list.length)).toEqual([1, 1]);
    const arrow = parseSource('server/kernel/a.ts', '// no\nexport const f = () => 1;');
    expect([undocumented(arrow), untyped(arrow)].map((list) => list.length)).toEqual([1, 1]);
    const good = '/** Gives one. */\nexport async function f(): Promise<number> { return 1; }';
    expect(undocumented(parseSource('server/kernel/a.ts', good))).toEqual([]);
    const typed = '/** Gives one. */\nexport const f: () => number = () => 1;';
    expect(untyped(parseSource('server/kernel/a.ts', typed))).toEqual([]);
  });
});
