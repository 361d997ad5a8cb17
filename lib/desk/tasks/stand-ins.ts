import { sql, type SQL } from 'drizzle-orm';
import { groupMembers, tasks, users } from '@/db/schema';
import { roles } from '@/db/enums';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { bansOwn } from '@/lib/people/eligibility';
import { hasRole, standInsFor } from './resolve-candidates';
import { assignTask } from './transitions';

/**
 * Groups and roles with the number of their open accounts, and one of them, as a `with` table computed once per
 * query.
 */
export const able = sql`able(principal, people, one) as materialized (
  select 'group:' || ${groupMembers.groupId}, count(*), max(${users.id})
    from ${groupMembers} join ${users} on ${users.id} = ${groupMembers.userId} and ${users.banned} = 0 group by 1
  ${sql.join(
    roles.map(
      (role) =>
        sql`union all select ${`role:${role}`}, count(*), max(${users.id}) from ${users} where ${users.banned} = 0 and ${hasRole(role)} group by 1`,
    ),
    sql` `,
  )})`;

/** SQL that is true if one of these principals may decide task `t`; needs `able`. */
const oneOf = (principals: SQL) => sql`exists (select 1 from ${principals} c
  where exists (select 1 from able a where a.principal = c.value and (a.people > 1 or a.one <> t.requester_id or not ${bansOwn()}))
    or exists (select 1 from ${users} where ${users.id} = substr(c.value, 6) and c.value like 'user:%' and ${users.banned} = 0
      and (${users.id} <> t.requester_id or not ${bansOwn()})))`;

/** `decidable`: somebody may decide task `t`; `answerable`: somebody who is not a stand-in may. Both need `able`. */
export const decidable = oneOf(sql`json_each(t.candidates)`);
export const answerable = oneOf(
  sql`(select value from json_each(t.candidates) where value not in (select value from json_each(coalesce(t.stand_ins, '[]'))))`,
);

export type Judged = Pick<
  typeof tasks.$inferSelect,
  'id' | 'runId' | 'candidates' | 'standIns' | 'requesterId' | 'policy'
>;

/** SQL that is true while the task's candidates are as they were read, and `answerable` is still `others`. */
const stillSo = ({ id, candidates, standIns }: Judged, others: boolean): SQL =>
  sql`exists (with ${able} select 1 from ${tasks} t where t.id = ${id} and t.state = 'open'
    and t.candidates = ${JSON.stringify(candidates)} and t.stand_ins is ${standIns && JSON.stringify(standIns)}
    and ${answerable} = ${others ? 1 : 0})`;

async function change(
  ctx: Context,
  task: Judged,
  others: boolean,
  candidates: string[],
  standIns: string[] | null,
): Promise<boolean> {
  const { id: taskId, runId } = task;
  const { won } = await commit(ctx, {
    when: stillSo(task, others),
    event: {
      verb: others ? 'task.answerable' : 'task.unanswerable',
      runId,
      taskId,
      before: { candidates: task.candidates },
      after: { candidates },
      ...(standIns && { data: { to: standIns } }),
    },
    changes: assignTask(taskId, { candidates, standIns }),
  });
  return won;
}

/**
 * Adds operators to an open task that no candidate may decide any more, as their group is empty, their accounts are closed
 * or only the requester is left. The candidates stay, for when one of them may decide it again.
 * @returns whether this call added them
 */
export async function askStandIns(ctx: Context, task: Judged): Promise<boolean> {
  const { candidates, requesterId, policy } = task;
  const asked = new Set(task.standIns);
  const own = candidates.filter((principal) => !asked.has(principal));
  const standIns = await standInsFor(ctx.db, own, policy.forbidSelfApproval ? requesterId : null);
  // There is nobody else to add; the task stays a finding.
  if (task.standIns?.join() === standIns.join()) return false;
  return change(ctx, task, false, [...own, ...standIns], standIns);
}

/** Removes the stand-ins of an open task, as a candidate may decide it again. @returns whether this call did */
export function dismissStandIns(ctx: Context, task: Judged): Promise<boolean> {
  const standIns = new Set(task.standIns);
  return change(
    ctx,
    task,
    true,
    task.candidates.filter((principal) => !standIns.has(principal)),
    null,
  );
}
