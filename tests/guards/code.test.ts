import { describe, expect, test } from 'vitest';
import { environmentReads, leftOutTests, transactions, typeEscapes } from './rules/code.ts';
import { except, isTest, lines, parseSource, projectSources, type Source } from './rules/source.ts';

const sources = projectSources();
const parse = (text: string, path = 'server/a.ts'): Source => parseSource(path, text);

/** Each with its reason. The lists may only shrink. */
const HOLDS_A_TRANSACTION = {
  'server/db/writer-lock.ts': 'the open transaction on a file of its own is the lock',
};

/** Where the environment is read beside server/env.ts, by path or folder. */
const READS_ENVIRONMENT = [
  'scripts/',
  'instrumentation.ts',
  'playwright.config.ts',
  'vitest.config.ts',
  'drizzle.config.ts',
  'server/env.ts',
  'openpro-api-react/stub-server/main.ts',
];

describe('transactions', () => {
  test('nothing holds a transaction open', () => {
    const found = sources.flatMap(transactions);
    expect(lines(except(found, HOLDS_A_TRANSACTION))).toEqual([]);
  });

  test('bites', () => {
    expect(transactions(parse('await db.transaction(async (tx) => tx);'))).toHaveLength(1);
    expect(transactions(parse("await db['transaction'](run);"))).toHaveLength(1);
    expect(transactions(parse('const { transaction } = db; transaction(run);'))).toHaveLength(1);
    expect(transactions(parse('const type = dossier.transaction.type;'))).toEqual([]);
    expect(transactions(parse('// db.transaction(\nconst a = "db.transaction(";'))).toEqual([]);
  });

  test('an exception that is no longer needed is reported', () => {
    expect(except([], { 'server/a.ts': 'once' })).toHaveLength(1);
  });
});

describe('environment', () => {
  test('is read in one place', () => {
    const others = sources.filter(
      ({ path }) => !isTest(path) && !READS_ENVIRONMENT.some((one) => path.startsWith(one)),
    );
    expect(lines(others.flatMap(environmentReads))).toEqual([]);
  });

  test('bites', () => {
    expect(environmentReads(parse('const a = process.env.A;'))).toHaveLength(1);
    expect(environmentReads(parse("const a = process['env'];"))).toHaveLength(1);
    expect(environmentReads(parse('const a = globalThis.process.env;'))).toHaveLength(1);
    expect(environmentReads(parse('const { env } = process;'))).toHaveLength(1);
    expect(environmentReads(parse("import { env } from 'node:process';"))).toHaveLength(1);
    expect(environmentReads(parse('// process.env.A\nconst env = deps.env;'))).toEqual([]);
  });
});

describe('types', () => {
  test('are not got around', () => {
    expect(lines(sources.flatMap(typeEscapes))).toEqual([]);
  });

  test('bites', () => {
    expect(typeEscapes(parse('let a: any;'))).toHaveLength(1);
    expect(typeEscapes(parse('f(a!.b);'))).toHaveLength(1);
    expect(typeEscapes(parse('const a = b as unknown as C;'))).toHaveLength(1);
    expect(typeEscapes(parse('// @ts-ignore\nf();'))).toHaveLength(1);
    expect(typeEscapes(parse('/* @ts-expect-error */ f();'))).toHaveLength(1);
    expect(typeEscapes(parse('// @ts-expect-error a text\nf("1");', 'tests/a.ts'))).toEqual([]);
    expect(typeEscapes(parse('const any = b as C; // any, a!'))).toEqual([]);
  });
});

describe('tests', () => {
  test('all run, once', () => {
    expect(lines(sources.flatMap(leftOutTests))).toEqual([]);
  });

  test('bites', () => {
    const left = (text: string) => leftOutTests(parse(text, 'server/a.test.ts'));
    const word = 'skip';
    expect(left(`test.${word}('a', () => {});`)).toHaveLength(1);
    expect(left("describe.only('a', () => {});")).toHaveLength(1);
    expect(left("it.concurrent.runIf(x)('a', () => {});")).toHaveLength(1);
    expect(left("xdescribe('a', () => {});")).toHaveLength(1);
    expect(left(`test('a', (t) => { t.${word}(); });`)).toHaveLength(1);
    expect(left("test('a', { retry: 2 }, () => {});")).toHaveLength(1);
    expect(left("test('only skip', () => { list.slice(1); });")).toEqual([]);
  });
});
