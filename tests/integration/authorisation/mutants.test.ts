import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A mistake that somebody could make, and the rows of the matrix that must see it. */
interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly rows: string;
}

const MUTANTS: readonly Mutant[] = [
  {
    name: 'a role that may more',
    file: 'server/domain/tenancy/permissions.ts',
    from: "viewer: ['read'],",
    to: "viewer: ['read', 'rates:write'],",
    rows: 'rates.set',
  },
  {
    name: 'a query without its tenant',
    file: 'server/domain/suppliers/data.ts',
    from: 'WHERE s.org_id = ? AND (? IS NULL OR s.supplier_id = ?)',
    to: 'WHERE ? IS NOT NULL AND (? IS NULL OR s.supplier_id = ?)',
    rows: 'calendar.get',
  },
  {
    name: 'a deeper query without its tenant',
    file: 'server/domain/bookings/data.ts',
    from: 'b.org_id = ?',
    to: '? IS NOT NULL',
    rows: 'an organisation with the same property',
  },
  {
    name: 'a scope that is not asked for',
    file: 'server/domain/tenancy/actor.ts',
    from: 'actor.scopes.some((scope) => scope === capability)',
    to: 'capability.length > 0',
    rows: 'stock.get',
  },
];

const COPIED = ['app', 'server', 'tests', 'scripts', 'drizzle', 'openpro-api-react'];
const LINKED = ['node_modules', 'package.json', 'vitest.config.ts', 'tsconfig.json'];
const MATRIX = 'tests/integration/authorisation/matrix.test.ts';

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'openpro-mutants-'));
  for (const name of COPIED) cpSync(name, join(copy, name), { recursive: true });
  for (const name of LINKED) symlinkSync(join(process.cwd(), name), join(copy, name));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs rows of the matrix in the copy; how many passed and failed. */
async function runMatrix(rows: string): Promise<{ passed: number; failed: number }> {
  const report = join(copy, 'report.json');
  const args = [
    ...['node_modules/vitest/vitest.mjs', 'run', '--project', 'integration', MATRIX],
    ...['-t', rows, '--reporter', 'json', '--outputFile', report],
  ];
  const child = spawn(process.execPath, args, { cwd: copy, stdio: 'ignore', timeout: 110_000 });
  await new Promise((ended) => child.once('close', ended));
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  return { passed: numPassedTests, failed: numFailedTests };
}

test('the matrix holds in a copy as it is', async () => {
  const { passed, failed } = await runMatrix(MUTANTS.map(({ rows }) => `^${rows} `).join('|'));
  expect(failed).toBe(0);
  expect(passed).toBeGreaterThan(20);
}, 120_000);

test.each(MUTANTS)(
  'the matrix sees $name',
  async ({ file, from, to, rows }) => {
    const path = join(copy, file);
    const sound = readFileSync(path, 'utf8');
    expect(sound.split(from)).toHaveLength(2);
    writeFileSync(path, sound.replace(from, to));
    const { failed } = await runMatrix(`^${rows} `);
    writeFileSync(path, sound);
    expect(failed).toBeGreaterThan(0);
  },
  120_000,
);
