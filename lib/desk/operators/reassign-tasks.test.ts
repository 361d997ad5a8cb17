import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { auditEvents, taskCandidates, tasks, users } from '@/db/schema';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { listTasks } from '@/lib/desk/tasks/list-tasks';
import { parseTaskQuery } from '@/lib/desk/tasks/task-query';
import { deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { reassignTask, reassignTasks } from './reassign-tasks';

const reason = 'Everybody there is on holiday.';
const toFinance = { to: ['group:finance'], reason };

async function asked(desk: TestDesk) {
  const [task] = await desk.openTasks(await desk.request('expense-report', expense(120)));
  return task!;
}

const taskOf = async ({ db }: TestDesk, id: string) =>
  (await db.select().from(tasks).where(eq(tasks.id, id)))[0]!;
const principals = async ({ db }: TestDesk, id: string) =>
  (await db.select().from(taskCandidates).where(eq(taskCandidates.taskId, id))).map(({ principal, open }) => [
    principal,
    open,
  ]);
const inbox = async (desk: TestDesk, who: 'manager' | 'finance') =>
  (await listTasks(desk.as(who), parseTaskQuery({}))).items.map(({ taskId }) => taskId);

describe('reassignTask', () => {
  test('replaces the approvers, and audits the earlier ones', async () => {
    const desk = await deskForTest();
    const { id, runId, payloadDigest } = await asked(desk);
    await reassignTask(desk.as('operator'), id, toFinance);
    expect(await taskOf(desk, id)).toMatchObject({
      candidates: ['group:finance'],
      assigneeId: null,
      payloadDigest,
    });
    expect(await principals(desk, id)).toEqual([['group:finance', true]]);
    expect([await inbox(desk, 'manager'), await inbox(desk, 'finance')]).toEqual([[], [id]]);
    expect(
      await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'task.reassigned')),
    ).toMatchObject([
      {
        runId,
        taskId: id,
        actorId: 'usr_demo_operator',
        data: {
          reason,
          before: { candidates: ['group:managers'], assignee: null },
          after: { candidates: ['group:finance'], assignee: null },
        },
      },
    ]);
    await expect(
      decideTask(desk.as('manager'), id, { outcome: 'approve', payloadDigest }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await decideTask(desk.as('finance'), id, { outcome: 'approve', payloadDigest });
  });

  test('one person alone becomes the assignee', async () => {
    const desk = await deskForTest();
    const { id } = await asked(desk);
    await reassignTask(desk.as('admin'), id, { to: ['user:usr_demo_finance'], reason });
    expect(await taskOf(desk, id)).toMatchObject({
      candidates: ['user:usr_demo_finance'],
      assigneeId: 'usr_demo_finance',
    });
    await reassignTask(desk.as('admin'), id, { to: ['user:usr_demo_finance', 'group:managers'], reason });
    expect(await taskOf(desk, id)).toMatchObject({ assigneeId: null });
    expect((await principals(desk, id)).map(([principal]) => principal).toSorted()).toEqual([
      'group:managers',
      'user:usr_demo_finance',
    ]);
  });

  test('refuses unknown names, closed accounts, and the requester alone', async () => {
    const desk = await deskForTest();
    const { id } = await asked(desk);
    for (const to of [
      [],
      ['user:none'],
      ['group:none'],
      ['role:admin'],
      ['finance'],
      ['group:finance', 'user:none'],
    ])
      await expect(reassignTask(desk.as('operator'), id, { to, reason })).rejects.toMatchObject({
        code: 'invalid',
      });
    await expect(
      reassignTask(desk.as('operator'), id, { to: ['user:usr_demo_requester'], reason }),
    ).rejects.toMatchObject({
      code: 'conflict',
      reason: 'only_requester_left',
    });
    await desk.db.update(users).set({ banned: true }).where(eq(users.id, 'usr_demo_finance'));
    await expect(
      reassignTask(desk.as('operator'), id, { to: ['user:usr_demo_finance'], reason }),
    ).rejects.toMatchObject({ code: 'invalid' });
    expect(await taskOf(desk, id)).toMatchObject({ candidates: ['group:managers'] });
  });

  test('is only for operators, for open tasks of people, and needs a reason', async () => {
    const desk = await deskForTest();
    const { id, payloadDigest } = await asked(desk);
    await expect(reassignTask(desk.as('finance'), id, toFinance)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(reassignTask(desk.as('manager'), id, toFinance)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(reassignTask(desk.as('operator'), id, { to: ['group:finance'] })).rejects.toMatchObject({
      code: 'invalid',
    });
    await decideTask(desk.as('manager'), id, { outcome: 'approve', payloadDigest });
    await expect(reassignTask(desk.as('operator'), id, toFinance)).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('concurrently with a decision, exactly one of the two takes effect', async () => {
    const desk = await deskForTest();
    for (let round = 0; round < 8; round += 1) {
      const { id, payloadDigest } = await asked(desk);
      const answer = () => decideTask(desk.as('manager'), id, { outcome: 'approve', payloadDigest });
      const reassign = () => reassignTask(desk.as('operator'), id, toFinance);
      const [first, second] = await Promise.allSettled(
        round % 2 === 0 ? [answer(), reassign()] : [reassign(), answer()],
      );
      expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      const { state, candidates } = await taskOf(desk, id);
      expect(await principals(desk, id)).toEqual(
        state === 'decided' ? [['group:managers', false]] : [['group:finance', true]],
      );
      expect(candidates).toEqual(state === 'decided' ? ['group:managers'] : ['group:finance']);
    }
  });

  test('of several tasks each has its own result', async () => {
    const desk = await deskForTest();
    const [one, two] = [await asked(desk), await asked(desk)];
    await decideTask(desk.as('manager'), two.id, { outcome: 'approve', payloadDigest: two.payloadDigest });
    expect(
      await reassignTasks(desk.as('operator'), { taskIds: [one.id, two.id, 'task_none'], ...toFinance }),
    ).toEqual([
      { id: one.id, ok: true },
      {
        id: two.id,
        ok: false,
        code: 'conflict',
        reason: 'task_closed',
        detail: 'This task is already closed.',
      },
      {
        id: 'task_none',
        ok: false,
        code: 'not_found',
        reason: 'no_such_task',
        detail: 'There is no such task.',
      },
    ]);
    await expect(
      reassignTasks(desk.as('manager'), { taskIds: [one.id], ...toFinance }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      reassignTasks(desk.as('operator'), { taskIds: [one.id], to: ['group:none'], reason }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});
