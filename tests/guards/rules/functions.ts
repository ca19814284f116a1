import { type ESTree, Visitor } from 'rolldown/utils';
import { at, isTest, lineAt, type Source, type Violation } from './source.ts';

const FILE_LINES = 300;
const COMPONENT_FILE_LINES = 250;
const FUNCTION_LINES = 60;
const COMPONENT_LINES = 120;
const FOLDER_FILES = 12;

const isComponentFile = (path: string): boolean => path.endsWith('.tsx') && !isTest(path);
/** Components, and the hooks that are parts of them. */
const holdsComponents = (path: string): boolean =>
  isComponentFile(path) || /(^|\/)use-[\w-]+\.ts$/.test(path);

/** Files that are too long. */
export function longFiles(sources: readonly Source[]): Violation[] {
  return sources.flatMap((source) => {
    const limit = isComponentFile(source.path) ? COMPONENT_FILE_LINES : FILE_LINES;
    const length = source.text.trimEnd().split('\n').length;
    const message = `${length} lines, at most ${limit}: take a part with a name out of it`;
    return length > limit ? [{ path: source.path, line: limit, message }] : [];
  });
}

/** Functions that are too long. Tests are lists of cases and have no such limit. */
export function longFunctions(source: Source): Violation[] {
  if (isTest(source.path)) return [];
  const found: Violation[] = [];
  const check = (node: { start: number; end: number }): void => {
    const limit = holdsComponents(source.path) ? COMPONENT_LINES : FUNCTION_LINES;
    const length = lineAt(source, node.end) - lineAt(source, node.start) + 1;
    if (length <= limit) return;
    found.push(at(source, node, `a function of ${length} lines, at most ${limit}`));
  };
  new Visitor({
    FunctionDeclaration: check,
    FunctionExpression: check,
    ArrowFunctionExpression: check,
  }).visit(source.program);
  return found;
}

/** Folders that hold too many files; tests lie beside what they test and do not count. */
export function fullFolders(paths: readonly string[]): Violation[] {
  const counts = new Map<string, number>();
  for (const path of paths.filter((one) => /\.(ts|tsx|mjs)$/.test(one))) {
    if (/\.test\.tsx?$/.test(path) || !path.includes('/')) continue;
    const folder = path.slice(0, path.lastIndexOf('/'));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > FOLDER_FILES)
    .map(([path, count]) => {
      const message = `${count} files in one folder, at most ${FOLDER_FILES}: group what belongs together`;
      return { path, line: 1, message };
    });
}

type Callable = ESTree.Function | ESTree.ArrowFunctionExpression;

interface Exported {
  /** Where the export begins, which a docstring stands before. */
  readonly node: { readonly start: number };
  readonly name: string;
  readonly fn: Callable;
  /** The name that is exported has a written type of its own. */
  readonly typed: boolean;
}

function asCallable(node: { type: string } | null): Callable | undefined {
  const kinds = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
  return node && kinds.includes(node.type) ? (node as Callable) : undefined;
}

function exportedFunctions({ program }: Source): Exported[] {
  return program.body.flatMap((node): Exported[] => {
    if (node.type === 'ExportDefaultDeclaration') {
      const fn = asCallable(node.declaration);
      return fn ? [{ node, name: 'default', fn, typed: false }] : [];
    }
    if (node.type !== 'ExportNamedDeclaration' || !node.declaration) return [];
    const { declaration } = node;
    if (declaration.type === 'VariableDeclaration') {
      return declaration.declarations.flatMap(({ id, init }) => {
        const fn = asCallable(init);
        if (!fn || id.type !== 'Identifier') return [];
        return [{ node, name: id.name, fn, typed: Boolean(id.typeAnnotation) }];
      });
    }
    const fn = asCallable(declaration);
    return fn ? [{ node, name: fn.id?.name ?? 'default', fn, typed: false }] : [];
  });
}

function hasDocstring(source: Source, { start }: { start: number }): boolean {
  const blocks = source.comments.filter((one) => one.type === 'Block' && one.value.startsWith('*'));
  return blocks.some((one) => one.end <= start && source.text.slice(one.end, start).trim() === '');
}

/** Exported functions without a sentence of what they do. */
export function undocumented(source: Source): Violation[] {
  return exportedFunctions(source)
    .filter(({ node }) => !hasDocstring(source, node))
    .map(({ node, name }) => at(source, node, `${name} has no docstring`));
}

/** Exported functions whose return type is not written. */
export function untyped(source: Source): Violation[] {
  return exportedFunctions(source)
    .filter(({ fn, typed }) => !typed && !fn.returnType)
    .map(({ node, name }) => at(source, node, `${name} has no written return type`));
}
