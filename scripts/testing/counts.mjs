// @ts-check
import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 */

/**
 * What a step counts as: its tests when it has a report, else itself as one. A program that ended
 * badly counts as at least one failure, whatever its report says.
 * @param {{ code: number, report?: Count | undefined }} result
 * @returns {Count}
 */
export function countStep({ code, report }) {
  const count = report ?? { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 };
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/**
 * Reads the JSON report of vitest or playwright; undefined when there is none.
 * @param {string} file
 * @returns {Count | undefined}
 */
export function readReport(file) {
  if (!existsSync(file)) return undefined;
  try {
    return countReport(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * @param {any} report
 * @returns {Count | undefined}
 */
export function countReport(report) {
  if (typeof report?.numPassedTests === 'number') {
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    };
  }
  const stats = report?.stats;
  if (typeof stats?.expected !== 'number') return undefined;
  // A test that passed on a second try did not pass.
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  };
}

/**
 * The last lines of a run: what was not run, if anything, and the closing line alone.
 * @param {readonly Count[]} counts
 * @param {readonly string[]} notRun
 * @returns {string[]}
 */
export function closingLines(counts, notRun) {
  const sum = (/** @type {keyof Count} */ key) =>
    counts.reduce((total, one) => total + one[key], 0);
  const closing = `${sum('passed')} passed, ${sum('failed')} failed`;
  if (notRun.length === 0) return [closing];
  return [`not run: ${notRun.length} (${notRun.join('; ')})`, closing];
}

/**
 * Whether a run is good: nothing failed, and where it must be whole nothing was left out.
 * @param {readonly Count[]} counts
 * @param {readonly string[]} notRun
 * @param {boolean} whole
 * @returns {boolean}
 */
export function isGood(counts, notRun, whole) {
  return counts.every((count) => count.failed === 0) && !(whole && notRun.length > 0);
}

/**
 * Reasons that tests wrote down, one a line; the same reason counts once.
 * @param {string} file
 * @returns {string[]}
 */
export function readReasons(file) {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))];
}
