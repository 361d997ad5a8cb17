import { sql, type Column, type SQL, type Table } from 'drizzle-orm';
import { groupMembers, taskCandidates, users } from '@/db/schema';
import type { StoredPolicy } from '@/db/schema/json';
import type { TaskState } from '@/db/enums';
import { hasScope } from './require-scope';
import type { Actor, PersonActor } from './context';
import { principalsOf } from './principals';

/*
 * Who may see and decide a task: each rule once as a function of a loaded task, which gives the reason, and once as SQL,
 * which guards the write and makes the lists. eligibility.test.ts holds that both agree.
 */

/** The parts of a task that say who may answer it. */
export type Decidable = {
  state: TaskState;
  candidates: readonly string[];
  requesterId: string;
  policy: Pick<StoredPolicy, 'forbidSelfApproval'>;
  expiresAt: Date | null;
};

export type Refusal = {
  code: 'closed' | 'expired' | 'lost' | 'own_request' | 'not_candidate' | 'not_a_person' | 'gone';
  reason: string;
};

/**
 * Whether this actor may answer this task now; null when they may, else the reason in words.
 * `lost`: the state of its run is gone, so that an answer would lead nowhere.
 * Pure: the same rule serves the page, the API and every other channel, and the database guards it once more.
 */
export function refusalToDecide(actor: Actor, task: Decidable, now: Date, lost = false): Refusal | null {
  if (actor.kind === 'system') return { code: 'not_a_person', reason: 'Only a person can answer this.' };
  if (!hasScope(actor, 'tasks:decide'))
    return { code: 'not_a_person', reason: 'This API key may not answer for its owner.' };
  if (task.state !== 'open') return { code: 'closed', reason: 'This has already been settled.' };
  if (lost)
    return {
      code: 'lost',
      reason: 'The state of this request was lost, so it cannot take an answer. An operator must look at it.',
    };
  if (task.expiresAt && task.expiresAt <= now)
    return { code: 'expired', reason: 'The time to answer is over.' };
  // Forbidden where a policy does not say, as in SQL.
  if (task.policy.forbidSelfApproval !== false && task.requesterId === actor.id)
    return { code: 'own_request', reason: 'You cannot decide on your own request.' };
  const mine = new Set<string>(principalsOf(actor));
  if (!task.candidates.some((principal) => mine.has(principal)))
    return { code: 'not_candidate', reason: 'You are not among those who may answer this.' };
  return null;
}

/** Operators and admins oversee all tasks, whether or not they may answer them. */
export const seesEveryTask = (actor: Actor): boolean =>
  actor.kind === 'system' || actor.roles.includes('operator') || actor.roles.includes('admin');

/** The ids under which this actor may have decided. A key also sees what its owner decided. */
export const decidedAs = (actor: PersonActor): string[] =>
  actor.kind === 'apiKey' ? [actor.id, actor.key.id] : [actor.id];

/** Whether this actor may see a task at all; otherwise it does not exist for them. */
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

/** Whether this actor may see what is masked in the evidence of a task they see: to decide on it, or to oversee it. */
export const mayReveal = (actor: Actor, task: Decidable, now: Date): boolean =>
  actor.kind !== 'system' && (refusalToDecide(actor, task, now) === null || seesEveryTask(actor));

type Part = SQL | Column | Table;

/** Whether the text `principal` names the person in the row `u` of users, by their groups and roles as they are now. */
export const names = (principal: Part, u: Part = sql`u`): SQL =>
  sql`(${principal} = 'user:' || ${u}.id
    or exists (select 1 from ${groupMembers} m where m.user_id = ${u}.id and ${principal} = 'group:' || m.group_id)
    or (${principal} like 'role:%' and instr(',' || ${u}.role || ',', ',' || substr(${principal}, 6) || ',') > 0))`;

/** Whether the task `t` may not be decided by its requester; that holds where a policy does not say. */
export const bansOwn = (t: Part = sql`t`): SQL =>
  sql`coalesce(json_extract(${t}.policy, '$.forbidSelfApproval'), 1) <> 0`;

/** Whether the person in the row `u` may decide the task `t`, as far as that hangs on who they are. */
export const isEligible = (t: Part = sql`t`, u: Part = sql`u`): SQL =>
  sql`(${u}.banned = 0 and (${t}.requester_id <> ${u}.id or not ${bansOwn(t)})
    and exists (select 1 from ${taskCandidates} c where c.task_id = ${t}.id and ${names(sql`c.principal`, u)}))`;

/** Whether this person may decide the task `t` at the moment of writing. */
export const isEligibleNow = (actor: PersonActor, t: Part = sql`t`): SQL =>
  sql`exists (select 1 from ${users} u where u.id = ${actor.id} and ${isEligible(t)})`;
