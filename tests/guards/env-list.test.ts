import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv as parseEnvFile } from 'node:util';
import { expect, test } from 'vitest';
import { ENV_NAMES } from '#server/env.ts';

const file = resolve(import.meta.dirname, '../../.env.example');
const text = readFileSync(file, 'utf8');

test('.env.example lists exactly the variables that the server reads', () => {
  expect(Object.keys(parseEnvFile(text)).sort()).toEqual([...ENV_NAMES].sort());
});

test('each variable of .env.example is explained in the line above it and has no value', () => {
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    if (!/^[A-Z_]+=/.test(line)) continue;
    expect(lines[i - 1], line).toMatch(/^# \S/);
    expect(line).toMatch(/=$/);
  }
});
