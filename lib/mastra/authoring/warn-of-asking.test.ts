import { createStep, createWorkflow } from '@mastra/core/workflows';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { log } from '@/lib/base/log';
import { deskForTest } from '@/tests/support/desk';

const io = { inputSchema: z.object({ n: z.number() }), outputSchema: z.any() };
type Suspend = (payload: { ask: string }) => Promise<never>;

/** What the log says about a step that asks like this, and the question people are asked. */
async function saidOf(id: string, ask: (suspend: Suspend) => Promise<unknown>) {
  const warn = vi.spyOn(log, 'warn').mockReturnValue(undefined);
  const step = createStep({
    id,
    ...io,
    suspendSchema: z.object({ ask: z.string() }),
    resumeSchema: z.object({ approved: z.boolean() }),
    execute: async ({ resumeData, suspend }) => (resumeData ? {} : ask(suspend as Suspend)),
  });
  const desk = await deskForTest({
    flow: createWorkflow({ id: 'flow', ...io })
      .then(step)
      .commit(),
  });
  const runId = await desk.request('flow', { n: 1 });
  const [task] = await desk.openTasks(runId);
  return { said: warn.mock.calls.map(([message]) => message), payload: task?.payload };
}

test('accepts a step that returns suspend()', async () => {
  expect(await saidOf('plain', (suspend) => suspend({ ask: 'One?' }))).toEqual({
    said: [],
    payload: { ask: 'One?' },
  });
});

test('asks the last of two questions, and warns the author', async () => {
  const twice = async (suspend: Suspend) => {
    await suspend({ ask: 'One?' });
    return suspend({ ask: 'Two?' });
  };
  expect(await saidOf('twice', twice)).toEqual({
    said: [expect.stringContaining('calls suspend() more than once')],
    payload: { ask: 'Two?' },
  });
});

test('drops what is returned after a question, and warns the author', async () => {
  const goesOn = async (suspend: Suspend) => {
    await suspend({ ask: 'One?' });
    return { done: true };
  };
  expect(await saidOf('goes-on', goesOn)).toEqual({
    said: [expect.stringContaining('returns a value after suspend()')],
    payload: { ask: 'One?' },
  });
});
