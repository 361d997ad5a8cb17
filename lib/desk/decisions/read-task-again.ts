import { and, eq } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import { asSystem, type Context } from '@/lib/people/context';
import { conflict } from '@/lib/base/errors';
import { isReadByOlderRules } from '@/lib/desk/runs/read-again';
import { mirrorRun } from '@/lib/desk/runs/mirror-run';

/**
 * Checks an open task of an older release against its snapshot now, as it is about to be decided, instead of in the next
 * sweep. @throws conflict if that is not possible yet
 */
export async function readTaskAgain(ctx: Context, task: { id: string; runId: string }): Promise<void> {
  await mirrorRun(asSystem(ctx), task.runId);
  if ((await ctx.db.$count(tasks, and(eq(tasks.id, task.id), isReadByOlderRules))) > 0)
    throw conflict('being_checked');
}
