import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { recordEffect } from '@/lib/engine/record-effect';

const any = z.object({}).loose();
const list = z.array(z.string());

/**
 * `held`: gate `one`, step `between`, gate `two`, step `last`. `pauses`: the same gate, then four steps with
 * a short pause before each, which pass on who was there. Each step waits under its own name before its
 * effect.
 */
export function heldWorkflows(pause: (point: string) => Promise<void>): Record<string, AnyWorkflow> {
  const act = async (name: string, runId: string) => {
    await pause(name);
    await recordEffect({ key: `${runId}/${name}`, runId, action: name, detail: {} });
    return {};
  };
  const gate = (id: string) =>
    createStep({
      id,
      inputSchema: any,
      outputSchema: any,
      resumeSchema: z.object({ by: z.string() }),
      execute: async ({ resumeData, suspend, runId }) => (resumeData ? act(id, runId) : suspend({ id })),
    });
  const step = (id: string) =>
    createStep({ id, inputSchema: any, outputSchema: any, execute: ({ runId }) => act(id, runId) });
  const noting = (id: string) =>
    createStep({
      id,
      inputSchema: any,
      outputSchema: any,
      execute: async ({ runId, inputData }) => {
        await act(id, runId);
        return { done: [...list.parse(inputData.done ?? []), id] };
      },
    });
  const held = createWorkflow({
    id: 'held',
    inputSchema: any,
    outputSchema: any,
    options: { autoRestartActiveRuns: false },
  })
    .then(gate('one'))
    .then(step('between'))
    .then(gate('two'))
    .then(step('last'))
    .commit();
  const pauses = createWorkflow({
    id: 'pauses',
    inputSchema: any,
    outputSchema: any,
    options: { autoRestartActiveRuns: false },
  })
    .then(gate('one'))
    .sleep(1)
    .then(noting('two'))
    .sleep(1)
    .then(noting('three'))
    .sleep(1)
    .then(noting('four'))
    .sleep(1)
    .then(noting('last'))
    .commit();
  return { held, pauses };
}
