import * as z from 'zod';
import { migrateDatabase, migrationState } from '#server/db/migrate.ts';
import { defineCommand } from './command.ts';

/** Applies the pending migrations. */
export const migrateCommand = defineCommand({
  name: 'db:migrate',
  summary: 'Apply the pending migrations',
  options: {},
  anySchema: true,
  input: z.strictObject({}),
  async run({ database, migrations }) {
    const before = await migrationState(database, migrations);
    const after = await migrateDatabase(database, migrations);
    const applied = after.applied - before.applied;
    const line = `${applied} migrations applied, ${after.applied} of ${after.known} in the database`;
    return { ok: true, data: { applied, known: after.known }, lines: [line] };
  },
});
