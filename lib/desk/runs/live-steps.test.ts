import { createStep, createWorkflow } from '@mastra/core/workflows';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { workingOf } from '@/components/run/working';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { deskForTest } from '@/tests/support/desk';
import { getRun } from './get-run';
import { startRun } from './start-run';

const io = { inputSchema: z.object({ n: z.number() }), outputSchema: z.object({ n: z.number() }) };

/** A step that reports when it has begun, and works until it is released. */
function slowStep() {
  const begun = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const step = createStep({
    id: 'scan',
    ...io,
    execute: async ({ inputData }) => {
      begun.resolve();
      await go.promise;
      return inputData;
    },
  });
  return { step, begun: begun.promise, go: go.resolve };
}

const gate = createStep({
  id: 'legal',
  ...io,
  resumeSchema: z.object({ approved: z.boolean() }),
  execute: async ({ inputData, resumeData, suspend }) => (resumeData ? inputData : suspend({})),
});

test('a page shows the running steps, and that people may still be asked, until the run waits', async () => {
  const { step, begun, go } = slowStep();
  const flow = createWorkflow({ id: 'flow', inputSchema: io.inputSchema, outputSchema: z.any() })
    .parallel([gate, step])
    .commit();
  const desk = await deskForTest({ flow });
  const { run } = await startRun(desk.as('requester'), { workflowId: 'flow', input: { n: 1 } });
  const before = await getRun(desk.as('requester'), run.id);
  expect(before.steps.map(({ title, status }) => [title, status])).toEqual([
    ['Legal', 'pending'],
    ['Scan', 'pending'],
  ]);
  const driving = drainRun(desk.as('system'), run.id);
  await begun;
  await expect
    .poll(async () => workingOf(await getRun(desk.as('requester'), run.id)))
    .toEqual({ steps: ['Legal', 'Scan'], mayAsk: true });
  go();
  await driving;
  const after = await getRun(desk.as('requester'), run.id);
  expect([after.status, after.tasks.length, workingOf(after)]).toEqual(['suspended', 1, null]);
});
