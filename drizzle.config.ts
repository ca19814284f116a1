import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'turso',
  schema: ['alerts', 'auth', 'audit', 'drift', 'guests', 'suppliers', 'mirror', 'work'].map(
    (name) => `./server/db/schema/${name}.ts`,
  ),
  out: './drizzle',
});
