import { sql, type SQL } from 'drizzle-orm';
import { decisions, taskCandidates, tasks, users } from '@/db/schema';
import { closedOrder, dueOrder, priorityOrder } from '@/db/schema/task-orders';
import { readCursor } from '@/lib/base/cursor';
import type { Context, PersonActor } from '@/lib/people/context';
import { bansOwn, decidedAs, seesEveryTask } from '@/lib/people/eligibility';
import { principalsOf } from '@/lib/people/principals';
import type { TaskQuery } from './task-query';

/*
 * Which tasks are on a page, and in which order. An index has the tasks of each principal in each order, so each is asked
 * for a page of its own, and the first of all these are the page: its cost does not grow with the desk.
 */

/** One order of a list, as SQL on a row with the alias `c` or `t`; its direction; and the index that has all tasks in it. */
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

/** Candidate rows keep what open tasks are sorted by under names of their own. */
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

// A plus keeps SQLite from looking these up in an index of theirs: each source has the one that is in the list's order.
const stateOf = ({ state }: TaskQuery): SQL =>
  state === 'closed' ? sql`+t.state <> 'open'` : sql`+t.state = ${state}`;

/** What the reader filters by, as conditions on task `t`. */
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

/** Nobody is asked about their own request, where that is banned. */
const notOwn = (actor: PersonActor): SQL => sql`(t.requester_id <> ${actor.id} or not ${bansOwn(sql`t`)})`;

/** One source of tasks that may be on the page, with what its rows are sorted by. */
type Source = { from: SQL; where: SQL; key: SQL<number>; id: SQL };

// A cross join keeps this order: the index of the first table has the order of the list.
const ofCandidates = sql`${taskCandidates} c cross join ${tasks} t on t.id = c.task_id`;
const candidateId = sql`c.task_id`;
const taskId = sql`t.id`;

/** All tasks, or those that a condition of the index picks, by this index. */
const ofTasks = ({ state }: TaskQuery, index: string | undefined, which: SQL = sql`1`) => ({
  from: index ? sql`${tasks} t indexed by ${sql.identifier(index)}` : sql`${tasks} t`,
  // In the words of the partial indexes, which SQLite uses only where the query says the same.
  where: state === 'open' ? sql`${which} and t.state = 'open'` : sql`${which} and t.state <> 'open'`,
});

/** SQLite takes no more than 500 parts of a union; beyond so many the rest of a person's groups share one. */
const mostSources = 100;

/** The inbox of each principal of this person. */
function asked(actor: PersonActor, query: TaskQuery, order: Order): Source[] {
  const principals = principalsOf(actor);
  const rest = principals.slice(mostSources);
  // A task of a lost run is open, and in nobody's inbox.
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

/** Every task that this person may see: asked of them, about their requests, or decided by them. */
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
 * The tasks of a page, as a query of `id` and `key` (what the list is sorted by), in its order.
 * @throws invalid when the cursor is not one of this list
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
  // A task is found once for each principal that it is asked of.
  return sql`select id, min(key) as key from (${sql.join(parts, sql` union all `)})
    group by id order by key ${direction}, id ${direction} limit ${limit}`;
}
