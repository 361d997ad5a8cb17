import { createStep, createWorkflow } from '@mastra/core/workflows';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { runs } from '@/db/schema';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { sweep } from '@/lib/process/sweep/sweep';
import { deskForTest } from '@/tests/support/desk';
import { onEach, workflowStores } from './places';

const note = createWorkflow({ id: 'note', inputSchema: z.unknown(), outputSchema: z.unknown() })
  .then(
    createStep({
      id: 'gate',
      inputSchema: z.unknown(),
      outputSchema: z.unknown(),
      resumeSchema: z.object({ approved: z.boolean() }),
      execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
    }),
  )
  .commit();

onEach('runs whose input is any JSON', workflowStores, (open) => {
  test('are compared, adopted and answered like any other', async () => {
    const desk = await deskForTest({ note }, { store: await open() });
    const inputs = ['hello', '', '{"a"', '"status":"suspended"', ['a'], 5, false, {}];
    const asked = [];
    for (const input of inputs) asked.push(await desk.request('note', input));
    for (let turn = 0; turn < 2; turn += 1)
      expect(await sweep(desk.as('system'), { anew: true })).toMatchObject({
        failed: 0,
        lost: 0,
        adopted: 0,
      });
    for (const runId of asked) {
      const [task] = await desk.openTasks(runId);
      const { id, payloadDigest } = task!;
      await decideTask(desk.as('manager'), id, { resumeData: { approved: true }, payloadDigest });
      await desk.drain(runId);
    }
    expect(await sweep(desk.as('system'), { anew: true })).toMatchObject({
      failed: 0,
      lost: 0,
      projected: 0,
    });
    const ended = await desk.db.select({ status: runs.status }).from(runs);
    expect(ended).toEqual(inputs.map(() => ({ status: 'success' })));
  }, 120_000);
});
