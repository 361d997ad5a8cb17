import { eq } from 'drizzle-orm';
import { openDatabase, type Database } from '@/db/client';
import { tasks } from '@/db/schema';
import { systemClock } from '@/lib/base/clock';
import { sweepActor, type Context } from '@/lib/people/context';
import type { Env } from '@/lib/base/env';
import { createEngine } from '@/lib/mastra';
import { openStorage } from '@/lib/mastra/stores/storage';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { actor } from '@/tests/support/desk';
import { answerFor } from '@/tests/support/workflows/parts/gate';
import { shapes, workflows } from '@/tests/support/workflows/shapes';

/**
 * A process on given stores, `finisher <{database, store}>`: answers every question until none is left,
 * sweeps, and prints what the sweep did.
 */
export type Finisher = Pick<Env, 'database'> & { store: Env['workflowStore'] };

const { database, store } = JSON.parse(process.argv[2] ?? '') as Finisher;
const db = openDatabase(database);
(globalThis as { countersignDatabase?: Database }).countersignDatabase = db;
const engine = await createEngine(await openStorage(store), workflows);
const system: Context = { actor: sweepActor, channel: 'system', db, engine, clock: systemClock };
const shapeOf = (workflowId: string) =>
  Object.values(shapes).find(({ workflow }) => workflow.id === workflowId);

const nextTask = async () => (await db.select().from(tasks).where(eq(tasks.state, 'open')).limit(1))[0];

for (let task = await nextTask(); task; task = await nextTask()) {
  const { id, runId, workflowId, payload, payloadDigest } = task;
  const shape = shapeOf(workflowId);
  if (!shape) throw new Error(`no shape is ${workflowId}`);
  await decideTask({ ...system, actor: actor('manager'), channel: 'web' }, id, {
    ...answerFor(shape, payload),
    payloadDigest,
  });
  await drainRun(system, runId);
}
process.stdout.write(JSON.stringify(await sweep(system)));
process.exit(0);
