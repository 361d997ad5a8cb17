import { createInterface } from 'node:readline';
import { z } from 'zod';
import { openDatabase, type Database } from '@/db/client';
import { systemClock } from '@/lib/base/clock';
import { sweepActor, type Context } from '@/lib/people/context';
import type { Env } from '@/lib/base/env';
import { AppError } from '@/lib/base/errors';
import { createEngine } from '@/lib/mastra';
import { openStorage } from '@/lib/mastra/stores/storage';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { actor, type Person } from '@/tests/support/desk';
import { heldWorkflows } from '@/tests/support/held-workflows';

/**
 * A process on given stores: `racer <{database, store, who, hold}>`. For every line with a task it decides,
 * drives the run, and prints the outcome of both. In the step `hold` it says so and waits.
 */
export type Racer = Pick<Env, 'database'> & { store: Env['workflowStore']; who: Person; hold?: string };

const { database, store, who, hold } = JSON.parse(process.argv[2] ?? '') as Racer;
const say = (line: string) => process.stdout.write(`${line}\n`);

const db = openDatabase(database);
(globalThis as { countersignDatabase?: Database }).countersignDatabase = db;
const workflows = heldWorkflows(async (step) => {
  if (step !== hold) return;
  say(`at ${step}`);
  await new Promise(() => undefined);
});
const engine = await createEngine(await openStorage(store), workflows);
const system: Context = { actor: sweepActor, channel: 'system', db, engine, clock: systemClock };

const told = z.object({ runId: z.string(), taskId: z.string(), payloadDigest: z.string() });

say('ready');
for await (const line of createInterface(process.stdin)) {
  const { runId, taskId, payloadDigest } = told.parse(JSON.parse(line));
  const deciding = decideTask({ ...system, actor: actor(who), channel: 'web' }, taskId, {
    resumeData: { by: who },
    payloadDigest,
  });
  const decided = await deciding.then(
    () => 'decided',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
  await drainRun(system, runId);
  say(decided);
}
// The parent process is gone.
process.exit(0);
