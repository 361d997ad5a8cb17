import { and, eq, sql } from 'drizzle-orm';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, groupMembers, notifications, taskCandidates, tasks, users } from '@/db/schema';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { collectNotifications } from '@/lib/tell/drain/collect';
import { listFindings } from '@/lib/tell/findings/list-findings';
import { reassignTask } from '@/lib/desk/operators/reassign-tasks';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { countOpenTasks } from './list-tasks';
import { actor, deskForTest, type Person, type TestDesk } from '@/tests/support/desk';
import { askStandIns } from './stand-ins';

const any = z.object({}).loose();
const pay = (own = true) =>
  createWorkflow({ id: 'pay', inputSchema: any, outputSchema: any })
    .then(
      createStep({
        id: 'gate',
        inputSchema: any,
        outputSchema: any,
        resumeSchema: z.object({ approved: z.boolean() }),
        metadata: humanTask({ candidates: { groups: ['finance'] }, forbidSelfApproval: own }),
        execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
      }),
    )
    .commit();

const sweepOf = ({ db, engine, clock }: TestDesk) => sweep({ db, engine, clock });
const taskOf = async ({ db }: TestDesk) => (await db.select().from(tasks))[0]!;
const verbsOf = async ({ db }: TestDesk) => (await db.select().from(auditEvents)).map(({ verb }) => verb);
const findings = async (desk: TestDesk) =>
  (await listFindings(desk.as('operator'), 'unanswerable', { limit: 10 })).items;
const leave = ({ db }: TestDesk, who: Person) =>
  db
    .delete(groupMembers)
    .where(and(eq(groupMembers.userId, actor(who).id), eq(groupMembers.groupId, 'finance')));
const join = ({ db, clock }: TestDesk, who: Person) =>
  db.insert(groupMembers).values({ userId: actor(who).id, groupId: 'finance', createdAt: clock.now() });
const ban = ({ db }: TestDesk, who: Person, banned = true) =>
  db
    .update(users)
    .set({ banned })
    .where(eq(users.id, actor(who).id));

async function emptied() {
  const desk = await deskForTest({ pay: pay() });
  await desk.request('pay', {});
  await leave(desk, 'finance');
  await ban(desk, 'finance2');
  await sweepOf(desk);
  return desk;
}

