import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROUTES } from '#tests/e2e/support/attacks/routes.ts';

/** The path of a file's route: folders in brackets of their own do not show in it. */
const routeOf = (file: string) =>
  file
    .replace(/^app/, '')
    .replace(/\/(page\.tsx|route\.ts)$/, '')
    .replace(/\/\([^)]+\)/, '') || '/';

test('every page and every route has a row, and no row is of one that is gone', () => {
  const files = globSync('app/**/{page.tsx,route.ts}');
  expect(Object.keys(ROUTES).toSorted()).toEqual(files.map(routeOf).toSorted());
});
