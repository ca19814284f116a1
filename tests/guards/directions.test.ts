import { describe, expect, test } from 'vitest';
import { wrongDirections } from './rules/directions.ts';
import { cycles, importsOf } from './rules/imports.ts';
import { isIsomorphic } from './rules/layout.ts';
import { lines, parseSource, projectSources } from './rules/source.ts';

const edgesOf = (path: string, text: string) => importsOf(parseSource(path, text));
const wrong = (path: string, text: string) =>
  lines(wrongDirections(edgesOf(path, text), isIsomorphic));

describe('import directions', () => {
  const edges = projectSources().flatMap(importsOf);

  test('imports go one way', () => {
    expect(lines(wrongDirections(edges, isIsomorphic))).toEqual([]);
  });

  test('no file needs itself to run', () => {
    expect(cycles(edges).map((ring) => ring.join(' -> '))).toEqual([]);
  });

  test('pure rules and shapes of a domain reach no database and nothing of Node', () => {
    const reached = edges
      .filter((edge) => isIsomorphic(edge.from) && !edge.typeOnly)
      .filter((edge) => edge.to.startsWith('server/db/') || edge.to.startsWith('node:'));
    expect(reached.map((edge) => `${edge.from}:${edge.line} ${edge.to}`)).toEqual([]);
  });

  test('bites on every form of import', () => {
    expect(wrong('server/kernel/a.ts', "import { x } from '#server/db/client.ts';")).toHaveLength(
      1,
    );
    expect(wrong('server/domain/rates/data.ts', "export * from '../../jobs/q.ts';")).toHaveLength(
      1,
    );
    expect(wrong('server/trpc/a.ts', "await import('#components/a.tsx');")).toHaveLength(1);
    expect(wrong('components/a.tsx', "import '#server/domain/rates/data.ts';")).toHaveLength(1);
    expect(wrong('app/page.tsx', "import { db } from '#server/db/client.ts';")).toHaveLength(1);
    expect(wrong('server/jobs/a.ts', "import 'openpro-api-react/client';")).toHaveLength(1);
    expect(wrong('server/db/a.ts', "type T = import('#server/trpc/root.ts').T;")).toHaveLength(1);
  });

  test('lets through what the table allows', () => {
    const router = "import type { AppRouter } from '#server/trpc/root.ts';";
    expect(wrong('components/a.tsx', router)).toEqual([]);
    expect(wrong('components/a.tsx', router.replace('type ', ''))).toHaveLength(1);
    expect(wrong('components/a.tsx', "import '#server/domain/rates/schema.ts';")).toEqual([]);
    expect(wrong('server/openpro/a.ts', "import 'openpro-api-react/client';")).toEqual([]);
    expect(wrong('server/jobs/a.test.ts', "import 'openpro-api-react/stub-server';")).toEqual([]);
  });

  test('finds a ring, but not one of types', () => {
    const ring = [
      ...edgesOf('server/kernel/a.ts', "import { b } from './b.ts';"),
      ...edgesOf('server/kernel/b.ts', "import { c } from './c.ts';"),
      ...edgesOf('server/kernel/c.ts', "export { a } from './a.ts';"),
    ];
    expect(cycles(ring)).toHaveLength(1);
    const types = edgesOf('server/kernel/c.ts', "import { type A } from './a.ts';");
    expect(cycles([...ring.slice(0, 2), ...types])).toEqual([]);
  });
});
