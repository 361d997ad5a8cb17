import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { migrate } from '@/db/migrate';
import { DatabaseError } from '@/db/database-error';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { env, EnvError } from '@/lib/base/env';
import { followDatabaseClock } from '@/lib/base/follow-database-clock';
import { engine } from '@/lib/mastra';
import { WorkflowError } from '@/lib/mastra/authoring/workflow-error';
import { tellEverybody } from '@/lib/tell/drain/tell-people';
import { sweep, type SweepResult } from '@/lib/process/sweep/sweep';
import { loadEnvFiles, UsageError } from './support/command';

const usage = `Does what the servers do every half minute: goes on with everything that is owed to runs, asks the checks
that are due, reminds, escalates and ends tasks, and holds all runs against the snapshot store.

  npm run recover                    one sweep over a page of runs, as a server does
  npm run recover -- --until-idle    sweeps until nothing is left to do and all runs were looked at
  npm run -s recover -- --json       the result as one line of JSON for each sweep

  --help    this text

Safe beside live servers and other sweeps. The configuration is the app's; .env.local and .env are read as it does.
What is tried again later (after a failure) is not waited for.
Exit code: 0 done, 1 something failed (the log says what), 2 it could not begin.`;

/** How long to wait for a run that is being driven, in milliseconds. */
const lookAgainMs = 2_000;

function readArguments(argv: string[]): { help: boolean; json: boolean; untilIdle: boolean } {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        json: { type: 'boolean' },
        'until-idle': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return {
      help: values.help ?? false,
      json: values.json ?? false,
      untilIdle: values['until-idle'] ?? false,
    };
  } catch (cause) {
    if (cause instanceof TypeError)
      throw new UsageError(`${cause.message}\nTry: npm run recover -- --help`, { cause });
    throw cause;
  }
}

function told({ idle, ...counts }: SweepResult): string {
  const done = Object.entries(counts).filter(([, count]) => count > 0);
  return done.length === 0
    ? `Nothing to do${idle ? '.' : '; there is more to look at.'}`
    : done.map(([what, count]) => `${what} ${count}`).join(', ');
}

async function main(): Promise<void> {
  const { help, json, untilIdle } = readArguments(process.argv.slice(2));
  if (help) return console.log(usage);
  loadEnvFiles();
  const { database: source, staleAfterMs } = env();
  await migrate(database(), source);
  await followDatabaseClock(database());
  const context = { db: database(), engine: await engine(), clock: systemClock };
  await context.engine.ready();
  let failed = false;
  for (let anew = untilIdle; ; anew = false) {
    const result = await sweep(context, { staleAfterMs, anew, tell: () => tellEverybody(context) });
    failed ||= result.failed > 0;
    console.log(json ? JSON.stringify(result) : told(result));
    // Failed work is retried when it is due, by the next sweep.
    if (!untilIdle || result.idle || result.failed > 0) break;
    if (result.busy > 0) await setTimeout(lookAgainMs);
  }
  database().$client.close();
  process.exit(failed ? 1 : 0);
}

main().catch((error: unknown) => {
  if (error instanceof EnvError) console.error(`The configuration is not right:\n${error.message}`);
  else if (error instanceof WorkflowError)
    console.error(`Countersign could not start with these workflows:\n${error.message}`);
  else console.error(error instanceof UsageError || error instanceof DatabaseError ? error.message : error);
  process.exit(2);
});
