import { type ESTree, Visitor } from 'rolldown/utils';
import { at, isTest, type Source, type Violation } from './source.ts';

type Visitors = ConstructorParameters<typeof Visitor>[0];
type Report = (node: { start: number }, message: string) => void;

/** Runs visitors over a file and gathers what they report. */
function inspect(source: Source, visitors: (report: Report) => Visitors): Violation[] {
  const found: Violation[] = [];
  const report: Report = (node, message) => found.push(at(source, node, message));
  new Visitor(visitors(report)).visit(source.program);
  return found;
}

/** The name of a property that is read as `a.name` or `a['name']`. */
function memberName(node: ESTree.Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  if (node.property.type === 'Identifier' && !node.computed) return node.property.name;
  const isText = node.property.type === 'Literal' && typeof node.property.value === 'string';
  return isText ? String((node.property as { value: unknown }).value) : undefined;
}

const isName = (node: ESTree.Node, name: string): boolean =>
  node.type === 'Identifier' && node.name === name;

/** Interactive transactions: one held across an await freezes a file database. */
export function transactions(source: Source): Violation[] {
  const message = 'no interactive transaction: what belongs together is one batch';
  return inspect(source, (report) => ({
    CallExpression: ({ callee }) => {
      if (memberName(callee) === 'transaction' || isName(callee, 'transaction')) {
        report(callee, message);
      }
    },
  }));
}

/** Reads of the environment. */
export function environmentReads(source: Source): Violation[] {
  const message = 'only server/env.ts reads the environment';
  const isProcess = (node: ESTree.Node): boolean =>
    isName(node, 'process') ||
    (isName(node, 'globalThis') === false && memberName(node) === 'process');
  return inspect(source, (report) => ({
    MemberExpression: (node) => {
      if (memberName(node) === 'env' && isProcess(node.object)) report(node, message);
    },
    VariableDeclarator: (node) => {
      if (node.id.type !== 'ObjectPattern' || !node.init || !isProcess(node.init)) return;
      const takes = node.id.properties.some(
        (one) => one.type === 'RestElement' || isName(one.key, 'env'),
      );
      if (takes) report(node, message);
    },
    ImportDeclaration: (node) => {
      if (!['process', 'node:process'].includes(node.source.value)) return;
      const named = node.specifiers.some(
        (one) => one.type === 'ImportSpecifier' && isName(one.imported, 'env'),
      );
      if (named) report(node, message);
    },
  }));
}

/** Ways around the type checker. */
export function typeEscapes(source: Source): Violation[] {
  const found = inspect(source, (report) => ({
    TSAnyKeyword: (node) => report(node, 'no any: use unknown and narrow it'),
    TSNonNullExpression: (node) => report(node, 'no !: narrow it or change the type'),
    TSTypeAssertion: (node) => report(node, 'no <T>x: narrow it'),
    TSAsExpression: (node) => {
      const inner = node.expression;
      const twice =
        inner.type === 'TSAsExpression' && inner.typeAnnotation.type === 'TSUnknownKeyword';
      if (twice) report(node, 'no "as unknown as": parse or narrow it');
    },
  }));
  const directives = source.comments
    .filter((comment) => /^[\s*]*@ts-(ignore|nocheck)/.test(comment.value))
    .map((comment) => at(source, comment, 'no @ts-ignore, no @ts-nocheck'));
  // An expected error is how a test proves that a wrong call does not compile.
  const expected = source.comments
    .filter((comment) => /^[\s*]*@ts-expect-error/.test(comment.value) && !isTest(source.path))
    .map((comment) => at(source, comment, '@ts-expect-error stands in tests only'));
  return [...found, ...directives, ...expected];
}

const TEST_NAMES = new Set(['test', 'it', 'describe', 'suite', 'bench']);
const LEFT_OUT = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails', 'fixme', 'fail']);
const LEFT_OUT_NAMES = new Set(['xit', 'xtest', 'xdescribe', 'fit', 'fdescribe']);

function rootName(node: ESTree.Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'CallExpression') return rootName(node.callee);
  return node.type === 'MemberExpression' ? rootName(node.object) : undefined;
}

/** Tests that do not run, or keep others from running, or are tried again. */
export function leftOutTests(source: Source): Violation[] {
  if (!isTest(source.path)) return [];
  const message = 'no test is left out: what is absent by nature is told to notRun()';
  return inspect(source, (report) => ({
    MemberExpression: (node) => {
      const name = memberName(node) ?? '';
      if (LEFT_OUT.has(name) && TEST_NAMES.has(rootName(node) ?? '')) report(node, message);
    },
    CallExpression: (node) => {
      if (LEFT_OUT_NAMES.has(rootName(node.callee) ?? '')) report(node, message);
      if (memberName(node.callee) === 'skip' && node.arguments.length <= 1) report(node, message);
    },
    Property: (node) => {
      if (isName(node.key, 'retry') || isName(node.key, 'retries')) {
        const none = node.value.type === 'Literal' && node.value.value === 0;
        const counts = node.value.type === 'Literal' && typeof node.value.value === 'number';
        if (counts && !none) report(node, 'no test is tried twice');
      }
    },
  }));
}
