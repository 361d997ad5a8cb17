import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, decisions } from '@/db/schema';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { getRun } from '@/lib/desk/runs/get-run';
import { actor, deskForTest, type TestDesk } from '@/tests/support/desk';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getPayload } from './get-payload';
import { getTask } from './get-task';
import { revealField } from './reveal-field';
import { shownPayloadBytes } from './shown';

const iban = z.string().meta({ title: 'IBAN', sensitive: true });
const letter = z.object({
  text: z.string().optional(),
  accounts: z.array(z.object({ bank: z.string(), iban })),
});
const answer = z.object({
  approved: z.boolean(),
  text: z.string().optional(),
  pin: z.string().optional().meta({ sensitive: true }),
});

const gate = createStep({
  id: 'gate',
  description: 'Check the accounts',
  inputSchema: letter,
  outputSchema: letter,
  suspendSchema: letter,
  resumeSchema: answer,
  metadata: humanTask<z.infer<typeof letter>, z.infer<typeof answer>>({
    candidates: { groups: ['finance'] },
  }),
  execute: async ({ inputData, resumeData, suspend }) => (resumeData ? inputData : suspend(inputData)),
});

const payout = createWorkflow({
  id: 'payout',
  inputSchema: letter,
  outputSchema: letter,
  options: { autoRestartActiveRuns: false },
})
  .then(gate)
  .commit();

const secret = 'DE02120300000000202051';
const input = (text = 'Dear bank') => ({ text, accounts: [{ bank: 'DKB', iban: secret }] });

async function asked(text?: string) {
  const desk = await deskForTest({ payout });
  const runId = await desk.request('payout', input(text));
  const [task] = await desk.openTasks(runId);
  if (!task) throw new Error('no task');
  return { desk, runId, taskId: task.id, digest: task.payloadDigest };
}

const log = async ({ db }: TestDesk, taskId: string) =>
  (await db.select().from(auditEvents).where(eq(auditEvents.taskId, taskId))).filter(
    ({ verb }) => verb === 'task.revealed',
  );

describe('what is sensitive', () => {
  test('is masked in tasks, runs and downloads, and the decision still matches the digest', async () => {
    const { desk, runId, taskId, digest } = await asked();
    const task = await getTask(desk.as('finance'), taskId);
    expect(task).toMatchObject({
      payloadDigest: digest,
      payloadCut: false,
      canReveal: true,
      payload: { accounts: [{ bank: 'DKB', iban: '••••' }] },
    });
    const receipt = await decideTask(desk.as('finance'), taskId, {
      outcome: 'approve',
      payloadDigest: task.payloadDigest,
      resumeData: { pin: '4711', text: 'Dear big bank' },
    });
    expect(receipt.decision.resumeData).toMatchObject({ pin: '4711' });
    await desk.drain(runId);
    const [run, after] = [
      await getRun(desk.as('requester'), runId),
      await getTask(desk.as('finance'), taskId),
    ];
    expect(run).toMatchObject({ status: 'success', result: { accounts: [{ iban: '••••' }] } });
    for (const read of [task, run, after, await getPayload(desk.as('finance'), taskId)])
      expect(JSON.stringify(read)).not.toMatch(new RegExp(`${secret}|4711`));
  });

  test('is revealed on request, with an audit row that has the path without the value', async () => {
    const { desk, runId, taskId } = await asked();
    expect(await revealField(desk.as('finance'), taskId, { path: 'accounts[0].iban' })).toEqual({
      value: secret,
    });
    const rows = await log(desk, taskId);
    expect(rows).toMatchObject([
      { runId, actorId: actor('finance').id, channel: 'web', data: { path: 'accounts[0].iban' } },
    ]);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test.each([
    'accounts[0].bank',
    'accounts[1].iban',
    'accounts',
    'nothing',
    '',
    '[[',
    'accounts[0].iban.length',
  ])('nothing is hidden at "%s"', async (path) => {
    const { desk, taskId } = await asked();
    await expect(revealField(desk.as('finance'), taskId, { path })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await log(desk, taskId)).toEqual([]);
  });

  test('is not revealed to requesters and strangers; operators may see it at any time, approvers until the task closes', async () => {
    const { desk, taskId, digest } = await asked();
    const path = { path: 'accounts[0].iban' };
    await expect(revealField(desk.as('requester'), taskId, path)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(revealField(desk.as('manager'), taskId, path)).rejects.toMatchObject({ code: 'not_found' });
    expect((await getTask(desk.as('requester'), taskId)).canReveal).toBe(false);
    await decideTask(desk.as('finance'), taskId, { outcome: 'approve', payloadDigest: digest });
    await expect(revealField(desk.as('finance'), taskId, path)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await revealField(desk.as('operator'), taskId, path)).toEqual({ value: secret });
    expect(await log(desk, taskId)).toHaveLength(1);
  });
});

test('the decision shows what the approver changed in the content', async () => {
  const { desk, runId, taskId, digest } = await asked();
  expect((await getTask(desk.as('finance'), taskId)).suggested).toEqual({ text: 'Dear bank' });
  await decideTask(desk.as('finance'), taskId, {
    outcome: 'approve',
    payloadDigest: digest,
    resumeData: { text: 'Dear big bank' },
  });
  const edits = { before: { text: 'Dear bank' }, after: { text: 'Dear big bank' } };
  expect((await getTask(desk.as('finance'), taskId)).decision).toMatchObject({ edits });
  expect((await getRun(desk.as('requester'), runId)).tasks).toMatchObject([{ decision: { edits } }]);
  expect(await desk.db.select().from(decisions)).toHaveLength(1);
});

test('a decision with unchanged content has no edits', async () => {
  const { desk, taskId, digest } = await asked();
  await decideTask(desk.as('finance'), taskId, {
    outcome: 'approve',
    payloadDigest: digest,
    resumeData: { text: 'Dear bank' },
  });
  expect((await getTask(desk.as('finance'), taskId)).decision?.edits).toBeNull();
});

test('very large evidence is shortened, can be downloaded in full, and can be decided on', async () => {
  const long = 'word '.repeat(70_000);
  const { desk, taskId } = await asked(long);
  const task = await getTask(desk.as('finance'), taskId);
  expect(task.payloadCut).toBe(true);
  expect(task.payload).toMatchObject({ accounts: [{ bank: 'DKB', iban: '••••' }] });
  expect(JSON.stringify(task.payload).length).toBeLessThanOrEqual(shownPayloadBytes);
  expect(await getPayload(desk.as('finance'), taskId)).toMatchObject({ text: long });
  const { decision } = await decideTask(desk.as('finance'), taskId, {
    outcome: 'approve',
    payloadDigest: task.payloadDigest,
  });
  expect(decision.outcome).toBe('approve');
});
