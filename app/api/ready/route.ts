import { isMigrated } from '@/db/migrate';
import { database } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { route } from '@/lib/http/route';
import { engine } from '@/lib/mastra';

const failed = (what: string) => (cause: unknown) => {
  throw new AppError('unavailable', `${what} cannot be reached.`, { cause });
};

/** Ready: both stores answer and the app database has this version's schema. */
export const GET = route(async () => {
  const [migrated] = await Promise.all([
    isMigrated(database()).catch(failed('The app database')),
    engine().then((one) => one.ready()).catch(failed('The workflow store')),
  ]);
  if (!migrated) throw new AppError('unavailable', 'The app database is not up to date yet.');
  return Response.json({ status: 'ready' });
});
