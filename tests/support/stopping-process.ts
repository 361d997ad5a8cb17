import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { openDatabase } from '@/db/client';
import { systemClock } from '@/lib/base/clock';
import { sweepActor, type Context } from '@/lib/people/context';
import { createEngine } from '@/lib/mastra';
import { openStorage } from '@/lib/mastra/stores/storage';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { sweep } from '@/lib/process/sweep/sweep';
import { stopSignal } from '@/lib/base/shutdown';
import { sameSignalMs, stopOnSignals } from '@/lib/process/stop';
import { heldWorkflows } from './held-workflows';

/**
 * A server process on a desk's files that drives one run, waits in the step `between` for a line of input,
 * and stops on signals.
 */
const [appUrl = '', storeUrl = '', runId = '', graceMs = ''] = process.argv.slice(2);

const say = (line: string) => process.stdout.write(`${line}\n`);

const db = openDatabase({ url: appUrl });
(globalThis as { countersignDatabase?: Context['db'] }).countersignDatabase = db;
const workflows = heldWorkflows(async (point) => {
  if (point !== 'between') return;
  say('at between');
  await once(process.stdin, 'data');
});
const engine = await createEngine(
  await openStorage({ kind: 'libsql', url: storeUrl, authToken: undefined }),
  workflows,
);
const system: Context = { actor: sweepActor, channel: 'system', db, engine, clock: systemClock };

// What Next's own handler does once open requests have ended.
process.on('SIGTERM', () => process.exit(143));
process.on('SIGINT', () => process.exit(130));
stopOnSignals({
  delayMs: 0,
  graceMs: Number(graceMs),
  onStop: () => {
    say('stopping');
    void setTimeout(sameSignalMs).then(() => say('may be told again'));
  },
  flush: () => Promise.resolve(),
});
stopSignal().addEventListener('abort', () => void sweep(system), { once: true });
process.stdin.resume();
void drainRun(system, runId).then(() => sweep(system));
