import { sql, type SQL } from 'drizzle-orm';
import { decisions, taskCandidates, tasks, users } from '@/db/schema';
import { closedOrder, dueOrder, priorityOrder } from '@/db/schema/task-orders';
import { readCursor } from '@/lib/base/cursor';
import type { Context, PersonActor } from '@/lib/people/context';
import { bansOwn, decidedAs, seesEveryTask } from '@/lib/people/eligibility';
import { principalsOf } from '@/lib/people/principals';
import type { TaskQuery } from './task-query';

/*
 * Finds the tasks of a page. Indexes hold each principal's tasks in every order, so we read one page per principal and
 * merge them; the cost does not grow with the number of tasks.
 */

/** An order of the list: its SQL on alias `c` or `t`, its direction, and the index of all tasks in that order. */
type Order = { by: (of: string) => SQL<number>; ascending: boolean; index?: string };

const createdOrder = (of: string) => sql.raw(`${of}created_at`) as SQL<number>;

function orderOf({ sort, state }: TaskQuery): Order {
  if (sort === 'priority')
    return {
      by: priorityOrder,
      ascending: true,
      ...(state === 'open' && { index: 'tasks_open_by_priority' }),
    };
  if (state !== 'open') return { by: closedOrder, ascending: sort === 'oldest', index: 'tasks_closed' };
  if (sort === 'due') return { by: dueOrder, ascending: true, index: 'tasks_open_by_due' };
  return { by: createdOrder, ascending: sort === 'oldest', index: 'tasks_open' };
}

/** The same order on candidate rows, which store the sort keys of open tasks under other names. */
function orderOfCandidates({ sort, state }: TaskQuery, { by }: Order): SQL<number> {
  if (sort === 'priority') return sql`c.priority_order`;
  return state === 'open' && sort === 'due' ? sql`c.due_order` : by('c.');
}

const all = (...conditions: (SQL | null)[]): SQL =>
  sql.join(
    conditions.filter((condition) => condition !== null),
    sql` and `,
  );

const escapeLike = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

function dueWithin(due: NonNullable<TaskQuery['due']>, now: number): SQL {
  const day = 86_400_000;
  return sql`+t.due_at <= ${{ overdue: now, today: now + day, week: now + 7 * day }[due]}`;
}

// The `+` stops SQLite from using an index on these columns instead of the one in the list's order.
const stateOf = ({ state }: TaskQuery): SQL =>
  state === 'closed' ? sql`+t.state <> 'open'` : sql`+t.state = ${state}`;

/** The reader's filters, as conditions on task `t`. */
const filters = ({ clock }: Context, query: TaskQuery): SQL => {
  const words = query.q ? escapeLike(query.q) : null;
  return all(
    stateOf(query),
    query.scope === 'unclaimed' ? sql`+t.assignee_id is null` : null,
    query.workflowId ? sql`+t.workflow_id = ${query.workflowId}` : null,
    words === null
      ? null
      : sql`(t.title like ${words} escape '\\' or exists (select 1 from ${users} u where u.id = t.requester_id and u.name like ${words} escape '\\'))`,
    query.due ? dueWithin(query.due, clock.now().getTime()) : null,
  );
};

/** Excludes the reader's own requests where self-approval is forbidden. */
const notOwn = (actor: PersonActor): SQL => sql`(t.requester_id <> ${actor.id} or not ${bansOwn(sql`t`)})`;

/** A source of tasks for the page, with its sort key. */
type Source = { from: SQL; where: SQL; key: SQL<number>; id: SQL };

// `cross join` makes SQLite read the first table first, whose index has the order of the list.
const ofCandidates = sql`${taskCandidates} c cross join ${tasks} t on t.id = c.task_id`;
const candidateId = sql`c.task_id`;
const taskId = sql`t.id`;

