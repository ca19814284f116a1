import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';

const demoSchema = z.strictObject({
  url: z.url(),
  stubUrl: z.url(),
  email: z.string(),
  password: z.string(),
  apiKey: z.string(),
  supplierIds: z.array(z.int()).min(1),
});

/** The running demo that the tests talk to. */
export type Demo = z.infer<typeof demoSchema>;

/** Reads what the demo wrote about itself; by default that of `npm run demo`. */
export function readDemo(file: string = process.env.DEMO_FILE || '.data/demo.json'): Demo {
  const path = resolve(file);
  try {
    return demoSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new Error(`No running demo is described in ${path}: npm run demo`, { cause });
  }
}
