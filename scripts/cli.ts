import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import pino from 'pino';
import type { Command, CommandResult } from '#server/commands/command.ts';
import { COMMANDS, commandCalled, runCommand } from '#server/commands/run-command.ts';
import { openApp, StartError } from '#server/composition.ts';
import { DatabaseLockedError, type LockHolder } from '#server/db/writer-lock.ts';
import { loadEnv } from '#server/env.ts';
import { startProblems } from '#server/lifecycle.ts';
import { createLogger } from '#server/observability/logger.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** What the operator typed was not understood; printed with the usage. */
class UsageError extends Error {}

function usage(): string {
  const lines = COMMANDS.flatMap(({ name, summary, options }) => [
    `  ${name}: ${summary}`,
    ...Object.entries(options).map(([option, meaning]) => `      --${option}  ${meaning}`),
  ]);
  const shared = '  --json  print one JSON object    --env-file <path>  read variables from a file';
  return ['npm run cli -- <command> [options]', ...lines, shared].join('\n');
}

function readArguments(args: readonly string[]) {
  const [name = '', ...rest] = args;
  const command = commandCalled(name);
  if (command === undefined) throw new UsageError(name === '' ? 'Name a command' : `No ${name}`);
  const typeOf = (option: string) => (command.flags?.includes(option) ? 'boolean' : 'string');
  const own = Object.keys(command.options).map((option) => [option, { type: typeOf(option) }]);
  const options = { ...Object.fromEntries(own), json: { type: 'boolean' as const } };
  const envFile = { 'env-file': { type: 'string' as const } };
  try {
    const { values } = parseArgs({ args: rest, options: { ...options, ...envFile } });
    return { command, values: values as Record<string, string | boolean | undefined> };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'The options are not understood');
  }
}

/** As the server does: `.env.local` before `.env`; what is set already stays. */
function loadEnvFiles(named: string | boolean | undefined): void {
  const files = typeof named === 'string' ? [named] : ['.env.local', '.env'].filter(existsSync);
  for (const file of files) process.loadEnvFile(file);
}

async function inputOf(
  { options, secret }: Command,
  values: Record<string, string | boolean | undefined>,
): Promise<Record<string, string>> {
  const typed = Object.keys(options).flatMap((option) => {
    const value = values[option];
    if (value === undefined || option === secret?.fromEnv) return [];
    return [[option, String(value)]];
  });
  const input: Record<string, string> = Object.fromEntries(typed);
  if (secret === undefined) return input;
  const variable = secret.fromEnv === undefined ? undefined : values[secret.fromEnv];
  if (typeof variable === 'string') {
    const value = process.env[variable];
    if (value === undefined || value === '') throw new UsageError(`${variable} is not set`);
    return { ...input, [secret.field]: value };
  }
  if (secret.optional && input[secret.field] !== '-') return input;
  return { ...input, [secret.field]: (await text(process.stdin)).trim() };
}

async function run(command: Command, input: Record<string, string>): Promise<CommandResult> {
  const parsed = loadEnv();
  if (!parsed.ok) throw new StartError(parsed.problems);
  const { env } = parsed;
  const logger = createLogger({ LOG_LEVEL: 'warn' }, pino.destination({ dest: 2, sync: true }));
  const keepSchema = command.anySchema === true;
  try {
    const app = await openApp({ env, logger, root: ROOT, withAdminDoor: false, keepSchema });
    try {
      return await runCommand(app, command.name, input);
    } finally {
      app.close();
    }
  } catch (error) {
    if (!(error instanceof DatabaseLockedError) || error.holder?.adminUrl == null) throw error;
    return askRunningApp(error.holder, command, input);
  }
}

/** The process that holds the database does the work. */
async function askRunningApp(
  holder: LockHolder,
  command: Command,
  input: Record<string, string>,
): Promise<CommandResult> {
  const token = holder.tokenFile === null ? '' : readFileSync(holder.tokenFile, 'utf8');
  const answer = await fetch(`${holder.adminUrl}/${command.name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
    redirect: 'error',
  });
  if (answer.status !== 200 && answer.status !== 422) {
    throw new Error(`The app at ${holder.adminUrl} (process ${holder.pid}) said ${answer.status}`);
  }
  return (await answer.json()) as CommandResult;
}

async function main(): Promise<number> {
  const { command, values } = readArguments(process.argv.slice(2));
  const isJson = values.json === true;
  loadEnvFiles(values['env-file']);
  const result = await run(command, await inputOf(command, values)).catch((error: unknown) => {
    const lines = startProblems(error);
    return { ok: false, data: { error: { code: 'CANNOT_RUN', problems: lines } }, lines };
  });
  const print = result.ok || isJson ? process.stdout : process.stderr;
  print.write(
    isJson
      ? `${JSON.stringify({ ok: result.ok, ...result.data })}\n`
      : `${result.lines.join('\n')}\n`,
  );
  return result.ok ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n\n${usage()}\n`);
  process.exitCode = 2;
}
