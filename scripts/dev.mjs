// @ts-check
import { enter } from './lib/runtime.mjs';

if (await enter(import.meta.url)) {
  const { dev } = await import('./lib/dev.mjs');
  await dev();
}
