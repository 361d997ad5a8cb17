import { createStep, createWorkflow } from '@mastra/core/workflows';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest } from '@/tests/support/desk';
import { getRun, getRunData } from './get-run';

test('who is asked about one question of a run reads how another one was answered, not what was filled in', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('purchase-order', {
    supplier: 'Acme',
    justification: 'We need new chairs.',
    lines: [{ item: 'Chair', quantity: 2, unitPrice: 99.5 }],
  });
  const need = (await desk.openTasks(runId)).find(({ stepPath }) => stepPath[0] === 'need-approval');
  await decideTask(desk.as('manager'), need!.id, {
    outcome: 'approve',
    resumeData: { comment: 'Fine.' },
    payloadDigest: need!.payloadDigest,
  });
  const decisionFor = async (who: 'manager' | 'finance' | 'requester') =>
    (await getRun(desk.as(who), runId)).tasks.find(({ taskId }) => taskId === need!.id);
  expect(await decisionFor('finance')).toMatchObject({
    visible: false,
    decision: { outcome: 'approve', resumeData: null },
  });
  for (const who of ['manager', 'requester'] as const)
    expect(await decisionFor(who)).toMatchObject({
      visible: true,
      decision: { outcome: 'approve', resumeData: { approved: true, comment: 'Fine.' } },
    });
});

test('a very large input is shown cut and masked, and whole only as a file, masked as well', async () => {
  const size = 600_000;
  const step = createStep({
    id: 'echo',
    inputSchema: z.object({ text: z.string(), pin: z.string() }),
    outputSchema: z.object({ text: z.string(), pin: z.string().meta({ sensitive: true }) }),
    execute: async ({ inputData }) => inputData,
  });
  const input = z.object({ text: z.string(), pin: z.string().meta({ sensitive: true }) });
  const desk = await deskForTest({
    big: createWorkflow({ id: 'big', inputSchema: input, outputSchema: step.outputSchema })
      .then(step)
      .commit(),
  });
  const runId = await desk.request('big', { text: 'x'.repeat(size), pin: '4711' });
  const run = await getRun(desk.as('requester'), runId);
  expect(run).toMatchObject({
    status: 'success',
    inputCut: true,
    resultCut: true,
    input: { pin: '••••' },
    result: { pin: '••••' },
  });
  expect(JSON.stringify(run).length).toBeLessThan(size);
  const whole = await getRunData(desk.as('requester'), runId);
  expect(whole).toEqual({
    input: { text: 'x'.repeat(size), pin: '••••' },
    result: { text: 'x'.repeat(size), pin: '••••' },
  });
  await expect(getRunData(desk.as('requester2'), runId)).rejects.toMatchObject({ code: 'not_found' });
});
