import { type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** A Node program to run beside the bench. */
export interface Program {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Its output goes straight there, so that the bench spends nothing on it. */
  readonly logFile: string;
}

/** A program that runs. */
export interface Running {
  readonly name: string;
  readonly pid: number;
  /** Settles with its exit code and its last words. */
  readonly ended: Promise<{ code: number; tail: string }>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 5_000;
const TAIL_CHARS = 2_000;

const started = new Set<Running>();

/** Ends every program that still runs. */
export async function stopPrograms(): Promise<void> {
  await Promise.all([...started].map((program) => program.stop()));
}

/** Starts a program that ends with this process at the latest. */
export function startProgram({ name, args, cwd, env, logFile }: Program): Running {
  const log = openSync(logFile, 'a');
  const options: SpawnOptions = {
    cwd,
    env: { NODE_ENV: 'production', ...env },
    stdio: ['ignore', log, log],
  };
  const child = spawn(process.execPath, args, options);
  closeSync(log);
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<{ code: number; tail: string }>((resolve) => {
    const end = (code: number) => {
      process.removeListener('exit', kill);
      resolve({ code, tail: readFileSync(logFile, 'utf8').slice(-TAIL_CHARS) });
    };
    child.once('error', () => end(127));
    child.once('exit', (code) => end(code ?? 1));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(kill, PATIENCE_MS);
    await ended;
    clearTimeout(timer);
  };
  const running: Running = { name, pid: child.pid ?? 0, ended, stop };
  started.add(running);
  void ended.then(() => started.delete(running));
  return running;
}

/** Milliseconds of processor time that a process has used; null where there is no /proc. */
export function cpuMs(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces; what follows it begins with the third field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const TICK_MS = 10;
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return null;
  }
}

/** Resident memory of a process in MB; null where there is no /proc. */
export function residentMb(pid: number): number | null {
  try {
    const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    return null;
  }
}
