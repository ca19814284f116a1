// @ts-check
import { enter } from './lib/runtime.mjs';

if (await enter(import.meta.url)) {
  const { dev } = await import('./product/dev.mjs');
  await dev();
}
