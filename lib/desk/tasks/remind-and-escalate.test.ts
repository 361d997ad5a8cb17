import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, groupMembers, taskCandidates, tasks, users } from '@/db/schema';
import { humanTask, type HumanTask } from '@/lib/mastra/authoring/human-task';
import { sweep } from '@/lib/process/sweep/sweep';
import { actor, deskForTest, type Person } from '@/tests/support/desk';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { escalateTask } from './escalate-task';
import { getTask } from './get-task';
import { remindTask } from './remind-task';

const any = z.object({}).loose();
const verdict = z.object({ approved: z.boolean() });

type Policy = HumanTask<unknown, z.infer<typeof verdict>>;

async function asked(policy: Policy, who: Person = 'requester') {
  const gate = createStep({
    id: 'gate',
    inputSchema: any,
    outputSchema: any,
    resumeSchema: verdict,
    metadata: humanTask<unknown, z.infer<typeof verdict>>(policy),
    execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
  });
  const desk = await deskForTest({
    timed: createWorkflow({ id: 'timed', inputSchema: any, outputSchema: any }).then(gate).commit(),
  });
  const runId = await desk.request('timed', {}, who);
  const [task] = await desk.openTasks(runId);
  const events = async (verb: string) =>
    (await desk.db.select().from(auditEvents).where(eq(auditEvents.taskId, task!.id))).filter(
      (event) => event.verb === verb,
    );
  const tick = () => sweep({ db: desk.db, engine: desk.engine, clock: desk.clock });
  return { desk, runId, taskId: task!.id, digest: task!.payloadDigest, events, tick };
}

const hour = 3_600_000;
const day = 24 * hour;
const managers: Policy = { candidates: { groups: ['managers'] } };

describe('reminders', () => {
  const policy: Policy = { ...managers, due: '2d', remind: ['2h', '1d'] };

  test('are sent before the due time, once each, by any number of sweeps', async () => {
    const { desk, events, tick } = await asked(policy);
    await tick();
    expect(await events('task.reminded')).toHaveLength(0);
    desk.clock.advance(day);
    const both = await Promise.all([tick(), tick(), tick()]);
    expect(both.map(({ reminded }) => reminded).toSorted()).toEqual([0, 0, 1]);
    await tick();
    expect(await events('task.reminded')).toMatchObject([
      { actorKind: 'system', data: { candidates: ['group:managers'] } },
    ]);
    desk.clock.advance(22 * hour);
    await tick();
    desk.clock.advance(10 * day);
    await tick();
    expect(await events('task.reminded')).toHaveLength(2);
  });

  test('that were missed are sent as one', async () => {
    const { desk, events, tick } = await asked(policy);
    desk.clock.advance(3 * day);
    await tick();
    await tick();
    expect(await events('task.reminded')).toHaveLength(1);
    expect(await desk.db.select().from(tasks)).toMatchObject([{ state: 'open', remindAt: null }]);
  });

  test('are not sent for a task that is decided or expired', async () => {
    const answered = await asked(policy);
    await decideTask(answered.desk.as('manager'), answered.taskId, {
      outcome: 'approve',
      payloadDigest: answered.digest,
    });
    answered.desk.clock.advance(day);
    expect(await remindTask(answered.desk.as('system'), answered.taskId)).toBe(false);
    const over = await asked({ ...policy, onExpiry: 'cancel' });
    over.desk.clock.advance(3 * day);
    expect(await remindTask(over.desk.as('system'), over.taskId)).toBe(false);
    expect(await over.tick()).toMatchObject({ expired: 1, reminded: 0 });
  });

  test('appear in the task’s history', async () => {
    const { desk, taskId, tick } = await asked(policy);
    desk.clock.advance(day);
    await tick();
    expect((await getTask(desk.as('manager'), taskId)).notices).toEqual([
      { kind: 'reminded', at: desk.clock.now().toISOString(), people: ['Managers'] },
    ]);
  });

  test('are only sent by the system', async () => {
    const { desk, taskId } = await asked(policy);
    await expect(remindTask(desk.as('admin'), taskId)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(remindTask(desk.as('system'), 'task_none')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('escalation', () => {
  const policy: Policy = { ...managers, escalate: { after: '1d', to: { groups: ['finance'] } } };

  test('adds approvers once, and the earlier ones may still decide', async () => {
    const { desk, taskId, digest, events, tick } = await asked(policy);
    await expect(getTask(desk.as('finance'), taskId)).rejects.toMatchObject({ code: 'not_found' });
    desk.clock.advance(day - 1);
    expect(await tick()).toMatchObject({ escalated: 0 });
    desk.clock.advance(1);
    const both = await Promise.all([tick(), tick()]);
    expect(both.map(({ escalated }) => escalated).toSorted()).toEqual([0, 1]);
    expect(await events('task.escalated')).toMatchObject([
      {
        data: {
          before: { candidates: ['group:managers'] },
          after: { candidates: ['group:managers', 'group:finance'] },
          to: ['group:finance'],
        },
      },
    ]);
    expect(
      (await desk.db.select().from(taskCandidates))
        .map(({ principal, open }) => [principal, open])
        .toSorted(),
    ).toEqual([
      ['group:finance', true],
      ['group:managers', true],
    ]);
    expect(await getTask(desk.as('manager'), taskId)).toMatchObject({
      canDecide: true,
      notices: [{ kind: 'escalated', people: ['Finance'] }],
    });
    await decideTask(desk.as('finance'), taskId, { outcome: 'approve', payloadDigest: digest });
  });

  test('never reaches only the requester or closed accounts: operators are asked instead', async () => {
    const { desk, events, tick } = await asked(
      { ...policy, escalate: { after: '1d', to: { users: ['manager@demo.test'], groups: ['finance'] } } },
      'manager',
    );
    await desk.db.delete(groupMembers).where(eq(groupMembers.userId, actor('finance2').id));
    await desk.db
      .update(users)
      .set({ banned: true })
      .where(eq(users.id, actor('finance').id));
    desk.clock.advance(day);
    await tick();
    expect(await events('task.escalated')).toMatchObject([{ data: { to: ['role:operator'] } }]);
  });

  test('does not happen to a decided task', async () => {
    const { desk, taskId, digest, events, tick } = await asked(policy);
    await decideTask(desk.as('manager'), taskId, { outcome: 'approve', payloadDigest: digest });
    desk.clock.advance(2 * day);
    expect(await escalateTask(desk.as('system'), taskId)).toBe(false);
    expect(await tick()).toMatchObject({ escalated: 0 });
    expect(await events('task.escalated')).toEqual([]);
  });

  test('is only done by the system', async () => {
    const { desk, taskId } = await asked(policy);
    await expect(escalateTask(desk.as('operator'), taskId)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(escalateTask(desk.as('system'), 'task_none')).rejects.toMatchObject({ code: 'not_found' });
  });
});
