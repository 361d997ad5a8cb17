import { isMigrated } from '@/db/migrate';
import { database } from '@/lib/base/database';
import { AppError } from '@/lib/base/errors';
import { said, type ReasonOf } from '@/lib/base/reasons';
import { engine } from '@/lib/mastra';
import { isLeaving } from '@/lib/base/shutdown';

const failed = (reason: ReasonOf<'unavailable'>) => (cause: unknown) => {
  throw new AppError(said(reason), { cause });
};

/**
 * Resolves when this process is not stopping, both stores answer, and the app database has this version's
 * schema.
 * @throws unavailable, naming the problem
 */
export async function checkReadiness(): Promise<void> {
  if (isLeaving()) throw new AppError(said('server_stopping'));
  const [migrated] = await Promise.all([
    isMigrated(database()).catch(failed('database_away')),
    engine()
      .then((one) => one.ready())
      .catch(failed('workflow_store_away')),
  ]);
  if (!migrated)
    throw new AppError(said('database_outdated'), {
      cause: new Error('the app database lacks migrations of this version'),
    });
}
