// @ts-check
import { enter } from './lib/runtime.mjs';

if (await enter(import.meta.url)) {
  const { demo } = await import('./product/demo.mjs');
  await demo(process.argv.slice(2));
}
