import { DatabaseError } from '@/db/database-error';
import { migrate } from '@/db/migrate';
import { seedDemo } from '@/db/seed';
import { database, systemClock } from './context';
import { env, EnvError } from './env';
import { log } from './log';
import { WorkflowError } from './mastra/check-workflows';
import { engine } from './mastra';
import { warnPreflight } from './preflight/preflight';
import { sweep } from './recovery/sweep';

const sweepEveryMs = 30_000;
/** A run that a dead process still seems to hold is looked at again soon: its lease ends within seconds. */
const lookAgainMs = 3_000;

const holder = globalThis as typeof globalThis & { countersignTicker?: NodeJS.Timeout };

async function prepare(): Promise<void> {
  const { database: source, seedDemo: seeded } = env();
  await migrate(database(), source.url);
  if (seeded) await seedDemo(database());
  await engine();
  // Not awaited: it only warns, and may take seconds where very many tasks are open.
  void warnPreflight({ db: database() });
}

/** What to tell the person who starts the server; undefined for faults that only a stack trace explains. */
function explain(error: unknown): string | undefined {
  if (error instanceof EnvError) return `Countersign cannot start with this configuration:\n${error.message.replace(/^/gm, '  ')}`;
  if (error instanceof WorkflowError) return `Countersign cannot start with these workflows:\n${error.message.replace(/^/gm, '  ')}`;
  if (error instanceof DatabaseError) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `Countersign may not write to ${path ?? 'its data folder'}; give another DATA_DIR or the permission.`;
  return undefined;
}

async function tick(): Promise<void> {
  let pause = sweepEveryMs;
  try {
    const { busy } = await sweep({ db: database(), engine: await engine(), clock: systemClock });
    if (busy > 0) pause = lookAgainMs;
  } catch (error) {
    log.error('a sweep failed', { error });
  }
  holder.countersignTicker = setTimeout(() => void tick(), pause).unref();
}

/**
 * Prepares a server process: configuration, migrations, demo people, workflows; then one sweep, so that whatever a
 * dead process owed goes on by itself, and another one every half minute. A start that cannot work ends with the reason.
 */
export async function boot(): Promise<void> {
  try {
    await prepare();
  } catch (error) {
    const reason = explain(error);
    if (reason === undefined) throw error;
    process.stderr.write(`\n${reason}\n\n`);
    process.exit(1);
  }
  clearTimeout(holder.countersignTicker);
  void tick();
}
