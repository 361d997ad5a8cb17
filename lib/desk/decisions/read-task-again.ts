import { and, eq } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import { asSystem, type Context } from '@/lib/people/context';
import { conflict } from '@/lib/base/errors';
import { isReadByOlderRules } from '@/lib/desk/runs/read-again';
import { mirrorRun } from '@/lib/desk/runs/mirror-run';

/**
 * Holds an open task that an older release read against its snapshot, before it is answered rather than with the next
 * sweep. @throws conflict while that cannot be done
 */
export async function readTaskAgain(ctx: Context, task: { id: string; runId: string }): Promise<void> {
  await mirrorRun(asSystem(ctx), task.runId);
  if ((await ctx.db.$count(tasks, and(eq(tasks.id, task.id), isReadByOlderRules))) > 0)
    throw conflict('being_checked');
}
