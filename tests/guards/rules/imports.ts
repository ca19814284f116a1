import { posix } from 'node:path';
import { Visitor } from 'rolldown/utils';
import { lineAt, type Source } from './source.ts';

/** One import, export-from or dynamic import of a file. */
export interface ImportEdge {
  readonly from: string;
  /** Path from the root for a file of the project, else the package name as written. */
  readonly to: string;
  readonly isPackage: boolean;
  /** Erased when the program runs. */
  readonly typeOnly: boolean;
  readonly line: number;
}

const FOLDERS: Readonly<Record<string, string>> = {
  '#app/': 'app/',
  '#components/': 'components/',
  '#server/': 'server/',
  '#scripts/': 'scripts/',
  '#tests/': 'tests/',
};

/** Where a specifier written in a file points to. */
export function resolveSpecifier(
  from: string,
  specifier: string,
): Pick<ImportEdge, 'to' | 'isPackage'> {
  if (specifier.startsWith('.')) {
    const to = posix.normalize(posix.join(posix.dirname(from), specifier));
    return { to, isPackage: false };
  }
  for (const [alias, folder] of Object.entries(FOLDERS)) {
    if (specifier.startsWith(alias)) {
      return { to: folder + specifier.slice(alias.length), isPackage: false };
    }
  }
  return { to: specifier, isPackage: true };
}

type Specifiers = readonly { readonly importKind?: string; readonly exportKind?: string }[];

function erased(kind: string | null | undefined, specifiers: Specifiers = []): boolean {
  if (kind === 'type') return true;
  const kinds = specifiers.map((one) => one.importKind ?? one.exportKind);
  return kinds.length > 0 && kinds.every((one) => one === 'type');
}

/** Everything a file imports, in any form that the language has. */
export function importsOf(source: Source): ImportEdge[] {
  const edges: ImportEdge[] = [];
  const add = (node: { start: number }, specifier: unknown, typeOnly: boolean): void => {
    if (typeof specifier !== 'string') return;
    const line = lineAt(source, node.start);
    edges.push({ from: source.path, ...resolveSpecifier(source.path, specifier), typeOnly, line });
  };
  const literal = (node: { type: string }): unknown => ('value' in node ? node.value : undefined);
  new Visitor({
    ImportDeclaration: (node) => {
      const named = node.specifiers.filter((one) => one.type === 'ImportSpecifier');
      const whole = named.length === node.specifiers.length;
      add(node, node.source.value, erased(node.importKind, whole ? named : []));
    },
    ExportNamedDeclaration: (node) => {
      if (node.source) add(node, node.source.value, erased(node.exportKind, node.specifiers));
    },
    ExportAllDeclaration: (node) => add(node, node.source.value, node.exportKind === 'type'),
    ImportExpression: (node) => add(node, literal(node.source), false),
    TSImportType: (node) => add(node, node.source.value, true),
  }).visit(source.program);
  return edges;
}

/** Rings of files that need each other to run; types, which are erased, do not count. */
export function cycles(edges: readonly ImportEdge[]): string[][] {
  const graph = new Map<string, Set<string>>();
  for (const { from, to, isPackage, typeOnly } of edges) {
    if (isPackage || typeOnly) continue;
    graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  const found = new Map<string, string[]>();
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(file);
    if (seenAt >= 0) {
      const ring = trail.slice(seenAt);
      found.set([...ring].sort().join('|'), [...ring, file]);
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return [...found.values()];
}
