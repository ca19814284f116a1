import { acquireWriterLock } from '#server/db/writer-lock.ts';

// Holds the writer lock of the file named on the command line until it is killed.
const [file = ''] = process.argv.slice(2);
const details = { startedAt: 'then', adminUrl: null, tokenFile: null };
try {
  await acquireWriterLock(file, details);
  process.stdout.write('held\n');
  process.stdin.resume();
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : 'failed'}\n`);
}
