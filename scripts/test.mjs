// @ts-check
import { enter } from './lib/runtime.mjs';

if (await enter(import.meta.url)) {
  const { test } = await import('./testing/test.mjs');
  await test(process.argv.slice(2));
}
