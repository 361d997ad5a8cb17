import { registerHooks } from 'node:module';

/** What a process does before its first request, in one of its own: says how long it took and what it loaded, or ends with the reason. */
let engineModules = 0;
registerHooks({
  load(url, context, nextLoad) {
    if (url.includes('/node_modules/@mastra/')) engineModules += 1;
    return nextLoad(url, context);
  },
});
const began = performance.now();
// After the hook, so that it sees everything.
const { boot } = await import('@/lib/boot');
await boot();
process.stdout.write(`booted in ${Math.round(performance.now() - began)} ms, ${engineModules} modules of the engine\n`);
process.exit(0);
