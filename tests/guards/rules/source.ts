import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ESTree, type ParseResult, parseSync } from 'rolldown/utils';

/** The root of the checkout. */
export const ROOT = join(import.meta.dirname, '..', '..', '..');

/** A file of the project, parsed. */
export interface Source {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly program: ESTree.Program;
  readonly comments: ParseResult['comments'];
}

/** A broken rule: where, and what to do instead. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

const NOT_OURS = new Set([
  ...['node_modules', '.git', '.next', '.data', 'coverage', 'test-results', 'playwright-report'],
  'next-env.d.ts',
]);
const CODE = /\.(ts|tsx|mts|mjs|js)$/;

/** Every file of the project by its path from the root, without what tools generate. */
export function projectFiles(root: string = ROOT): string[] {
  const walk = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => !NOT_OURS.has(entry.name) && !entry.name.endsWith('.tsbuildinfo'))
      .flatMap((entry) => {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        return entry.isDirectory() ? walk(path) : [path];
      });
  return walk('').sort();
}

/** Parses one file; a syntax error is an error. */
export function parseSource(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  return { path, text, program, comments };
}

let cached: readonly Source[] | undefined;

/** All code of the project, parsed once. */
export function projectSources(): readonly Source[] {
  cached ??= projectFiles()
    .filter((path) => CODE.test(path))
    .map((path) => parseSource(path, readFileSync(join(ROOT, path), 'utf8')));
  return cached;
}

/** Whether a file is a test or serves tests only. */
export function isTest(path: string): boolean {
  return path.startsWith('tests/') || /\.test\.tsx?$/.test(path) || path.includes('/tests/');
}

/** The line, from 1, that an offset stands in. */
export function lineAt({ text }: Pick<Source, 'text'>, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** A violation at a node of a file. */
export function at(source: Source, node: { start: number }, message: string): Violation {
  return { path: source.path, line: lineAt(source, node.start), message };
}

/** How violations are printed, one a line. */
export function lines(violations: readonly Violation[]): string[] {
  return violations.map(({ path, line, message }) => `${path}:${line} ${message}`);
}

/** Known exceptions to a rule, by path, with the reason of each. The list may only shrink. */
export type Exceptions = Readonly<Record<string, string>>;

/** What is left of the violations, and one more for each exception that is no longer needed. */
export function except(violations: readonly Violation[], exceptions: Exceptions): Violation[] {
  const broken = new Set(violations.map((violation) => violation.path));
  const left = violations.filter(({ path }) => !Object.hasOwn(exceptions, path));
  const stale = Object.keys(exceptions)
    .filter((path) => !broken.has(path))
    .map((path) => ({ path, line: 1, message: 'keeps the rule: take it off the exceptions' }));
  return [...left, ...stale];
}
