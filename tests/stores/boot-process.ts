import { boot } from '@/lib/boot';

/** What `npm start` does before its first request, in a process of its own: says how long it took, or ends with the reason. */
const began = performance.now();
await boot();
process.stdout.write(`booted in ${Math.round(performance.now() - began)} ms\n`);
process.exit(0);
