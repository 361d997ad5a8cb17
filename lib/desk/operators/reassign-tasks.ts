import type { TaskRow } from '@/db/schema';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { groups, tasks, users } from '@/db/schema';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import type { Database } from '@/db/client';
import { conflict, fault, invalid } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import { anybody } from '@/lib/desk/tasks/resolve-candidates';
import { getTaskFor } from '@/lib/desk/tasks/get-task';
import { assignTask } from '@/lib/desk/tasks/transitions';
import { forEachOf } from './bulk';
import { reason } from './inputs';
import { requireOperator } from './require-operator';
import type { BulkResult } from './types';

const principal = z
  .string()
  .max(200)
  .regex(/^(user|group):.+$/, 'names a person (user:…) or a group (group:…)');

export const reassignInput = z.strictObject({
  to: z
    .array(principal)
    .min(1)
    .max(20)
    .meta({ description: 'The new approvers. A single person also becomes the assignee.' }),
  reason,
});
export const reassignTasksInput = reassignInput.extend({
  taskIds: z.array(z.string().min(1).max(200)).min(1).max(100),
});

/** Every name must exist, as a typing error could leave a task with no approver. @throws invalid */
async function requireKnown(db: Database, to: readonly string[]): Promise<void> {
  const named = (kind: 'user' | 'group') =>
    to.filter((one) => one.startsWith(`${kind}:`)).map((one) => one.slice(kind.length + 1));
  const [people, teams] = await db.batch([
    db
      .select({ id: users.id })
      .from(users)
      .where(and(inArray(users.id, named('user')), eq(users.banned, false))),
    db
      .select({ id: groups.id })
      .from(groups)
      .where(inArray(groups.id, named('group'))),
  ]);
  const known = new Set([...people.map(({ id }) => `user:${id}`), ...teams.map(({ id }) => `group:${id}`)]);
  const unknown = to.findIndex((one) => !known.has(one));
  if (unknown >= 0) throw invalid([fault(`to[${unknown}]`, 'nobody_here')]);
}

async function requireDecidable(db: Database, task: TaskRow, to: readonly string[]): Promise<void> {
  const banned = task.policy.forbidSelfApproval;
  if (await anybody(db, to, banned ? task.requesterId : null)) return;
  throw conflict(banned ? 'only_requester_left' : 'nobody_can_decide');
}

/**
 * Replaces the candidates of an open task; a single person also becomes its assignee. Requesters who may not decide their
 * own request still may not.
 * @throws not_found, forbidden, conflict (closed, has no approvers, changed since, nobody could decide), invalid
 */
export async function reassignTask(ctx: Context, taskId: string, input: unknown): Promise<void> {
  const { task } = await getTaskFor(ctx, taskId);
  requireOperator(ctx);
  const { to: named, reason: why } = parse(reassignInput, input);
  const to = [...new Set(named)];
  if (task.state !== 'open') throw conflict('task_closed', { state: task.state });
  if (task.kind !== 'step' && task.kind !== 'tool-call') throw conflict('task_needs_nobody');
  await requireKnown(ctx.db, to);
  await requireDecidable(ctx.db, task, to);
  const [only] = to;
  const assigneeId = to.length === 1 && only?.startsWith('user:') ? only.slice('user:'.length) : null;
  const { won } = await commit(ctx, {
    when: sql`exists (select 1 from ${tasks} t where t.id = ${taskId} and t.state = 'open' and t.candidates = ${JSON.stringify(task.candidates)} and t.assignee_id is ${task.assigneeId})`,
    event: {
      verb: 'task.reassigned',
      runId: task.runId,
      taskId,
      before: { candidates: task.candidates, assignee: task.assigneeId },
      after: { candidates: to, assignee: assigneeId },
      data: { reason: why },
    },
    changes: assignTask(taskId, { candidates: to, standIns: null, assigneeId }),
  });
  if (!won) throw conflict('task_changed');
}

/** Reassigns several tasks, with a result for each. @throws forbidden, invalid */
export async function reassignTasks(ctx: Context, input: unknown): Promise<BulkResult[]> {
  requireOperator(ctx);
  const { taskIds, ...rest } = parse(reassignTasksInput, input);
  await requireKnown(ctx.db, rest.to);
  return forEachOf(taskIds, (taskId) => reassignTask(ctx, taskId, rest));
}
