import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const APP = join(import.meta.dirname, 'app-process.ts');

/** The app in a process of its own. */
export interface KillableApp {
  readonly url: string;
  /** Ends the process at once, as a power cut would. */
  kill(): Promise<void>;
}

/** Starts the app in a process of its own on a database that no other process has open. */
export async function startKillable(variables: object): Promise<KillableApp> {
  const child = spawn(process.execPath, [APP, JSON.stringify(variables)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const url = await new Promise<string>((done, fail) => {
    child.once('exit', (code) => fail(new Error(`The app ended with code ${code}`)));
    createInterface({ input: child.stdout }).once('line', (line) => done(JSON.parse(line).url));
  });
  return {
    url,
    kill: async () => {
      kill();
      await ended;
      process.removeListener('exit', kill);
    },
  };
}
