import { sql } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import {
  able,
  answerable,
  askStandIns,
  decidable,
  dismissStandIns,
  type Judged,
} from '@/lib/desk/tasks/stand-ins';
import type { Walk } from './walk';

const tasksPerSweep = 1_000;
/** The most changes of one sweep; if a page has more, the next sweep reads it again. */
const changesPerSweep = 100;

const readPlace = (after: string | null): [number, string] => {
  const [time = '0', id = ''] = after?.split(' ') ?? [];
  return [Number(time), id];
};

/** The queries for a page of open tasks, and for those in it whose approvers are wrong. */
function judgedPage({ db }: Pick<Context, 'db'>, after: string | null) {
  const page = db
    .select({ id: tasks.id, createdAt: tasks.createdAt })
    .from(tasks)
    .where(sql`${tasks.state} = 'open' and (${tasks.createdAt}, ${tasks.id}) > ${readPlace(after)}`)
    .orderBy(tasks.createdAt, tasks.id)
    .limit(tasksPerSweep);
  const wrong = db.all<{ id: string; answerable: number }>(
    sql`with ${able} select t.id as id, ${answerable} as answerable from ${tasks} t
      where t.id in (select id from ${page}) and t.state = 'open' and t.kind in ('step', 'tool-call')
        and (${answerable} = (t.stand_ins is not null) or not ${decidable}) limit ${changesPerSweep}`,
  );
  return { page, wrong };
}

/**
 * Checks who may decide the open tasks, one page per sweep, as people, groups and roles change: a task that no candidate
 * may decide goes to operators as well, until a candidate may decide it again.
 * @returns how many tasks were changed
 */
export async function judgeCandidates(ctx: Context, walk: Walk): Promise<number> {
  const { db } = ctx;
  const { page, wrong } = judgedPage(ctx, walk.after);
  const [found, misjudged] = await db.batch([page, wrong]);
  let changed = 0;
  for (const { id, answerable: others } of misjudged) {
    const [task] = await db
      .select()
      .from(tasks)
      .where(sql`${tasks.id} = ${id}`);
    if (task)
      await walk.attempt(task.runId, async () => {
        if (await judge(ctx, task, others === 1)) changed += 1;
      });
  }
  const last = found.at(-1);
  if (misjudged.length < changesPerSweep)
    walk.after = found.length < tasksPerSweep || !last ? null : `${last.createdAt.getTime()} ${last.id}`;
  return changed;
}

const judge = (ctx: Context, task: Judged, others: boolean): Promise<boolean> =>
  others ? dismissStandIns(ctx, task) : askStandIns(ctx, task);
