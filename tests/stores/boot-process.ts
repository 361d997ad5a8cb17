import { registerHooks } from 'node:module';
import { createInterface } from 'node:readline';

/**
 * Boots as a process does before its first request, and prints how long that took and what was loaded, or
 * ends with the reason. With `--wait` it loads all code, prints `ready`, and boots at the first line of
 * input.
 */
let engineModules = 0;
registerHooks({
  load(url, context, nextLoad) {
    if (url.includes('/node_modules/@mastra/')) engineModules += 1;
    return nextLoad(url, context);
  },
});
// Imported after the hook, so that the hook sees every load.
const loaded = performance.now();
const { boot } = await import('@/lib/process/boot');
let waited = 0;
if (process.argv.includes('--wait')) {
  await import('@/lib/process/boot-server');
  const since = performance.now();
  process.stdout.write('ready\n');
  await createInterface(process.stdin)[Symbol.asyncIterator]().next();
  waited = performance.now() - since;
}
await boot();
process.stdout.write(
  `booted in ${Math.round(performance.now() - loaded - waited)} ms, ${engineModules} modules of the engine\n`,
);
process.exit(0);
