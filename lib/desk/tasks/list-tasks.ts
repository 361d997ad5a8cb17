import { and, asc, count, desc, eq, inArray, isNull, ne, not, or, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { decisions, taskCandidates, tasks, users } from '@/db/schema';
import { taskStates, type Priority } from '@/db/enums';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { readCursor, writeCursor } from '@/lib/base/cursor';
import { pageQuery, parseQuery } from '@/lib/base/page-query';
import { bansOwn, decidedAs, seesEveryTask } from '@/lib/people/eligibility';
import { requesterName } from '@/lib/base/readable/requester-name';
import { principalsOf } from '@/lib/people/principals';
import { readable } from '@/lib/base/readable/readable';
import { andThen, inOneTrip, read, type Read } from '@/lib/base/reads';
import type { TaskSummary } from './types';
import type { Page } from '@/lib/base/page-query';

export const taskQuery = z.object({
  scope: z.enum(['mine', 'unclaimed', 'all']).default('mine').meta({
    description:
      '`mine`: those I may answer (or could have); `unclaimed`: of these, those nobody has taken; `all`: every task I may see.',
  }),
  state: z
    .enum([...taskStates, 'closed'])
    .default('open')
    .meta({ description: '`closed`: all that are not open.' }),
  workflowId: z.string().max(200).optional().meta({ description: 'Only those of this workflow.' }),
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ description: 'Words in the title or in the name of the requester.' }),
  due: z
    .enum(['overdue', 'today', 'week'])
    .optional()
    .meta({ description: 'Due by now, within 24 hours, or within seven days.' }),
  sort: z.enum(['due', 'newest', 'oldest', 'priority']).default('due').meta({
    description: '`due`: the most pressing first; `priority`: the most urgent first, then the oldest.',
  }),
  ...pageQuery,
});

export type TaskQuery = z.infer<typeof taskQuery>;

/** Reads a query string; empty values count as absent. @throws invalid naming the parameter. */
export const parseTaskQuery = (params: Record<string, unknown>): TaskQuery => parseQuery(taskQuery, params);

const farFuture = 8.64e15;
const ranks: Record<Priority, number> = { urgent: 0, high: 1, normal: 2, low: 3 };
const rank = sql.raw(
  `case priority ${Object.entries(ranks)
    .map(([name, value]) => `when '${name}' then ${value}`)
    .join(' ')} end`,
);

/** What each order sorts by, always a number, so that a cursor is one number and an id. */
function orderOf({ sort, state }: TaskQuery): { key: SQL<number>; ascending: boolean } {
  const began =
    state === 'open'
      ? sql<number>`${tasks.createdAt}`
      : sql<number>`coalesce(${tasks.closedAt}, ${tasks.createdAt})`;
  switch (sort) {
    case 'due':
      return state === 'open'
        ? { key: sql`coalesce(${tasks.dueAt}, ${farFuture})`, ascending: true }
        : { key: began, ascending: false };
    case 'newest':
      return { key: began, ascending: false };
    case 'oldest':
      return { key: began, ascending: true };
    case 'priority':
      return { key: sql`(${rank}) * 1e14 + ${tasks.createdAt}`, ascending: true };
  }
}

/** Tasks that this actor may answer, or could have answered when they were open. Never one's own request, where that is banned. */
function mine({ actor, db }: Context, open: boolean): SQL | undefined {
  const principals = principalsOf(actor);
  const candidate = inArray(
    tasks.id,
    db
      .select({ id: taskCandidates.taskId })
      .from(taskCandidates)
      .where(and(inArray(taskCandidates.principal, principals), eq(taskCandidates.open, open))),
  );
  if (actor.kind === 'system') return sql`0`;
  return and(candidate, or(ne(tasks.requesterId, actor.id), not(bansOwn(tasks))));
}

function visible(ctx: Context): SQL | undefined {
  const { actor, db } = ctx;
  if (seesEveryTask(actor)) return undefined;
  if (actor.kind === 'system') return sql`0`;
  const asked = db
    .select({ id: taskCandidates.taskId })
    .from(taskCandidates)
    .where(inArray(taskCandidates.principal, principalsOf(actor)));
  const decided = db
    .select({ id: decisions.taskId })
    .from(decisions)
    .where(inArray(decisions.actorId, decidedAs(actor)));
  return or(eq(tasks.requesterId, actor.id), inArray(tasks.id, asked), inArray(tasks.id, decided));
}

const escapeLike = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

