import { sql, type Column, type SQL, type Table } from 'drizzle-orm';
import { groupMembers, taskCandidates, users } from '@/db/schema';
import type { StoredPolicy } from '@/db/schema/policy';
import type { TaskState } from '@/db/enums';
import { said, type Said } from '@/lib/base/reasons';
import { hasScope } from './require-scope';
import type { Actor, PersonActor } from './context';
import { maySeeAllRuns } from './may-see-run';
import { principalsOf } from './principals';

/*
 * Who may see and decide a task. Each rule exists twice: as a function of a loaded task, which gives the
 * reason, and as SQL, which guards writes and builds lists. eligibility.test.ts checks that both agree.
 */

/** The parts of a task that decide who may answer it. */
export type Decidable = {
  state: TaskState;
  candidates: readonly string[];
  requesterId: string;
  policy: Pick<StoredPolicy, 'forbidSelfApproval'>;
  expiresAt: Date | null;
};

/** Why somebody may not decide a task. */
export type DecideRefusal = Said<
  | 'only_people'
  | 'key_cannot_decide'
  | 'task_closed'
  | 'run_lost'
  | 'task_expired'
  | 'own_request'
  | 'not_approver'
>;

/**
 * Null when this actor may decide this task now, else why not.
 * `lost`: the run's snapshot is gone, so a decision would lead nowhere.
 * Pure: every channel uses this rule, and the write is guarded again in SQL.
 */
export function refusalToDecide(
  actor: Actor,
  task: Decidable,
  now: Date,
  lost = false,
): DecideRefusal | null {
  if (actor.kind === 'system') return said('only_people');
  if (!hasScope(actor, 'tasks:decide')) return said('key_cannot_decide');
  if (task.state !== 'open') return said('task_closed', { state: task.state });
  if (lost) return said('run_lost');
  if (task.expiresAt && task.expiresAt <= now) return said('task_expired', { state: 'expired' });
  // Forbidden unless the policy allows it, as in SQL.
  if (task.policy.forbidSelfApproval && task.requesterId === actor.id) return said('own_request');
  const mine = new Set<string>(principalsOf(actor));
  return task.candidates.some((principal) => mine.has(principal)) ? null : said('not_approver');
}

/** Operators and admins see all tasks, whether or not they may answer them. */
export const seesEveryTask = maySeeAllRuns;

/** The ids this actor's decisions may carry. A key also sees what its owner decided. */
export const decidedAs = (actor: PersonActor): string[] =>
  actor.kind === 'apiKey' ? [actor.id, actor.key.id] : [actor.id];

/** Whether this actor may see a task. If not, they get `not_found`. */
export function maySeeTask(
  actor: Actor,
  task: Pick<Decidable, 'candidates' | 'requesterId'> & { decidedBy: string | null },
): boolean {
  if (actor.kind === 'system' || seesEveryTask(actor)) return true;
  const mine = new Set<string>(principalsOf(actor));
  return (
    task.requesterId === actor.id ||
    (task.decidedBy !== null && decidedAs(actor).includes(task.decidedBy)) ||
    task.candidates.some((principal) => mine.has(principal))
  );
}

/** Whether this actor may unmask the evidence of a task: because they may decide it, or oversee all tasks. */
export const mayReveal = (actor: Actor, task: Decidable, now: Date): boolean =>
  actor.kind !== 'system' && (refusalToDecide(actor, task, now) === null || seesEveryTask(actor));

type Part = SQL | Column | Table;

/** Whether `principal` names the user in row `u`, by their current groups and roles. */
export const names = (principal: Part, u: Part = sql`u`): SQL =>
  sql`(${principal} = 'user:' || ${u}.id
    or exists (select 1 from ${groupMembers} m where m.user_id = ${u}.id and ${principal} = 'group:' || m.group_id)
    or (${principal} like 'role:%' and instr(',' || ${u}.role || ',', ',' || substr(${principal}, 6) || ',') > 0))`;

/** Whether the requester may not decide task `t`, which is the default. */
export const bansOwn = (t: Part = sql`t`): SQL =>
  sql`coalesce(json_extract(${t}.policy, '$.forbidSelfApproval'), 1) <> 0`;

/** Whether the user in row `u` is somebody who may decide task `t`. Says nothing about the task's state. */
export const isEligible = (t: Part = sql`t`, u: Part = sql`u`): SQL =>
  sql`(${u}.banned = 0 and (${t}.requester_id <> ${u}.id or not ${bansOwn(t)})
    and exists (select 1 from ${taskCandidates} c where c.task_id = ${t}.id and ${names(sql`c.principal`, u)}))`;

/** Whether this person may decide task `t`, checked at the moment of writing. */
export const isEligibleNow = (actor: PersonActor, t: Part = sql`t`): SQL =>
  sql`exists (select 1 from ${users} u where u.id = ${actor.id} and ${isEligible(t)})`;
