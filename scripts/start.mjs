// @ts-check
import { enter, ROOT } from './lib/runtime.mjs';

if (await enter(import.meta.url)) {
  const { start } = await import('./product/start.mjs');
  await start(ROOT);
}
