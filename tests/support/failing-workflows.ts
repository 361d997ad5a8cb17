import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { recordEffect } from '@/lib/engine/record-effect';

const any = z.object({}).loose();
const answer = z.object({ by: z.string() });

/** The steps that fail right now, as when a service they call is down. */
export type Outage = Set<string>;

/**
 * Workflows whose steps each have one effect, and fail before it while listed in `down`: in sequence,
 * parallel, branches, a list, nested, in turns, and in rounds. `line` and `nested` ask at `ask` and use the
 * answer.
 */
export function failingWorkflows(down: Outage): Record<string, AnyWorkflow> {
  const act = async (name: string, runId: string) => {
    if (down.has(name)) throw new Error(`${name} is down`);
    await recordEffect({ key: `${runId}/${name}`, runId, action: name, detail: {} });
    return { [name]: true };
  };
  const step = (id: string) =>
    createStep({
      id,
      inputSchema: any,
      outputSchema: any,
      execute: async ({ runId, inputData }) => ({ ...inputData, ...(await act(id, runId)) }),
    });
  const gate = (id: string) =>
    createStep({
      id,
      inputSchema: any,
      outputSchema: any,
      resumeSchema: answer,
      execute: async ({ resumeData, suspend, runId, inputData }) =>
        resumeData
          ? { ...inputData, ...(await act(id, runId)), [`${id} by`]: resumeData.by }
          : suspend({ id }),
    });
  /** Asks twice, and uses each answer. */
  const turns = createStep({
    id: 'ask',
    inputSchema: any,
    outputSchema: any,
    resumeSchema: answer,
    suspendSchema: z.object({ turn: z.enum(['one', 'two']) }),
    execute: async ({ resumeData, suspendData, suspend, runId, inputData }) => {
      if (!resumeData) return suspend({ turn: 'one' });
      const turn = suspendData?.turn ?? 'one';
      const did = await act(turn, runId);
      return turn === 'one' ? suspend({ turn: 'two' }) : { ...inputData, ...did };
    },
  });
  const flow = (id: string) =>
    createWorkflow({ id, inputSchema: any, outputSchema: any, options: { autoRestartActiveRuns: false } });
  const item = createStep({
    id: 'item',
    inputSchema: z.string(),
    outputSchema: any,
    execute: ({ runId, inputData }) => act(`item ${inputData}`, runId),
  });
  const ask = createStep({
    id: 'ask',
    inputSchema: z.string(),
    outputSchema: any,
    resumeSchema: answer,
    execute: async ({ resumeData, suspend, runId, inputData }) =>
      resumeData ? act(`ask ${inputData}`, runId) : suspend({ item: inputData }),
  });
  const round = flow('round').then(step('before')).then(gate('ask')).then(step('after')).commit();
  return {
    line: flow('line')
      .then(step('first'))
      .then(gate('ask'))
      .then(step('between'))
      .then(gate('again'))
      .then(step('last'))
      .commit(),
    turns: flow('turns').then(step('first')).then(turns).then(step('last')).commit(),
    sides: flow('sides')
      .then(step('first'))
      .parallel([step('left'), step('right'), gate('ask')])
      .then(step('last'))
      .commit(),
    branch: flow('branch')
      .branch([
        [async () => true, step('taken')],
        [async () => false, step('not-taken')],
      ])
      .then(step('last'))
      .commit(),
    each: createWorkflow({
      id: 'each',
      inputSchema: z.array(z.string()),
      outputSchema: any,
      options: { autoRestartActiveRuns: false },
    })
      .foreach(item)
      .map(async () => ({}))
      .then(step('last'))
      .commit(),
    'ask-each': createWorkflow({
      id: 'ask-each',
      inputSchema: z.array(z.string()),
      outputSchema: any,
      options: { autoRestartActiveRuns: false },
    })
      .foreach(ask, { concurrency: 2 })
      .map(async () => ({}))
      .then(step('last'))
      .commit(),
    nested: flow('nested')
      .then(step('first'))
      .then(flow('inner').then(gate('ask')).then(step('between')).commit())
      .then(step('last'))
      .commit(),
    loop: flow('loop')
      .dountil(round, async ({ iterationCount }) => iterationCount >= 2)
      .then(step('last'))
      .commit(),
  };
}