describe('an open task whose group lost its last member', () => {
  test('goes to operators in the next sweep, with audit event, notification and finding; its group stays a candidate', async () => {
    const desk = await emptied();
    expect(await taskOf(desk)).toMatchObject({
      candidates: ['group:finance', 'role:operator'],
      standIns: ['role:operator'],
    });
    expect(await countOpenTasks(desk.as('operator'))).toBe(1);
    expect(await countOpenTasks(desk.as('manager'))).toBe(0);
    expect(await findings(desk)).toMatchObject([{ reason: expect.stringContaining('operators are asked') }]);
    expect((await verbsOf(desk)).filter((verb) => verb === 'task.unanswerable')).toHaveLength(1);
    await collectNotifications(desk);
    expect(
      await desk.db.select().from(notifications).where(eq(notifications.kind, 'escalation')),
    ).toMatchObject([{ principals: ['role:operator'] }]);
    await sweepOf(desk);
    expect((await verbsOf(desk)).filter((verb) => verb === 'task.unanswerable')).toHaveLength(1);
  });

  test('may be decided by an operator', async () => {
    const desk = await emptied();
    const { id, payloadDigest } = await taskOf(desk);
    await decideTask(desk.as('operator'), id, { outcome: 'approve', payloadDigest });
    expect(await taskOf(desk)).toMatchObject({ state: 'decided' });
    expect(await findings(desk)).toEqual([]);
  });

  test('goes back to the group alone when it has a member again', async () => {
    const desk = await emptied();
    await join(desk, 'manager');
    await sweepOf(desk);
    expect(await taskOf(desk)).toMatchObject({ candidates: ['group:finance'], standIns: null });
    expect(await desk.db.select().from(taskCandidates)).toMatchObject([{ principal: 'group:finance' }]);
    expect(await countOpenTasks(desk.as('operator'))).toBe(0);
    expect(await findings(desk)).toEqual([]);
    expect((await verbsOf(desk)).at(-1)).toBe('task.answerable');
  });

  test('when only the requester is left in it, who may not decide their own request', async () => {
    const desk = await deskForTest({ pay: pay() });
    await desk.request('pay', {});
    await join(desk, 'requester');
    await leave(desk, 'finance');
    await sweepOf(desk);
    expect(await taskOf(desk)).toMatchObject({ standIns: null });
    await leave(desk, 'finance2');
    await sweepOf(desk);
    expect(await taskOf(desk)).toMatchObject({ standIns: ['role:operator'] });
  });

  test('but not when the policy lets the requester decide', async () => {
    const desk = await deskForTest({ pay: pay(false) });
    await desk.request('pay', {});
    await join(desk, 'requester');
    await leave(desk, 'finance');
    await leave(desk, 'finance2');
    await sweepOf(desk);
    expect(await taskOf(desk)).toMatchObject({ standIns: null });
  });

  test('goes to admins as well when there is no operator, and stays a finding when there is nobody at all', async () => {
    const desk = await emptied();
    await desk.db
      .update(users)
      .set({ role: 'admin' })
      .where(eq(users.id, actor('admin').id));
    await ban(desk, 'operator');
    await sweepOf(desk);
    expect(await taskOf(desk)).toMatchObject({ standIns: ['role:operator', 'role:admin'] });
    await ban(desk, 'admin');
    const before = (await verbsOf(desk)).length;
    await sweepOf(desk);
    await sweepOf(desk);
    expect((await verbsOf(desk)).length).toBe(before);
    await ban(desk, 'operator', false);
    expect(await findings(desk)).toHaveLength(1);
  });

  test('can be reassigned, and is then no finding', async () => {
    const desk = await emptied();
    await reassignTask(desk.as('operator'), (await taskOf(desk)).id, {
      to: ['group:managers'],
      reason: 'Finance is empty.',
    });
    expect(await taskOf(desk)).toMatchObject({ candidates: ['group:managers'], standIns: null });
    await sweepOf(desk);
    expect(await findings(desk)).toEqual([]);
  });

  test('that is asked only then goes to operators at once, and back in the same way', async () => {
    const desk = await deskForTest({ pay: pay() });
    await leave(desk, 'finance');
    await leave(desk, 'finance2');
    await desk.request('pay', {});
    expect(await taskOf(desk)).toMatchObject({
      candidates: ['group:finance', 'role:operator'],
      standIns: ['role:operator'],
    });
    await join(desk, 'manager');
    await sweepOf(desk);
    expect(await taskOf(desk)).toMatchObject({ candidates: ['group:finance'], standIns: null });
  });
});

describe('a rival between the look and the change', () => {
  test('when somebody joins the group, no stand-in is added', async () => {
    const desk = await deskForTest({ pay: pay() });
    await desk.request('pay', {});
    const judged = await taskOf(desk);
    expect(await askStandIns(desk.as('system'), judged)).toBe(false);
    expect(await taskOf(desk)).toEqual(judged);
  });

  test('the task is decided, or given to others', async () => {
    const desk = await deskForTest({ pay: pay() });
    await desk.request('pay', {});
    const judged = await taskOf(desk);
    await leave(desk, 'finance');
    await leave(desk, 'finance2');
    await desk.db.update(tasks).set({ state: 'decided' });
    expect(await askStandIns(desk.as('system'), judged)).toBe(false);
    await desk.db.update(tasks).set({ state: 'open', candidates: ['group:managers'] });
    expect(await askStandIns(desk.as('system'), judged)).toBe(false);
    expect((await verbsOf(desk)).includes('task.unanswerable')).toBe(false);
    expect(await desk.db.all(sql`select principal from task_candidates`)).toEqual([
      { principal: 'group:finance' },
    ]);
  });
});
