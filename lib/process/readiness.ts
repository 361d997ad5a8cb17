import { isMigrated } from '@/db/migrate';
import { database } from '@/lib/base/database';
import { AppError } from '@/lib/base/errors';
import { engine } from '@/lib/mastra';
import { isLeaving } from '@/lib/base/shutdown';

const failed = (what: string) => (cause: unknown) => {
  throw new AppError('unavailable', `${what} cannot be reached.`, { cause });
};

/**
 * Resolves when this process is not stopping, both stores answer, and the app database has this version's
 * schema.
 * @throws unavailable, naming the problem
 */
export async function checkReadiness(): Promise<void> {
  if (isLeaving()) throw new AppError('unavailable', 'This server is stopping.');
  const [migrated] = await Promise.all([
    isMigrated(database()).catch(failed('The app database')),
    engine()
      .then((one) => one.ready())
      .catch(failed('The workflow store')),
  ]);
  if (!migrated)
    throw new AppError('unavailable', 'The app database is not up to date yet.', {
      cause: new Error('the app database lacks migrations of this version'),
    });
}
