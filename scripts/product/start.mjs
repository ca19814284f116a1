// @ts-check
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import nextEnv from '@next/env';
import { parseEnv } from '#server/env.ts';
import { isLoopbackUrl } from '#server/env-values.ts';
import { NEXT_BIN } from '../lib/build.mjs';
import { isFree } from '../lib/ports.mjs';
import { whenNpmIsGone } from '../lib/processes.mjs';

/**
 * `npm start`: the product, in this process. The environment is checked before anything is loaded.
 * @param {string} root
 * @returns {Promise<void>}
 */
export async function start(root) {
  process.chdir(root);
  nextEnv.loadEnvConfig(root, false, { info: () => {}, error: console.error });
  const parsed = parseEnv(process.env);
  if (!parsed.ok) return fail(parsed.problems);
  const { env } = parsed;
  if (!existsSync(join(root, '.next', 'BUILD_ID'))) {
    return fail(['There is no build yet: npm run build']);
  }
  if (!(await isFree(env.PORT))) return fail([`Port ${env.PORT} (PORT) is taken.`]);
  console.log(
    `OpenPro at ${env.APP_URL}, port ${env.PORT}. The first user is made with: ` +
      'npm run cli -- user:create --email <address>',
  );
  // An address of this machine is for this machine; any other is reached from outside.
  const host = isLoopbackUrl(env.APP_URL) ? '127.0.0.1' : '0.0.0.0';
  const bin = join(root, NEXT_BIN);
  process.argv = [process.execPath, bin, 'start', '-H', host, '-p', String(env.PORT)];
  whenNpmIsGone(() => process.kill(process.pid, 'SIGTERM'));
  createRequire(import.meta.url)(bin);
}

/**
 * One line per problem.
 * @param {readonly string[]} problems
 */
function fail(problems) {
  for (const problem of problems) console.error(problem);
  process.exitCode = 1;
}