function dueWithin(due: NonNullable<TaskQuery['due']>, now: number): SQL {
  const day = 86_400_000;
  const until = { overdue: now, today: now + day, week: now + 7 * day }[due];
  return sql`${tasks.dueAt} <= ${until}`;
}

function conditions(ctx: Context, query: TaskQuery): SQL | undefined {
  const open = query.state === 'open';
  const words = query.q ? escapeLike(query.q) : undefined;
  return and(
    query.state === 'closed' ? ne(tasks.state, 'open') : eq(tasks.state, query.state),
    query.scope === 'all' ? visible(ctx) : mine(ctx, open),
    query.scope === 'unclaimed' ? isNull(tasks.assigneeId) : undefined,
    query.workflowId ? eq(tasks.workflowId, query.workflowId) : undefined,
    words
      ? or(sql`${tasks.title} like ${words} escape '\\'`, sql`${users.name} like ${words} escape '\\'`)
      : undefined,
    query.due ? dueWithin(query.due, ctx.clock.now().getTime()) : undefined,
  );
}

function after(query: TaskQuery, key: SQL<number>, ascending: boolean): SQL | undefined {
  if (!query.cursor) return undefined;
  const [value, id] = readCursor(query.cursor);
  return ascending
    ? sql`(${key}, ${tasks.id}) > (${value}, ${id})`
    : sql`(${key}, ${tasks.id}) < (${value}, ${id})`;
}

/** The statement behind one page of the inbox; the evidence is not read. Exported so that a test can ask for its query plan. */
export function taskPage(ctx: Context, query: TaskQuery) {
  const { key, ascending } = orderOf(query);
  const direction = ascending ? asc : desc;
  const {
    id,
    runId,
    workflowId,
    kind,
    title,
    state,
    requesterId,
    assigneeId,
    dueAt,
    priority,
    askedBefore,
    createdAt,
    closedAt,
  } = tasks;
  return ctx.db
    .select({
      task: {
        id,
        runId,
        workflowId,
        kind,
        title,
        state,
        requesterId,
        assigneeId,
        dueAt,
        priority,
        askedBefore,
        createdAt,
        closedAt,
      },
      askedBy: users.name,
      decision: { outcome: decisions.outcome, by: decisions.actorName, at: decisions.createdAt },
      key,
    })
    .from(tasks)
    .leftJoin(users, eq(users.id, tasks.requesterId))
    .leftJoin(decisions, eq(decisions.taskId, tasks.id))
    .where(and(conditions(ctx, query), after(query, key, ascending)))
    .orderBy(direction(key), direction(tasks.id))
    .limit(query.limit + 1);
}

/** The id of the first task of a page, for a read in the same round trip. */
export function firstTask(ctx: Context, query: TaskQuery): SQL {
  const { key, ascending } = orderOf(query);
  const direction = ascending ? asc : desc;
  const first = ctx.db
    .select({ id: tasks.id })
    .from(tasks)
    .leftJoin(users, eq(users.id, tasks.requesterId))
    .where(conditions(ctx, query))
    .orderBy(direction(key), direction(tasks.id))
    .limit(1);
  return sql`${first}`;
}

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

/** One page of tasks, in one query whatever their number. */
export const taskPageRead = (ctx: Context, query: TaskQuery): Read<Page<TaskSummary>> =>
  read([taskPage(ctx, query)], ([rows]) => summaries(rows, query.limit));

/** @throws forbidden (key) */
export async function listTasks(ctx: Context, query: TaskQuery): Promise<Page<TaskSummary>> {
  requireScope(ctx, 'tasks:read');
  return inOneTrip(ctx.db, taskPageRead(ctx, query));
}

const nextQuery = parseTaskQuery({ limit: 2 });

/** The task that the actor's inbox leads with besides this one; null when there is none. */
export const nextTaskRead = (ctx: Context, taskId: string): Read<string | null> =>
  andThen(
    taskPageRead(ctx, nextQuery),
    ({ items }) => items.find((other) => other.taskId !== taskId)?.taskId ?? null,
  );

/** How many open tasks wait for this actor. */
export const openCountRead = (ctx: Context): Read<number> =>
  read(
    [
      ctx.db
        .select({ open: count() })
        .from(tasks)
        .where(and(eq(tasks.state, 'open'), mine(ctx, true))),
    ],
    ([[row]]) => row?.open ?? 0,
  );

export const countOpenTasks = (ctx: Context): Promise<number> => inOneTrip(ctx.db, openCountRead(ctx));
