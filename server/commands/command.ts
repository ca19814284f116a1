import type * as z from 'zod';
import type { Database } from '#server/db/client.ts';
import type { Auth } from '#server/domain/auth/create-auth.ts';
import type { JobQueue } from '#server/domain/suppliers/jobs.ts';
import type { KeyVault } from '#server/domain/suppliers/ports.ts';
import type { Call, TenantId } from '#server/domain/tenancy/actor.ts';
import type { Env } from '#server/env.ts';
import type { Clock } from '#server/kernel/clock.ts';
import { newId } from '#server/kernel/ids.ts';

/** What commands work on. */
export interface CommandContext {
  readonly env: Env;
  readonly database: Database;
  /** Folder of the shipped migrations. */
  readonly migrations: string;
  readonly auth: Auth;
  readonly vault: KeyVault;
  readonly clock: Clock;
  readonly jobs: JobQueue;
}

/** The operator's word, who may do everything in the organisation they name. */
export function operatorCall(tenant: TenantId): Call {
  const actor = { kind: 'operator', id: 'operator', name: 'Operator', tenant } as const;
  return { actor, requestId: newId(), address: null };
}

/** What a command answers: data for programs and lines for people. */
export interface CommandResult {
  /** False when it did its work and the news is bad. */
  readonly ok: boolean;
  readonly data: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}

/** An input that must not be seen in the list of processes. */
export interface SecretInput {
  /** The input field it becomes. */
  readonly field: string;
  /** The option that names an environment variable to take it from. */
  readonly fromEnv?: string;
  /** May be left out; else it is read from standard input. */
  readonly optional: boolean;
}

/** A command of the operator: what it is called, what it takes and what it does. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Options by name, with what each means. */
  readonly options: Readonly<Record<string, string>>;
  /** Those of the options that take no value: named, they are `true`. */
  readonly flags?: readonly string[];
  readonly secret?: SecretInput;
  /** Works on a database whose migrations are pending. */
  readonly anySchema?: boolean;
  run(context: CommandContext, input: unknown): Promise<CommandResult>;
}

/** Declares a command whose input is checked before it runs. */
export function defineCommand<S extends z.ZodType>(
  command: Omit<Command, 'run'> & {
    readonly input: S;
    readonly run: (context: CommandContext, input: z.output<S>) => Promise<CommandResult>;
  },
): Command {
  const { input, run, ...rest } = command;
  return { ...rest, run: async (context, raw) => run(context, input.parse(raw)) };
}
