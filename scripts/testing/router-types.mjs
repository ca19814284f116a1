// @ts-check
import { posix } from 'node:path';
import { parseSync, Visitor } from 'rolldown/utils';

/**
 * What callers see instead of a type that is the server's own business, or that on the wire is
 * nothing but its plain form.
 * @type {Readonly<Record<string, string>>}
 */
const PLAIN = { TrpcContext: 'object', CalendarDate: 'string' };

/**
 * Writes the type of the router as one declaration that needs @trpc/server alone.
 * @param {{ entry: string, read: (path: string) => string }} declarations The emitted declaration
 *   of the router and a reader of emitted declarations, by path from the root.
 * @returns {string}
 */
export function rollUpRouterType({ entry, read }) {
  const found = new Map(Object.entries(PLAIN).map(([name, type]) => [name, aliasOf(name, type)]));
  const text = read(entry);
  const node = routerType(entry, text);
  const body = inlined({ path: entry, text, ...node }, found, read);
  const used = [...found].filter(([name]) =>
    new RegExp(`\\b${name}\\b`).test(body + [...found.values()]),
  );
  const head =
    '/** The type of the API of OpenPro, for @trpc/client. Made by its build: do not edit. */\n';
  return `${head}export type AppRouter = ${body};\n\n${used.map(([, one]) => one).join('\n\n')}\n\nexport {};\n`;
}

/** @param {string} name @param {string} type @returns {string} */
const aliasOf = (name, type) => `export type ${name} = ${type};`;

/**
 * @param {string} path
 * @param {string} text
 * @returns {import('rolldown/utils').ESTree.Program}
 */
function parse(path, text) {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  return program;
}

/**
 * Where the written type of `appRouter` stands.
 * @param {string} path
 * @param {string} text
 * @returns {{ start: number, end: number }}
 */
function routerType(path, text) {
  for (const node of parse(path, text).body) {
    if (node.type !== 'ExportNamedDeclaration') continue;
    if (node.declaration?.type !== 'VariableDeclaration') continue;
    for (const { id } of node.declaration.declarations) {
      if (id.type === 'Identifier' && id.name === 'appRouter' && id.typeAnnotation) {
        return id.typeAnnotation.typeAnnotation;
      }
    }
  }
  throw new Error(`${path} declares no appRouter`);
}

/**
 * A stretch of a declaration file with every import of the project's own types replaced by their
 * names, and those types added to what was found.
 * @param {{ path: string, text: string, start: number, end: number }} part
 * @param {Map<string, string>} found
 * @param {(path: string) => string} read
 * @returns {string}
 */
function inlined({ path, text, start, end }, found, read) {
  /** @type {{ start: number, end: number, name: string }[]} */
  const places = [];
  new Visitor({
    TSImportType: (node) => {
      const { source, qualifier } = node;
      if (node.start < start || node.end > end || !source.value.startsWith('.')) return;
      if (qualifier?.type !== 'Identifier') throw new Error(`${path}: an import without a name`);
      const from = posix.join(posix.dirname(path), source.value.replace(/\.ts$/, '.d.ts'));
      add(from, qualifier.name, found, read);
      places.push({ start: node.start, end: qualifier.end, name: qualifier.name });
    },
  }).visit(parse(path, text));
  let result = '';
  let at = start;
  for (const place of places.sort((a, b) => a.start - b.start)) {
    result += text.slice(at, place.start) + place.name;
    at = place.end;
  }
  return result + text.slice(at, end);
}

/**
 * Adds a declaration of a module, and those it needs, under their own names.
 * @param {string} path
 * @param {string} name
 * @param {Map<string, string>} found
 * @param {(path: string) => string} read
 */
function add(path, name, found, read) {
  if (found.has(name)) return;
  found.set(name, '');
  const text = read(path);
  const declared = declarationsOf(path, text);
  const node = declared.get(name);
  if (!node) throw new Error(`${path} declares no ${name}`);
  new Visitor({
    Identifier: (inner) => {
      const isNeeded = inner.start >= node.start && inner.end <= node.end;
      if (isNeeded && inner.name !== name && declared.has(inner.name)) {
        add(path, inner.name, found, read);
      }
    },
  }).visit(parse(path, text));
  const body = inlined({ path, text, start: node.start, end: node.end }, found, read);
  // A value is there for its type alone: the package has no code.
  found.set(name, body.startsWith('declare const') ? body : `export ${body}`);
}

/**
 * The top-level types and values of a declaration file.
 * @param {string} path
 * @param {string} text
 * @returns {Map<string, { start: number, end: number }>}
 */
function declarationsOf(path, text) {
  /** @type {Map<string, { start: number, end: number }>} */
  const declared = new Map();
  for (const statement of parse(path, text).body) {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (node?.type === 'TSTypeAliasDeclaration' || node?.type === 'TSInterfaceDeclaration') {
      declared.set(node.id.name, node);
    }
    if (node?.type === 'VariableDeclaration') {
      for (const { id } of node.declarations)
        if (id.type === 'Identifier') declared.set(id.name, node);
    }
  }
  return declared;
}
