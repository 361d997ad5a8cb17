import { eq, sql, type SQL } from 'drizzle-orm';
import { decisions, tasks, users } from '@/db/schema';
import { andThen, inOneTrip, read, type Read } from '@/lib/base/reads';
import { writeCursor } from '@/lib/base/cursor';
import type { Page } from '@/lib/base/page-query';
import { readable } from '@/lib/base/readable/readable';
import { requesterName } from '@/lib/base/readable/requester-name';
import type { Context } from '@/lib/people/context';
import { requireScope } from '@/lib/people/require-scope';
import { foundTasks } from './find-tasks';
import { parseTaskQuery, type TaskQuery } from './task-query';
import type { TaskSummary } from './types';

/** The columns that lists show. */
const columns = {
  id: tasks.id,
  runId: tasks.runId,
  workflowId: tasks.workflowId,
  kind: tasks.kind,
  title: tasks.title,
  state: tasks.state,
  requesterId: tasks.requesterId,
  assigneeId: tasks.assigneeId,
  dueAt: tasks.dueAt,
  priority: tasks.priority,
  askedBefore: tasks.askedBefore,
  createdAt: tasks.createdAt,
  closedAt: tasks.closedAt,
};

/** The query for a page of tasks, without their evidence. Exported so that a test can check its query plan. */
export function taskPage(ctx: Context, query: TaskQuery) {
  const found = sql`(select id, key, row_number() over () as place from (${foundTasks(ctx, query, query.limit + 1)})) found`;
  return ctx.db
    .select({
      task: columns,
      askedBy: users.name,
      decision: { outcome: decisions.outcome, by: decisions.actorName, at: decisions.createdAt },
      key: sql<number>`found.key`,
    })
    .from(tasks)
    .innerJoin(found, sql`found.id = ${tasks.id}`)
    .leftJoin(users, eq(users.id, tasks.requesterId))
    .leftJoin(decisions, eq(decisions.taskId, tasks.id))
    .orderBy(sql`found.place`);
}

/** The id of the first matching task, as a subquery, so that both are read in one round trip. */
export const firstTask = (ctx: Context, query: TaskQuery): SQL =>
  sql`(select id from (${foundTasks(ctx, { ...query, cursor: undefined }, 1)}))`;

function summaries(rows: Awaited<ReturnType<typeof taskPage>>, limit: number): Page<TaskSummary> {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    items: page.map(({ task, askedBy, decision }) => ({
      taskId: task.id,
      runId: task.runId,
      workflowId: task.workflowId,
      kind: task.kind,
      title: readable(task.title),
      state: task.state,
      requester: { id: task.requesterId, name: requesterName(task.requesterId, askedBy) },
      assignee: task.assigneeId,
      dueAt: task.dueAt?.toISOString() ?? null,
      priority: task.priority,
      askedBefore: task.askedBefore,
      createdAt: task.createdAt.toISOString(),
      closedAt: task.closedAt?.toISOString() ?? null,
      decidedAt: decision?.at.toISOString() ?? null,
      outcome: decision?.outcome ?? null,
      decidedBy: decision && readable(decision.by),
    })),
    nextCursor: last ? writeCursor([Number(last.key), last.task.id]) : null,
  };
}

/** One page of tasks, in one query. */
export const taskPageRead = (ctx: Context, query: TaskQuery): Read<Page<TaskSummary>> =>
  read([taskPage(ctx, query)], ([rows]) => summaries(rows, query.limit));

/** @throws forbidden (key) */
export async function listTasks(ctx: Context, query: TaskQuery): Promise<Page<TaskSummary>> {
  requireScope(ctx, 'tasks:read');
  return inOneTrip(ctx.db, taskPageRead(ctx, query));
}

const nextQuery = parseTaskQuery({ limit: 2 });

/** The first task in the actor's inbox other than this one; null if there is none. */
export const nextTaskRead = (ctx: Context, taskId: string): Read<string | null> =>
  andThen(
    taskPageRead(ctx, nextQuery),
    ({ items }) => items.find((other) => other.taskId !== taskId)?.taskId ?? null,
  );

/** The open count stops here, as people see "99+". */
export const mostCounted = 100;

/** The number of open tasks in the actor's inbox, at most `mostCounted`. */
export const openCountRead = (ctx: Context): Read<number> =>
  read(
    [
      ctx.db
        .select({
          open: sql<number>`(select count(*) from (${foundTasks(ctx, parseTaskQuery({}), mostCounted)}))`,
        })
        .from(sql`(select 1)`),
    ],
    ([[row]]) => row?.open ?? 0,
  );

export const countOpenTasks = (ctx: Context): Promise<number> => inOneTrip(ctx.db, openCountRead(ctx));
