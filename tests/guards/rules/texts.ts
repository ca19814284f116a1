import type { Violation } from './source.ts';

/** A text file of the project. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

const PLACEHOLDER = /[<>{}*$\s…|[\]?&=]/;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/**
 * Paths that a document names, in code spans and in links, by line: a span counts when its first
 * part is a folder, from the root or from the document's own folder.
 */
function namedPaths(
  { path, text }: TextFile,
  exists: (path: string) => boolean,
): { line: number; named: string }[] {
  const isPath = (span: string): boolean => {
    const [first = '', second] = span.split('/');
    return (
      second !== undefined && first !== '' && (exists(first) || exists(folderOf(path) + first))
    );
  };
  return text.split('\n').flatMap((content, index) => {
    const spans = [...content.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
    const links = [...content.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
    const local = links.filter((link) => !/^[a-z]+:/.test(link));
    return [...spans.filter(isPath), ...local]
      .filter((named) => !PLACEHOLDER.test(named))
      .map((named) => ({ line: index + 1, named: named.replace(/^\.\//, '') }));
  });
}

/** Paths in documents that do not exist, from the root or from the document's own folder. */
export function missingPaths(
  docs: readonly TextFile[],
  exists: (path: string) => boolean,
): Violation[] {
  return docs.flatMap((doc) =>
    namedPaths(doc, exists)
      .filter(({ named }) => !exists(named) && !exists(folderOf(doc.path) + named))
      .map(({ line, named }) => ({ path: doc.path, line, message: `${named} does not exist` })),
  );
}

// Written in parts, so that this file does not name what it forbids.
const MACHINE = new RegExp(
  [
    String.raw`(?<![\w.:/-])/(?:home|Users|root|work)/[\w.-]+`,
    String.raw`[A-Z]:\\Users\\`,
    String.raw`https?://[\w.-]*registry[\w.-]*\.[a-z]+`,
  ].join('|'),
);

/** Absolute paths of one machine and addresses of package registries. */
export function machineTraces(files: readonly TextFile[]): Violation[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((content, index) => {
      const [found] = MACHINE.exec(content) ?? [];
      const message = `${found} belongs to one machine`;
      return found === undefined ? [] : [{ path, line: index + 1, message }];
    }),
  );
}

type Dependencies = Readonly<Record<string, string>>;

/** The parts of a package.json that name versions. */
export interface Manifest {
  readonly name?: string;
  readonly dependencies?: Dependencies;
  readonly devDependencies?: Dependencies;
  readonly optionalDependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
}

const FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** Versions that are not pinned exactly. */
export function loosePins(path: string, manifest: Manifest): Violation[] {
  return FIELDS.flatMap((field) => Object.entries(manifest[field] ?? {}))
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => ({
      path,
      line: 1,
      message: `${name} ${version} is not one version`,
    }));
}

interface Locked extends Manifest {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}

/** Where the lock file says something else than a package.json, or where it came from. */
export function lockDrift(
  folder: string,
  manifest: Manifest,
  lock: Readonly<Record<string, Locked>>,
): Violation[] {
  const path = 'package-lock.json';
  const drift = FIELDS.filter(
    (field) =>
      JSON.stringify(manifest[field] ?? {}) !== JSON.stringify(lock[folder]?.[field] ?? {}),
  ).map((field) => ({ path, line: 1, message: `${folder || 'root'}: ${field} differ` }));
  const traces = Object.entries(lock)
    .filter(([, { resolved }]) => resolved?.startsWith('http'))
    .map(([name]) => ({ path, line: 1, message: `${name} names where it was fetched from` }));
  return [...drift, ...traces];
}
