import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { outbox, runs } from '@/db/schema';
import { env } from '@/lib/base/env';
import { log } from '@/lib/base/log';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, expense } from '@/tests/support/desk';
import { runFindings } from './run-findings';
import { startRun } from './start-run';

const loop: { [key: string]: unknown } = {};
loop.again = { loop };

describe('a request', () => {
  test.each([
    ['a BigInt', { ...expense(), amount: 10n }, 'input.amount'],
    ['a function', { ...expense(), tell: () => 1 }, 'input.tell'],
    ['what contains itself', loop, 'input.again.loop'],
    ['undefined in a list', { list: [undefined] }, 'input.list[0]'],
    ['a Date', { ...expense(), spentOn: new Date() }, 'input.spentOn'],
    ['NaN', { ...expense(), amount: NaN }, 'input.amount'],
    ['a Map', new Map(), 'input'],
  ])('with %s is refused with the path, and nothing is recorded', async (_, input, path) => {
    const desk = await deskForTest();
    await expect(
      startRun(desk.as('requester'), { workflowId: 'expense-report', input }),
    ).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ path, reason: 'lossy', params: { loss: expect.any(String) } }],
    });
    expect([await desk.db.select().from(runs), await desk.db.select().from(outbox)]).toEqual([[], []]);
  });

  test('that is too large is refused; one byte less is accepted', async () => {
    const text = z.object({ text: z.string() });
    const desk = await deskForTest({
      w: createWorkflow({ id: 'w', inputSchema: text, outputSchema: text })
        .then(
          createStep({
            id: 's',
            inputSchema: text,
            outputSchema: text,
            execute: async ({ inputData }) => inputData,
          }),
        )
        .commit(),
    });
    const { inputBytes } = env().limits;
    const of = (bytes: number) => ({
      workflowId: 'w',
      input: { text: 'x'.repeat(bytes - '{"text":""}'.length) },
    });
    await expect(startRun(desk.as('requester'), of(inputBytes + 1))).rejects.toMatchObject({
      code: 'too_large',
      params: { bytes: inputBytes + 1, limit: inputBytes },
    });
    expect(await desk.db.select().from(runs)).toEqual([]);
    expect((await startRun(desk.as('requester'), of(inputBytes))).run.status).toBe('pending');
  });
});

test('a snapshot that passes a limit is reported once per limit, and its decisions are still applied', async () => {
  const warned = vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  const { warnBytes, maxBytes } = env().limits;
  const open = z.unknown();
  const ask = createStep({
    id: 'ask',
    inputSchema: open,
    outputSchema: open,
    resumeSchema: z.object({ bytes: z.number() }),
    execute: async ({ resumeData, suspend }) => (resumeData ? 'x'.repeat(resumeData.bytes) : suspend({})),
  });
  const again = createStep({
    ...ask,
    id: 'ask-again',
    execute: async ({ resumeData, suspend }) => (resumeData ? 'x'.repeat(resumeData.bytes) : suspend({})),
  });
  const last = createStep({
    ...ask,
    id: 'ask-last',
    execute: async ({ resumeData, suspend }) => (resumeData ? 'end' : suspend({})),
  });
  const desk = await deskForTest({
    w: createWorkflow({ id: 'w', inputSchema: open, outputSchema: open })
      .then(ask)
      .then(again)
      .then(last)
      .commit(),
  });
  const runId = await desk.request('w', {});
  const answer = async (bytes: number) => {
    const [task] = await desk.openTasks(runId);
    await decideTask(desk.as('manager'), task!.id, {
      resumeData: { bytes },
      payloadDigest: task!.payloadDigest,
    });
    await desk.drain(runId);
    const [run] = await desk.db.select().from(runs).where(eq(runs.id, runId));
    return { run, verbs: (await runFindings(desk.as('operator'), runId)).map(({ verb }) => verb) };
  };
  expect((await answer(warnBytes)).verbs).toEqual(['run.snapshot_large']);
  expect((await answer(maxBytes)).verbs).toEqual(['run.snapshot_large', 'run.snapshot_too_large']);
  const end = await answer(0);
  expect(end).toMatchObject({
    run: { status: 'success', result: 'end' },
    verbs: ['run.snapshot_large', 'run.snapshot_too_large'],
  });
  expect(end.run!.snapshotSize).toBeGreaterThan(maxBytes);
  expect(warned).toHaveBeenCalledTimes(2);
});
