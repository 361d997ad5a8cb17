import { and, asc, eq, isNull, lte, not, sql } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commitEach } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { isLost } from '@/lib/desk/tasks/is-lost';
import { isOpen } from '@/lib/desk/tasks/record-decision';
import type { Walk } from './walk';

const tasksPerSweep = 200;

export type StaleTask = {
  id: string;
  runId: string;
  workflowId: string;
  title: string;
  candidates: string[];
  createdAt: Date;
};

/**
 * Open tasks without a due time that have waited for `staleAfterMs`, oldest first, without those of lost runs.
 * Nothing ever expires them. `after` is the last task of the previous page.
 */
export function listStaleTasks(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  staleAfterMs: number,
  limit: number,
  after?: Pick<StaleTask, 'id' | 'createdAt'>,
): Promise<StaleTask[]> {
  const { id, runId, workflowId, title, candidates, createdAt } = tasks;
  return db
    .select({ id, runId, workflowId, title, candidates, createdAt })
    .from(tasks)
    .where(
      and(
        eq(tasks.state, 'open'),
        isNull(tasks.dueAt),
        lte(tasks.createdAt, new Date(clock.now().getTime() - staleAfterMs)),
        after
          ? sql`(${tasks.createdAt}, ${tasks.id}) > (${after.createdAt.getTime()}, ${after.id})`
          : undefined,
        not(isLost(tasks.runId)),
      ),
    )
    .orderBy(asc(tasks.createdAt), asc(tasks.id))
    .limit(limit);
}

const readPlace = (after: string | null) => {
  const [time = '', id = ''] = after?.split(' ') ?? [];
  return id === '' ? undefined : { createdAt: new Date(Number(time)), id };
};

/**
 * Records each stale task once, in the audit log and the server's log. Tasks become stale in the order of creation.
 */
export async function tellStaleTasks(ctx: Context, staleAfterMs: number, walk: Walk): Promise<number> {
  const found = await listStaleTasks(ctx, staleAfterMs, tasksPerSweep, readPlace(walk.after));
  const told = await commitEach(
    ctx,
    found.map(({ id, runId, createdAt }) => ({
      when: sql`${isOpen(id)} and exists (select 1 from ${tasks} t where t.id = ${id} and t.stale_told_at is null)`,
      event: { verb: 'task.stale', runId, taskId: id, data: { since: createdAt.toISOString() } },
      changes: [update(tasks, { staleToldAt: ctx.clock.now() }, eq(tasks.id, id))],
    })),
  );
  const stale = found.filter((_, index) => told[index]);
  for (const { id, runId } of stale)
    log.warn('nobody has answered a task that has no due time', { runId, taskId: id });
  const last = found.at(-1);
  if (last) walk.after = `${last.createdAt.getTime()} ${last.id}`;
  return stale.length;
}
