import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { closingLines, countReport, countStep, isGood, readReasons } from './counts.mjs';

const count = (passed: number, failed = 0, skipped = 0) => ({ passed, failed, skipped });

describe('closing lines', () => {
  test('the last line stands alone and sums all steps', () => {
    expect(closingLines([count(1), count(40, 2)], [])).toEqual(['41 passed, 2 failed']);
  });

  test('what was not run stands before it, with its reasons', () => {
    expect(closingLines([count(3)], ['no sqld', 'no fixtures'])).toEqual([
      'not run: 2 (no sqld; no fixtures)',
      '3 passed, 0 failed',
    ]);
  });

  test('a whole run fails over what was not run, another does not', () => {
    expect(isGood([count(3)], ['no sqld'], false)).toBe(true);
    expect(isGood([count(3)], ['no sqld'], true)).toBe(false);
    expect(isGood([count(3), count(0, 1)], [], false)).toBe(false);
  });

  test('the same reason counts once', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'openpro-reasons-')), 'reasons.txt');
    expect(readReasons(file)).toEqual([]);
    writeFileSync(file, 'no sqld\n\nno sqld\nno fixtures\n');
    expect(readReasons(file)).toEqual(['no sqld', 'no fixtures']);
  });
});

describe('counting', () => {
  test('a step without tests counts as one', () => {
    expect(countStep({ code: 0 })).toEqual(count(1));
    expect(countStep({ code: 2 })).toEqual(count(0, 1));
  });

  test('a program that ends badly is a failure whatever its report says', () => {
    expect(countStep({ code: 1, report: count(12) })).toEqual(count(12, 1));
    expect(countStep({ code: 1, report: count(12, 3) })).toEqual(count(12, 3));
  });

  test('reads both kinds of report; a test that passed on a second try failed', () => {
    const unit = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
    expect(countReport(unit)).toEqual(count(5, 1, 3));
    const browser = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } };
    expect(countReport(browser)).toEqual(count(4, 2, 2));
    expect(countReport({})).toBeUndefined();
  });
});
