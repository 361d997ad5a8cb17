import { isAway } from '@/db/away';
import { DatabaseError } from '@/db/database-error';
import { migrate } from '@/db/migrate';
import { seedDemo } from '@/db/seed';
import { database, systemClock } from './context';
import { env, EnvError } from './env';
import { log } from './log';
import { logConsole } from './observability/console';
import { flushTelemetry, startTelemetry } from './observability/telemetry';
import { WorkflowError } from './mastra/check-workflows';
import { engine } from './mastra';
import { warnPreflight } from './preflight/preflight';
import { sweep } from './recovery/sweep';
import { isStopping } from './shutdown';
import { stopOnSignals } from './stop';

const sweepEveryMs = 30_000;
/** A run that a dead process still seems to hold is looked at again soon: its lease ends within seconds. */
const lookAgainMs = 3_000;

const holder = globalThis as typeof globalThis & { countersignTicker?: NodeJS.Timeout };

async function prepare(): Promise<void> {
  const { database: source, seedDemo: seeded } = env();
  await migrate(database(), source);
  if (seeded) await seedDemo(database());
  await openWorkflowStore();
  // Not awaited: it only warns, and may take seconds where very many tasks are open.
  void warnPreflight({ db: database() });
}

/**
 * A store that is wrong, or not there, must be told to whoever starts the server. A serverless host starts instances by
 * itself at any time: there one that is away keeps nobody from asking and answering.
 */
async function openWorkflowStore(): Promise<void> {
  try {
    await (await engine()).ready();
  } catch (error) {
    if (!isAway(error) || !env().serverless) throw error;
    log.error('the workflow store cannot be reached; requests and answers are recorded and wait for it', { error });
  }
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
    const { busy } = await sweep({ db: database(), engine: await engine(), clock: systemClock }, { staleAfterMs: env().staleAfterMs });
    if (busy > 0) pause = lookAgainMs;
  } catch (error) {
    log.error('a sweep failed', { error });
  }
  if (!isStopping()) holder.countersignTicker = setTimeout(() => void tick(), pause).unref();
}

/**
 * Prepares a server process: configuration, migrations, demo people, workflows; then one sweep, so that whatever a
 * dead process owed goes on by itself, and another one every half minute. A start that cannot work ends with the reason.
 */
export async function boot(): Promise<void> {
  try {
    if (env().production) logConsole();
    await startTelemetry();
    await prepare();
  } catch (error) {
    const reason = explain(error);
    if (reason === undefined) throw error;
    process.stderr.write(`\n${reason}\n\n`);
    process.exit(1);
  }
  clearTimeout(holder.countersignTicker);
  void tick();
  const { production, serverless, shutdownDelayMs, shutdownGraceMs } = env();
  // In development a restart is not worth waiting for; a serverless host stops its instances by itself.
  if (production && !serverless) stopOnSignals({ delayMs: shutdownDelayMs, graceMs: shutdownGraceMs, onStop: () => clearTimeout(holder.countersignTicker), flush: flushTelemetry });
}
