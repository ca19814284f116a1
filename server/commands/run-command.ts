import * as z from 'zod';
import { sealChains } from '#server/domain/audit/seal-chain.ts';
import { DomainError } from '#server/kernel/errors.ts';
import { addSupplierCommand } from './add-supplier.ts';
import type { Command, CommandContext, CommandResult } from './command.ts';
import { createApiKeyCommand } from './create-api-key.ts';
import { doctorCommand } from './diagnose.ts';
import { migrateCommand } from './migrate-database.ts';
import { createUserCommand } from './people/create-user.ts';
import { platformAdminCommand } from './people/platform-admin.ts';
import { resetLinkCommand } from './people/reset-link.ts';
import { resetSecondFactorCommand } from './people/reset-second-factor.ts';
import { revokeApiKeyCommand } from './revoke-api-key.ts';
import { rotateSecretsCommand } from './rotate-secrets.ts';

/** Every command of the operator. */
export const COMMANDS: readonly Command[] = [
  createUserCommand,
  resetLinkCommand,
  resetSecondFactorCommand,
  platformAdminCommand,
  addSupplierCommand,
  createApiKeyCommand,
  revokeApiKeyCommand,
  rotateSecretsCommand,
  migrateCommand,
  doctorCommand,
];

/** The command of this name. */
export function commandCalled(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name);
}

/**
 * Runs a command by name. What the operator did wrong is answered in lines; anything else throws.
 */
export async function runCommand(
  context: CommandContext,
  name: string,
  input: unknown,
): Promise<CommandResult> {
  const command = commandCalled(name);
  if (command === undefined) return refused('NOT_FOUND', [`There is no command ${name}`]);
  try {
    const result = await command.run(context, input);
    // The process of a command ends right after it, before anybody else would chain what it wrote.
    if (command.anySchema !== true) await sealChains(context.database);
    return result;
  } catch (error) {
    if (error instanceof DomainError) {
      const fields = error.fields.map((field) => `${field.path}: ${field.code}`);
      return refused(error.code, fields.length > 0 ? fields : [error.message]);
    }
    if (error instanceof z.core.$ZodError) {
      const lines = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
      return refused('BAD_REQUEST', lines);
    }
    throw error;
  }
}

function refused(code: string, lines: readonly string[]): CommandResult {
  return { ok: false, data: { error: { code, problems: lines } }, lines };
}
