import { once } from 'node:events';
import { drizzle } from 'drizzle-orm/libsql';
import { openClient, type Database } from '@/db/client';
import * as schema from '@/db/schema';
import { systemClock } from '@/lib/base/clock';
import { sweepActor, type Context } from '@/lib/people/context';
import { AppError } from '@/lib/base/errors';
import { createEngine } from '@/lib/mastra';
import { fencedLibSQL } from '@/lib/mastra/stores/fenced-libsql';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { actor, type Person } from './desk';
import { heldWorkflows } from './held-workflows';
import { watched, type Pass } from './mortal-disk';

/**
 * A process on a desk's files, for tests that kill it: `desk-process <app url> <store url> <hold> <runId>
 * [person taskId digest]`. Prints `ready`, waits for a line, decides if told to, and drives the run. At the
 * point `hold` it prints that and waits:
 * `in <step>`, or `before|after app|store <text>`, the first write with that text to that database.
 */
const [appUrl = '', storeUrl = '', hold = '', runId = '', person, taskId = '', payloadDigest = ''] =
  process.argv.slice(2);

const say = (line: string) => process.stdout.write(`${line}\n`);

async function pause(point: string): Promise<void> {
  if (point !== hold) return;
  say(`at ${point}`);
  await new Promise(() => undefined);
}

const holding =
  (file: 'app' | 'store'): Pass =>
  async (what, work) => {
    const at = (moment: 'before' | 'after') => {
      const prefix = `${moment} ${file} `;
      return what !== null && hold.startsWith(prefix) && what.includes(hold.slice(prefix.length)) ? hold : '';
    };
    if (at('before')) await pause(hold);
    const done = await work();
    if (at('after')) await pause(hold);
    return done;
  };

const db: Database = drizzle(watched(openClient({ url: appUrl }), holding('app')), { schema });
(globalThis as { countersignDatabase?: Context['db'] }).countersignDatabase = db;
const storage = await fencedLibSQL(watched(openClient({ url: storeUrl }), holding('store')));
const engine = await createEngine(
  storage,
  heldWorkflows((step) => pause(`in ${step}`)),
);
const system: Context = { actor: sweepActor, channel: 'system', db, engine, clock: systemClock };

// The parent process is gone.
process.stdin.on('end', () => process.exit(1));
say('ready');
await once(process.stdin, 'data');
if (person) {
  const answer = decideTask({ ...system, actor: actor(person as Person), channel: 'web' }, taskId, {
    resumeData: { by: person },
    payloadDigest,
  });
  say(
    await answer.then(
      () => 'decided',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    ),
  );
}
say(await drainRun(system, runId));
process.exit(0);
