import { appendFileSync } from 'node:fs';

/**
 * Says that something could not be tested because it is absent by nature; the reason ends up on the
 * closing lines of the run, and fails it on a build server.
 */
export function notRun(reason: string): void {
  const file = process.env.OPENPRO_NOT_RUN_FILE;
  if (file) appendFileSync(file, `${reason.replaceAll('\n', ' ')}\n`);
  else process.stderr.write(`not run: ${reason}\n`);
}
