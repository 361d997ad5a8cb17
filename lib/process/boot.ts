import { DatabaseError } from '@/db/database-error';
import { migrate } from '@/db/migrate';
import { seedDemo } from '@/db/seed';
import { database } from '@/lib/base/database';
import { env, EnvError } from '@/lib/base/env';
import { followDatabaseClock } from '@/lib/base/follow-database-clock';
import { logConsole } from '@/lib/process/telemetry/console';
import { startTelemetry } from '@/lib/process/telemetry/start-telemetry';
import { WorkflowError } from '@/lib/mastra/authoring/workflow-error';

/**
 * The message for the person who starts the server; undefined for faults that only a stack trace explains.
 */
function explain(error: unknown): string | undefined {
  if (error instanceof EnvError)
    return `Countersign cannot start with this configuration:\n${error.message.replace(/^/gm, '  ')}`;
  if (error instanceof WorkflowError)
    return `Countersign cannot start with these workflows:\n${error.message.replace(/^/gm, '  ')}`;
  if (error instanceof DatabaseError) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `Countersign may not write to ${path ?? 'its data folder'}; give another DATA_DIR or the permission.`;
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return `${path ?? 'DATA_DIR'} is not a folder; give another DATA_DIR.`;
  return undefined;
}

/**
 * Prepares a process: configuration, migrations, demo people; on a long-lived server also workflows and
 * sweeps. A failed start exits with its reason. A serverless host loads the engine on the first request that
 * needs it, as loading takes most of a second, and a scheduler runs its sweeps.
 */
export async function boot(): Promise<void> {
  try {
    const { production, serverless, database: source, seedDemo: seeded } = env();
    if (production) logConsole();
    await startTelemetry();
    await migrate(database(), source);
    await followDatabaseClock(database());
    if (seeded) await seedDemo(database());
    if (serverless) return;
    const { prepareServer, runServer } = await import('./boot-server');
    await prepareServer();
    runServer();
  } catch (error) {
    const reason = explain(error);
    if (reason === undefined) throw error;
    process.stderr.write(`\n${reason}\n\n`);
    process.exit(1);
  }
}
