import { createStep, createWorkflow } from '@mastra/core/workflows';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { loadRun } from '@/lib/desk/runs/load-run';
import { fenceOff, withLease } from '@/lib/desk/runs/lease';
import { DrivenElsewhereError } from '@/lib/engine/driven-elsewhere';
import { deskForTest } from '@/tests/support/desk';
import { onEach, workflowStores } from './places';

const any = z.object({}).loose();
const ask = createStep({
  id: 'ask',
  inputSchema: any,
  outputSchema: any,
  resumeSchema: z.object({ approved: z.boolean() }),
  execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
});
const rounds = createWorkflow({
  id: 'rounds',
  inputSchema: any,
  outputSchema: any,
  options: { autoRestartActiveRuns: false },
})
  .dountil(ask, async ({ inputData }) => (inputData as { approved?: boolean }).approved === true)
  .commit();

onEach('an answer that is given to the engine', workflowStores, (open) => {
  test('is refused when the snapshot changed since it was read, even if the same step waits again', async () => {
    const desk = await deskForTest({ rounds }, { store: await open() });
    const runId = await desk.request('rounds', {});
    const { facts } = (await loadRun(desk.db, runId))!;
    const [task] = await desk.openTasks(runId);
    const give = (version: number, approved: boolean) =>
      withLease(desk.db, runId, async (lease) => {
        await fenceOff(desk.db, desk.engine, lease);
        const question = { path: ['ask'], forEachIndex: null, taskId: task!.id, version };
        await desk.engine.resume(facts, question, { approved }, lease);
      });
    const first = (await desk.engine.read(facts))!;
    await give(first.version, false);
    const again = (await desk.engine.read(facts))!;
    expect(again).toMatchObject({ status: 'suspended', suspensions: [{ path: ['ask'] }] });
    await expect(give(first.version, true)).rejects.toThrow(DrivenElsewhereError);
    expect(await desk.engine.read(facts)).toMatchObject({ status: 'suspended', version: again.version });
    await give(again.version, true);
    expect(await desk.engine.read(facts)).toMatchObject({ status: 'success' });
  }, 60_000);
});
