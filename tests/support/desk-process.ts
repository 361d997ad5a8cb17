import { once } from 'node:events';
import { openDatabase } from '@/db/client';
import { systemClock } from '@/lib/clock';
import { sweepActor, type Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { createEngine } from '@/lib/mastra';
import { openStorage } from '@/lib/mastra/storage';
import { drainRun } from '@/lib/outbox/drain-run';
import { decideTask } from '@/lib/tasks/decide-task';
import { actor, type Person } from './desk';
import { heldWorkflows } from './held-workflows';

/**
 * A process of its own on a desk's files, for tests that kill it: `desk-process <app url> <store url> <hold> <runId> [person taskId digest]`.
 * It says `ready`, waits for a line, decides if it was told to, and drives the run; at the point `hold` it says so and stays there.
 */
const [appUrl = '', storeUrl = '', hold = '', runId = '', person, taskId = '', payloadDigest = ''] = process.argv.slice(2);

const say = (line: string) => process.stdout.write(`${line}\n`);

const db = openDatabase({ url: appUrl });
(globalThis as { countersignDatabase?: Context['db'] }).countersignDatabase = db;
const workflows = heldWorkflows(async (point) => {
  if (point !== hold) return;
  say(`at ${point}`);
  await new Promise(() => undefined);
});
const engine = await createEngine(await openStorage({ kind: 'libsql', url: storeUrl, authToken: undefined }), workflows);
const system: Context = { actor: sweepActor, channel: 'system', db, engine, clock: systemClock };

// Whoever started this process is gone.
process.stdin.on('end', () => process.exit(1));
say('ready');
await once(process.stdin, 'data');
if (person) {
  const answer = decideTask({ ...system, actor: actor(person as Person), channel: 'web' }, taskId, { resumeData: { by: person }, payloadDigest });
  say(await answer.then(() => 'decided', (error: unknown) => (error instanceof AppError ? error.code : String(error))));
}
say(await drainRun(system, runId));
process.exit(0);
