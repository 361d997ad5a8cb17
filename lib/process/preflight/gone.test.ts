import { createStep, createWorkflow } from '@mastra/core/workflows';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { decisions, outbox, runs } from '@/db/schema';
import { createEngine } from '@/lib/mastra';
import { openStorage } from '@/lib/mastra/stores/storage';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getTask } from '@/lib/desk/tasks/get-task';
import { listTasks } from '@/lib/desk/tasks/list-tasks';
import { parseTaskQuery } from '@/lib/desk/tasks/task-query';
import { deskForTest } from '@/tests/support/desk';

const claim = z.object({ amount: z.number() });
const gate = createStep({
  id: 'gate',
  inputSchema: claim,
  outputSchema: claim,
  resumeSchema: z.object({ approved: z.boolean() }),
  execute: async ({ inputData, resumeData, suspend }) => (resumeData ? inputData : suspend(inputData)),
});
const other = createStep({
  id: 'other',
  inputSchema: claim,
  outputSchema: claim,
  execute: async ({ inputData }) => inputData,
});
const flow = {
  flow: createWorkflow({ id: 'flow', inputSchema: claim, outputSchema: claim }).then(gate).commit(),
};

test.each([
  ['workflow', {}],
  [
    'step',
    { flow: createWorkflow({ id: 'flow', inputSchema: claim, outputSchema: claim }).then(other).commit() },
  ],
])(
  'a task whose %s the code no longer has can be seen, and answering it is a clear conflict that records nothing',
  async (_, deployed) => {
    const desk = await deskForTest(flow);
    const runId = await desk.request('flow', { amount: 5 });
    const [task] = await desk.openTasks(runId);
    const engine = await createEngine(await openStorage({ kind: 'memory' }), deployed);
    const manager = desk.as('manager', engine);
    expect((await listTasks(manager, parseTaskQuery({}))).items).toMatchObject([{ taskId: task!.id }]);
    expect(await getTask(manager, task!.id)).toMatchObject({
      title: expect.stringMatching(/^Gate: /),
      state: 'open',
      canDecide: false,
      refusal: { code: 'gone' },
    });
    const answer = { outcome: 'approve', payloadDigest: task!.payloadDigest };
    await expect(decideTask(manager, task!.id, answer)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'step_gone',
    });
    expect(await desk.db.select().from(decisions)).toEqual([]);
    expect((await desk.db.select().from(outbox)).map(({ kind }) => kind)).toEqual(['start']);
    // Once the workflow is back, the same answer is accepted.
    expect(await decideTask(desk.as('manager'), task!.id, answer)).toMatchObject({ repeated: false });
  },
);

test('a run whose workflow is gone can still be cancelled', async () => {
  const desk = await deskForTest(flow);
  const runId = await desk.request('flow', { amount: 5 });
  const engine = await createEngine(await openStorage({ kind: 'memory' }), {});
  await cancelRun(desk.as('requester', engine), runId, {});
  await drainRun(desk.as('system', engine), runId);
  expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'canceled' }]);
  expect((await desk.db.select().from(outbox)).map(({ state }) => state)).toEqual(['done', 'done']);
});
