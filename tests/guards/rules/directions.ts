import type { ImportEdge } from './imports.ts';
import { isTest, type Violation } from './source.ts';

/** Parts of the program and the paths that belong to them; the first that fits counts. */
const PARTS: readonly (readonly [part: string, prefix: string])[] = [
  ['kernel', 'server/kernel/'],
  ['observability', 'server/observability/'],
  ['env', 'server/env'],
  ['env', 'server/version'],
  ['db', 'server/db/'],
  ['domain', 'server/domain/'],
  ['openpro', 'server/openpro/'],
  ['ai', 'server/ai/'],
  ['mail', 'server/mail/'],
  ['jobs', 'server/jobs/'],
  ['trpc', 'server/trpc/'],
  ['commands', 'server/commands/'],
  ['composition', 'server/composition'],
  ['composition', 'server/lifecycle'],
  ['server', 'server/'],
  ['components', 'components/'],
  ['app', 'app/'],
  ['client', 'openpro-api-react/src/'],
  ['stub', 'openpro-api-react/'],
  ['scripts', 'scripts/'],
  ['tests', 'tests/'],
];

const PORTS = ['kernel', 'domain', 'observability'];

/**
 * What each part may import beside itself. `part:type` allows types only, which are erased, and
 * `schema` the files of a domain that also run in a browser.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  env: [],
  observability: ['kernel', 'db', 'env:type'],
  db: ['kernel'],
  domain: ['kernel', 'db', 'observability:type'],
  openpro: [...PORTS, 'db', 'env:type', 'package:openpro-api-react'],
  ai: [...PORTS, 'env:type'],
  mail: [...PORTS, 'env:type'],
  jobs: ['kernel', 'db', 'domain', 'observability'],
  trpc: ['kernel', 'domain', 'observability', 'composition:type'],
  commands: ['kernel', 'env', 'db', 'domain', 'jobs', 'observability', 'composition'],
  composition: [
    ...['kernel', 'env', 'db', 'domain', 'openpro', 'ai', 'jobs', 'trpc', 'commands'],
    ...['mail', 'observability'],
  ],
  server: ['kernel', 'env', 'observability', 'composition'],
  components: ['kernel', 'schema', 'domain:type', 'trpc:type'],
  app: [
    ...[
      'kernel',
      'domain',
      'components',
      'composition',
      'trpc',
      'commands',
      'observability',
      'env',
    ],
  ],
  client: [],
  stub: [],
};

const HINTS: Readonly<Record<string, string>> = {
  kernel: 'kernel files need nothing of the app',
  domain: 'declare a port in the domain and let composition hand the rest in',
  components: 'a component reads kernel, domain/*/schema, pure rules and the type of the router',
  server: 'the server never needs its pages',
};

/** Files of a domain that run anywhere: its shapes and its pure rules. */
export type IsIsomorphic = (path: string) => boolean;

/** The part of the program a file belongs to; undefined for files at the root. */
export function partOf(path: string): string | undefined {
  return PARTS.find(([, prefix]) => path.startsWith(prefix))?.[0];
}

function allowed(edge: ImportEdge, target: string, isIsomorphic: IsIsomorphic): boolean {
  const part = partOf(edge.from);
  if (part === undefined || part === target) return true;
  const table = MAY_IMPORT[part];
  if (table === undefined || table.includes(target)) return true;
  if (edge.typeOnly && table.includes(`${target}:type`)) return true;
  return table.includes('schema') && isIsomorphic(edge.to);
}

/** Imports against the direction of the layers. */
export function wrongDirections(
  edges: readonly ImportEdge[],
  isIsomorphic: IsIsomorphic,
): Violation[] {
  return edges.flatMap((edge) => {
    const part = partOf(edge.from);
    if (part === undefined || isTest(edge.from)) return [];
    const name = edge.to.startsWith('openpro-api-react') ? 'package:openpro-api-react' : undefined;
    const target = edge.isPackage ? name : partOf(edge.to);
    if (target === undefined || allowed(edge, target, isIsomorphic)) return [];
    const hint = HINTS[part] ?? HINTS[edge.from.startsWith('server/') ? 'server' : part];
    const message = `${part} must not import ${target} (${edge.to})${hint ? `: ${hint}` : ''}`;
    return [{ path: edge.from, line: edge.line, message }];
  });
}