/** All tasks that match `which`, read through this index. */
const ofTasks = ({ state }: TaskQuery, index: string | undefined, which: SQL = sql`1`) => ({
  from: index ? sql`${tasks} t indexed by ${sql.identifier(index)}` : sql`${tasks} t`,
  // Repeats the condition of the partial indexes, which SQLite requires to use them.
  where: state === 'open' ? sql`${which} and t.state = 'open'` : sql`${which} and t.state <> 'open'`,
});

/** SQLite allows 500 parts in a union, so beyond this many principals the rest share one source. */
const mostSources = 100;

/** The inbox of each principal of this person. */
function asked(actor: PersonActor, query: TaskQuery, order: Order): Source[] {
  const principals = principalsOf(actor);
  const rest = principals.slice(mostSources);
  // `c.open` is 0 for open tasks of lost runs, as they are in no inbox.
  const listed = query.state === 'open' ? sql`c.open = 1` : sql`c.open = 0`;
  const key = orderOfCandidates(query, order);
  const source = (which: SQL) => ({
    from: ofCandidates,
    where: sql`${which} and ${listed}`,
    key,
    id: candidateId,
  });
  return [
    ...principals.slice(0, mostSources).map((principal) => source(sql`c.principal = ${principal}`)),
    ...(rest.length > 0 ? [source(sql`c.principal in ${rest}`)] : []),
  ];
}

/** Every task that this person may see: as an approver, as the requester, or because they decided it. */
function visible(actor: PersonActor, query: TaskQuery, order: Order): Source[] {
  const ofTask = { key: order.by('t.'), id: taskId };
  const index = query.state === 'open' ? 'tasks_requester_open' : 'tasks_requester_closed';
  const requested = { ...ofTasks(query, index, sql`t.requester_id = ${actor.id}`), ...ofTask };
  const decided = {
    from: sql`${decisions} d cross join ${tasks} t on t.id = d.task_id`,
    where: sql`d.actor_id in ${decidedAs(actor)}`,
    ...ofTask,
  };
  // Open tasks of lost runs.
  const hidden = {
    from: ofCandidates,
    where: sql`c.principal in ${principalsOf(actor)} and c.open = 0 and c.closed_at is null`,
    ...ofTask,
  };
  return [...asked(actor, query, order), requested, ...(query.state === 'open' ? [hidden] : [decided])];
}

function sourcesOf({ actor }: Context, query: TaskQuery, order: Order): Source[] {
  if (query.scope === 'all' && seesEveryTask(actor))
    return [{ ...ofTasks(query, order.index), key: order.by('t.'), id: taskId }];
  if (actor.kind === 'system') return [];
  if (query.scope === 'all') return visible(actor, query, order);
  return asked(actor, query, order).map((source) => ({
    ...source,
    where: sql`${source.where} and ${notOwn(actor)}`,
  }));
}

/**
 * The query for the tasks of a page, as `id` and `key` (the sort key), in order.
 * @throws invalid (cursor)
 */
export function foundTasks(ctx: Context, query: TaskQuery, limit: number): SQL {
  const order = orderOf(query);
  const direction = order.ascending ? sql`asc` : sql`desc`;
  const [value, id] = query.cursor ? readCursor(query.cursor) : [];
  const beyond = order.ascending ? sql`>` : sql`<`;
  const parts = sourcesOf(ctx, query, order).map((source) => {
    const after = query.cursor ? sql`(${source.key}, ${source.id}) ${beyond} (${value}, ${id})` : null;
    return sql`select * from (select ${source.id} as id, ${source.key} as key from ${source.from}
      where ${all(source.where, filters(ctx, query), after)}
      order by ${source.key} ${direction}, ${source.id} ${direction} limit ${limit})`;
  });
  if (parts.length === 0) return sql`select null as id, null as key limit 0`;
  // A task with several matching principals is found once for each.
  return sql`select id, min(key) as key from (${sql.join(parts, sql` union all `)})
    group by id order by key ${direction}, id ${direction} limit ${limit}`;
}
