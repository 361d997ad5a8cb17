import { eq } from 'drizzle-orm';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, notifications, runs, tasks } from '@/db/schema';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { collectNotifications } from '@/lib/tell/drain/collect';
import { composeNotice } from '@/lib/tell/messages/compose';
import { listFindings } from '@/lib/tell/findings/list-findings';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getTask } from './get-task';
import { listTasks } from './list-tasks';
import { parseTaskQuery } from './task-query';
import { askedAgain } from '@/lib/base/texts/asked-again';
import { actor, deskForTest, type Person, type TestDesk } from '@/tests/support/desk';

const any = z.object({}).loose();

/** A gate as in Mastra's documentation: it suspends with the same question until somebody approves. */
const stubborn = (metadata?: Record<string, unknown>) =>
  createWorkflow({ id: 'stubborn', inputSchema: any, outputSchema: any })
    .then(
      createStep({
        id: 'gate',
        inputSchema: any,
        outputSchema: any,
        resumeSchema: z.object({ approved: z.boolean() }),
        ...(metadata && { metadata }),
        execute: async ({ inputData, resumeData, suspend }) =>
          resumeData?.approved ? { ok: true } : suspend({ to: inputData.to }),
      }),
    )
    .commit();

const open = async (desk: TestDesk, runId: string) => (await desk.openTasks(runId))[0]!;

async function answer(desk: TestDesk, runId: string, outcome: string, who: Person = 'manager') {
  const { id, payloadDigest } = await open(desk, runId);
  desk.clock.advance(1_000);
  await decideTask(desk.as(who), id, { outcome, payloadDigest });
  await desk.drain(runId);
}

async function rejected(times: number, metadata?: Record<string, unknown>) {
  const desk = await deskForTest({ stubborn: stubborn(metadata) });
  const runId = await desk.request('stubborn', { to: 'ana@example.test' });
  for (let count = 0; count < times; count += 1) await answer(desk, runId, 'reject');
  return { desk, runId };
}

const told = async (desk: TestDesk) => {
  await collectNotifications(desk);
  const rows = await desk.db.select().from(notifications);
  return rows.map(({ kind, principals }) => [kind, principals?.join() ?? null]);
};

describe('a question that comes again', () => {
  test('shows how often it was asked and who decided what, in the API, the inbox and to operators', async () => {
    const { desk, runId } = await rejected(2);
    const { id } = await open(desk, runId);
    const { name } = actor('manager');
    const before = { times: 2, answers: [{ outcome: 'reject', label: 'Reject', name, times: 2 }] };
    expect(askedAgain(before)).toBe(`Asked for the 3rd time; ${name} rejected this twice.`);
    expect(await getTask(desk.as('manager'), id)).toMatchObject({ askedBefore: before });
    expect((await listTasks(desk.as('manager'), parseTaskQuery({}))).items).toMatchObject([
      { askedBefore: before },
    ]);
    expect((await listFindings(desk.as('operator'), 'repeated', { limit: 10 })).items).toMatchObject([
      { taskId: id, reason: expect.stringContaining('Asked for the 3rd time') },
    ]);
  });

  test('is told once as what it is, and the requester is told of the same answer once', async () => {
    const { desk } = await rejected(5);
    const requester = `user:${actor('requester').id}`;
    expect(await told(desk)).toEqual([
      ['task', null],
      ['decided', requester],
      ['task', null],
    ]);
    const repeated = (await desk.db.select().from(tasks)).find(({ askedBefore }) => askedBefore?.times === 5);
    const composed = await composeNotice(
      {
        ...desk,
        secrets: [{ name: 'test', secret: 'a-secret-that-signs-links-of-tests' }],
        appUrl: 'https://desk.test',
      },
      { kind: 'task', userId: actor('manager').id, runId: null, taskId: repeated!.id, data: null },
    );
    expect(composed).toMatchObject({
      notice: {
        subject: expect.stringMatching(/^Asked again: /),
        intro: expect.stringContaining('Asked for the 6th time'),
      },
    });
  });

  test('notifies the requester when the decision differs from the last one', async () => {
    const { desk, runId } = await rejected(2);
    await answer(desk, runId, 'approve');
    expect((await desk.db.select().from(runs))[0]).toMatchObject({ status: 'success' });
    expect((await told(desk)).filter(([kind]) => kind === 'decided')).toHaveLength(2);
  });

  test('goes to operators at the limit of its policy, with a notification, and no longer to approvers', async () => {
    const { desk, runId } = await rejected(3, humanTask({ askAgainLimit: 3 }));
    expect(await open(desk, runId)).toMatchObject({ candidates: ['role:operator'], standIns: null });
    expect((await told(desk)).at(-1)).toEqual(['escalation', 'role:operator']);
    const { id, payloadDigest } = await open(desk, runId);
    await expect(
      decideTask(desk.as('manager'), id, { outcome: 'reject', payloadDigest }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await answer(desk, runId, 'approve', 'operator');
    expect((await desk.db.select().from(runs))[0]).toMatchObject({ status: 'success' });
  });

  test('counts from the start for another step, other content, or after a reopened decision', async () => {
    const desk = await deskForTest({
      stubborn: createWorkflow({ id: 'stubborn', inputSchema: any, outputSchema: any })
        .then(
          createStep({
            id: 'draft',
            inputSchema: any,
            outputSchema: any,
            suspendSchema: z.object({ draft: z.number() }),
            resumeSchema: z.object({ approved: z.boolean() }),
            execute: async ({ resumeData, suspend, suspendData }) =>
              resumeData?.approved
                ? {}
                : suspend({ draft: ((suspendData as { draft?: number } | undefined)?.draft ?? 0) + 1 }),
          }),
        )
        .commit(),
    });
    const runId = await desk.request('stubborn', {});
    await answer(desk, runId, 'reject');
    const second = await open(desk, runId);
    expect(second).toMatchObject({ payload: { draft: 2 }, askedBefore: null });
    const verbs = await desk.db.select().from(auditEvents).where(eq(auditEvents.taskId, second.id));
    expect(verbs.find(({ verb }) => verb === 'task.opened')?.data).not.toHaveProperty('askedBefore');
  });
});
