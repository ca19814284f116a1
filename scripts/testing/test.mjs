// @ts-check
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Supervisor } from '../lib/processes.mjs';
import { ROOT } from '../lib/runtime.mjs';
import { closingLines, countStep, isGood, readReasons } from './counts.mjs';
import { chosenSteps } from './steps.mjs';

/**
 * `npm test`: every step one after the other; a failed one does not keep the others from running.
 * @param {string[]} args
 * @returns {Promise<void>}
 */
export async function test(args) {
  const { values } = parseArgs({ args, options: { only: { type: 'string' } } });
  const steps = chosenSteps(values.only);
  const supervisor = new Supervisor();
  const scratch = mkdtempSync(join(tmpdir(), 'openpro-test-'));
  supervisor.stopOnSignals(() => rmSync(scratch, { recursive: true, force: true }));
  const notRunFile = join(scratch, 'not-run.txt');
  const context = {
    root: ROOT,
    scratch,
    notRunFile,
    supervisor,
    notRun: (/** @type {string} */ reason) => appendFileSync(notRunFile, `${reason}\n`),
  };
  /** @type {Map<string, import('./counts.mjs').Count>} */
  const counts = new Map();
  for (const step of steps) counts.set(step.name, await runStep(step, context, counts));
  const reasons = readReasons(notRunFile);
  rmSync(scratch, { recursive: true, force: true });
  const all = [...counts.values()];
  console.log('');
  for (const line of closingLines(all, reasons)) console.log(line);
  process.exitCode = isGood(all, reasons, process.env.CI === 'true') ? 0 : 1;
}

/**
 * @param {import('./steps.mjs').Step} step
 * @param {import('./steps.mjs').Context} context
 * @param {ReadonlyMap<string, import('./counts.mjs').Count>} before
 * @returns {Promise<import('./counts.mjs').Count>}
 */
async function runStep(step, context, before) {
  console.log(`\n── ${step.name}`);
  const missing = step.needs?.find((name) => (before.get(name)?.failed ?? 0) > 0);
  const startedAt = Date.now();
  const told = readReasons(context.notRunFile).length;
  const count = countStep(missing === undefined ? await attempt(step, context) : { code: 1 });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const without = missing === undefined ? '' : ` (cannot run: ${missing} failed)`;
  console.log(
    `── ${step.name}: ${count.passed} passed, ${count.failed} failed, ${seconds} s${without}`,
  );
  // A test left out without a word would otherwise look as if it had never been there.
  if (count.skipped > 0 && readReasons(context.notRunFile).length === told) {
    context.notRun(`${count.skipped} skipped in ${step.name}`);
  }
  return count;
}

/**
 * @param {import('./steps.mjs').Step} step
 * @param {import('./steps.mjs').Context} context
 * @returns {Promise<import('./steps.mjs').Result>}
 */
async function attempt(step, context) {
  try {
    return await step.run(context);
  } catch (error) {
    if (context.supervisor.stopping) await new Promise(() => {});
    console.error(error instanceof Error ? error.message : String(error));
    return { code: 1 };
  }
}
