import type { Violation } from './source.ts';

const ROOT_ENTRIES = new Set([
  ...['app', 'server', 'components', 'drizzle', 'openpro-api-react', 'public', 'tests', 'scripts'],
  ...['next.config.mjs', 'drizzle.config.ts', 'vercel.json', 'package.json', 'package-lock.json'],
  ...['tsconfig.json', 'README.md', 'LICENSE', 'proxy.ts', 'instrumentation.ts'],
  // Read by their tools from the root only.
  ...['biome.json', 'tsconfig.test.json', 'vitest.config.ts', 'playwright.config.ts'],
  'postcss.config.mjs',
]);

const SERVER_ENTRIES = new Set([
  ...['kernel', 'observability', 'db', 'openpro', 'ai', 'domain', 'jobs', 'trpc', 'commands'],
  'mail',
  ...['env.ts', 'env-values.ts', 'version.ts', 'lifecycle.ts', 'composition.ts', 'README.md'],
]);

const DOMAINS = new Set([
  ...['suppliers', 'tenancy', 'auth', 'audit', 'rate-types', 'rates', 'stock', 'bookings'],
  ...['bulk-updates', 'sync', 'suggestions', 'analytics', 'webhooks', 'calendars'],
  ...['mirror', 'pushes', 'stays', 'settings', 'guests', 'api-keys'],
  ...['accounts', 'invitations', 'alerts', 'batches', 'drift', 'operations', 'history'],
]);

/** Files named for what they compute: functions of their arguments, which a browser may run too. */
const PURE = new Set([
  ...['plan', 'rules', 'reconcile', 'forecast', 'guardrails', 'prompt', 'patch', 'night', 'rows'],
  ...['freshness', 'password-rule', 'actor', 'preview', 'cells', 'states', 'permissions'],
  ...['packed-cells', 'compare', 'effects', 'restore'],
]);

/** Files with a fixed part in a domain. */
const FIXED = new Set([
  ...['schema', 'data', 'ports', 'upstream', 'jobs', 'history', 'key-digest'],
  ...['bearer-secret', 'row-writes'],
  ...['hooks', 'limits', 'password-hash'],
]);

/** What a use case can do to its noun. */
const VERBS = new Set([
  ...['get', 'list', 'set', 'create', 'update', 'delete', 'add', 'remove', 'revoke', 'resolve'],
  ...['refresh', 'push', 'verify', 'validate', 'cancel', 'retry', 'apply', 'reject', 'import'],
  ...[
    'export',
    'mint',
    'probe',
    'invite',
    'accept',
    'end',
    'switch',
    'find',
    'erase',
    'expire',
    'seal',
    'send',
    'replace',
    'change',
    'move',
    'rotate',
    'record',
    'register',
    'receive',
    'claim',
    'load',
    'preview',
    'read',
    'run',
    'guess',
    'take',
    'acknowledge',
    'plan',
  ],
]);

const WHERE =
  'queries go to data.ts, shapes to schema.ts, ports to ports.ts, a use case to <verb>-<noun>.ts, ' +
  'a calculation to a file named for what it computes (list in tests/guards/rules/layout.ts)';

const found = (path: string, message: string): Violation => ({ path, line: 1, message });

function stem(name: string): string {
  return name.replace(/\.(test|property\.test)\.ts$/, '.ts').replace(/\.ts$/, '');
}

/** Whether a file of a domain runs anywhere: its shapes and its pure rules. */
export function isIsomorphic(path: string): boolean {
  const [server, domain, , name = ''] = path.split('/');
  const base = stem(name);
  return server === 'server' && domain === 'domain' && (base === 'schema' || PURE.has(base));
}

function domainFile(path: string): Violation[] {
  const [, , domain = '', name = '', ...deeper] = path.split('/');
  if (name === '') return [found(path, `a domain file stands in server/domain/<x>/: ${WHERE}`)];
  if (!DOMAINS.has(domain)) {
    return [found(path, `${domain} is no domain; they are ${[...DOMAINS].join(', ')}`)];
  }
  if (deeper.length > 0) return [found(path, 'a domain has no folders of its own')];
  const base = stem(name);
  const [verb = '', ...noun] = base.split('-');
  const isUseCase = VERBS.has(verb) && noun.length > 0;
  // The statements that a use case puts into its batch.
  const isWrites = base.endsWith('-writes');
  if (FIXED.has(base) || PURE.has(base) || isUseCase || isWrites) return [];
  return [found(path, `a domain has no ${name}: ${WHERE}`)];
}

/** Files that stand where the layout has no place for them. */
export function strayFiles(paths: readonly string[]): Violation[] {
  return paths.flatMap((path) => {
    const [entry = '', second = ''] = path.split('/');
    if (!entry.startsWith('.') && !ROOT_ENTRIES.has(entry)) {
      return [found(path, 'the root has no such entry; code goes to app, components or server')];
    }
    if (entry !== 'server') return [];
    if (!SERVER_ENTRIES.has(second) && !/^[\w-]+\.test\.ts$/.test(second)) {
      return [found(path, `server/ has no ${second}; it has ${[...SERVER_ENTRIES].join(', ')}`)];
    }
    return second === 'domain' ? domainFile(path) : [];
  });
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z-]+)*\.(ts|tsx|mjs)$/;

/** Code files whose name is not kebab-case. */
export function oddNames(paths: readonly string[]): Violation[] {
  return paths
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
    .filter((path) => !NAME.test(path.split('/').at(-1) ?? ''))
    .map((path) => found(path, 'file names are lower case, words joined by hyphens'));
}
