import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'turso',
  schema: ['auth', 'suppliers', 'mirror', 'work'].map((name) => `./server/db/schema/${name}.ts`),
  out: './drizzle',
});
