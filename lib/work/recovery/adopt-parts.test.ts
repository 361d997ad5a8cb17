import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runs, tasks } from '@/db/schema';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { otherProgram } from '@/tests/support/other-program';
import { sweep } from '@/lib/process/sweep/sweep';

const text = z.object({ text: z.string() });
const options = { autoRestartActiveRuns: false };

const ask = createStep({
  id: 'ask',
  inputSchema: text,
  outputSchema: text,
  suspendSchema: text,
  resumeSchema: z.object({ approved: z.boolean() }),
  metadata: humanTask({ candidates: { groups: ['managers'] } }),
  // Suspends a second time, at "again".
  execute: async ({ inputData, resumeData, suspendData, suspend }) =>
    !resumeData
      ? suspend(inputData)
      : (suspendData as { text?: string })?.text === 'again'
        ? inputData
        : suspend({ text: 'again' }),
});
const perItem = createWorkflow({ id: 'per-item', inputSchema: text, outputSchema: text, options })
  .then(ask)
  .commit();
const within = createWorkflow({ id: 'within', inputSchema: text, outputSchema: text, options })
  .then(perItem)
  .commit();
const list = z.array(text);

/** Each keeps a workflow whose snapshots have their own run ids, and drops the workflow around it. */
const shapes = {
  'items of a list': createWorkflow({ id: 'outer', inputSchema: list, outputSchema: list, options })
    .foreach(perItem, { concurrency: 2 })
    .commit(),
  'what is nested in the items of a list': createWorkflow({
    id: 'outer',
    inputSchema: list,
    outputSchema: list,
    options,
  })
    .foreach(within, { concurrency: 2 })
    .commit(),
} satisfies Record<string, AnyWorkflow>;

const kept: Record<string, AnyWorkflow> = { 'per-item': perItem, within };
const items = [{ text: 'a' }, { text: 'b' }];

/** The desk after a release without the outer workflow, and three sweeps. */
async function released(desk: TestDesk) {
  const engine = await desk.reopen(kept);
  for (let count = 0; count < 3; count += 1) await sweep({ ...desk.as('system'), engine }, { anew: true });
  return { runs: await desk.db.select().from(runs), tasks: await desk.db.select().from(tasks) };
}

describe.each(Object.entries(shapes))('%s, after a release that dropped the list', (_, outer) => {
  test('are not adopted, as their tasks belong to our run', async () => {
    const desk = await deskForTest({ ...kept, outer });
    const runId = await desk.request('outer', items);
    const known = await released(desk);
    expect(known.runs.map(({ id }) => id)).toEqual([runId]);
    expect(known.tasks).toHaveLength(2);
  });

  test('are not adopted after one was resumed and suspended again', async () => {
    const desk = await deskForTest({ ...kept, outer });
    const runId = await desk.request('outer', items);
    const [task] = await desk.openTasks(runId);
    const { id, payloadDigest } = task!;
    await decideTask(desk.as('manager'), id, { outcome: 'approve', payloadDigest });
    await desk.drain(runId);
    const known = await released(desk);
    expect(known.runs).toHaveLength(1);
    expect(known.tasks).toHaveLength(3);
  });

  test('are not adopted in an adopted run of another program either', async () => {
    const desk = await deskForTest({ ...kept, outer });
    const program = await otherProgram(desk, { ...kept, outer });
    const runId = await program.start('outer', items);
    await sweep(desk.as('system'), { anew: true });
    expect(await desk.openTasks(runId)).toHaveLength(2);
    const known = await released(desk);
    expect(known.runs.map(({ id }) => id)).toEqual([runId]);
    expect(known.tasks).toHaveLength(2);
  });
});

test('a separate run of the same workflow is still adopted', async () => {
  const desk = await deskForTest(kept);
  const program = await otherProgram(desk, kept);
  const runId = await program.start('within', { text: 'x' });
  await sweep(desk.as('system'), { anew: true });
  expect(await desk.db.select().from(tasks).where(eq(tasks.runId, runId))).toHaveLength(1);
});
