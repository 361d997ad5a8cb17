import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { cloneStep, createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ledgerEntries } from '@/db/schema';
import { recordEffect } from '@/lib/engine/record-effect';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest } from '@/tests/support/desk';
import { agentStep, agentWorkflow } from '@/lib/mastra/agents/agent-step';
import { scriptedModel } from '@/lib/mastra/agents/scripted-model';
import { checkWorkflows } from './check-workflows';
import { stepContextOf } from '@/lib/mastra/authoring/step-context';

const amount = z.object({ amount: z.number() });
const done = z.object({ ok: z.boolean() });

type Pay = { requireApproval?: boolean | (() => boolean); suspends?: boolean };

/** A tool that pays, with one of the ways to ask a person first. */
const pay = ({ suspends = false, requireApproval }: Pay = {}) =>
  createTool({
    id: 'pay',
    description: 'Pays',
    inputSchema: amount,
    outputSchema: done,
    ...(requireApproval === undefined ? {} : { requireApproval }),
    ...(suspends ? { suspendSchema: amount, resumeSchema: z.object({ approved: z.boolean() }) } : {}),
    execute: async (input, context) => {
      const answered = context?.agent?.resumeData as { approved: boolean } | undefined;
      if (suspends && !answered) {
        await context?.agent?.suspend?.(input);
        return undefined as never;
      }
      const { runId } = stepContextOf(context?.requestContext);
      await recordEffect({ key: runId, runId, action: 'pay', detail: { ...input } });
      return { ok: true };
    },
  });

/** What the AI SDK's `tool()` makes. */
const sdkTool = (needsApproval: boolean | (() => boolean)) => ({
  type: 'function' as const,
  description: 'Pays',
  inputSchema: amount,
  needsApproval,
  execute: async (input: { amount: number }, { requestContext }: { requestContext: never }) => {
    const { runId } = stepContextOf(requestContext);
    await recordEffect({ key: runId, runId, action: 'pay', detail: input });
    return { ok: true };
  },
});

const uses = (tool: string, input: object) =>
  scriptedModel((_, results) =>
    results.some((one) => one.tool === tool) ? { say: 'done' } : { use: [{ tool, input }] },
  );

let made = 0;

const payer = (options: object) => {
  made += 1;
  return new Agent({
    id: `payer-${made}`,
    name: 'Payer',
    description: 'Pays',
    instructions: 'Pay.',
    model: uses('pay', { amount: 5 }),
    ...options,
  });
};

const boss = (options: object, tool: string, input: object) =>
  payer({ name: 'Boss', model: uses(tool, input), ...options });

const gate = createStep({
  id: 'gate',
  inputSchema: amount,
  outputSchema: done,
  suspendSchema: amount,
  resumeSchema: z.object({ approved: z.boolean() }),
  execute: async ({ inputData, resumeData, suspend, requestContext }) => {
    if (!resumeData) return suspend(inputData);
    const { runId } = stepContextOf(requestContext);
    if (resumeData.approved) await recordEffect({ key: runId, runId, action: 'pay', detail: {} });
    return { ok: resumeData.approved };
  },
});

const flow = (id: string) => createWorkflow({ id, inputSchema: amount, outputSchema: z.any() });
const asked = flow('asked').then(gate).commit();

const kept: Record<string, () => Agent> = {
  'createTool({ requireApproval: true })': () => payer({ tools: { pay: pay({ requireApproval: true }) } }),
  'createTool({ requireApproval: () => … })': () =>
    payer({ tools: { pay: pay({ requireApproval: () => true }) } }),
  'createTool, suspending': () => payer({ tools: { pay: pay({ suspends: true }) } }),
  'AI SDK tool({ needsApproval: true })': () => payer({ tools: { pay: sdkTool(true) } }),
  'AI SDK tool({ needsApproval: () => … })': () => payer({ tools: { pay: sdkTool(() => true) } }),
  'defaultOptions.requireToolApproval': () =>
    payer({ tools: { pay: pay() }, defaultOptions: { requireToolApproval: true } }),
  'defaultOptions.requireToolApproval as a function': () =>
    payer({ tools: { pay: pay() }, defaultOptions: { requireToolApproval: () => true } }),
  'defaultOptions.toolsets': () =>
    payer({ defaultOptions: { toolsets: { bank: { pay: pay({ requireApproval: true }) } } } }),
  'tools as a function': () => payer({ tools: () => ({ pay: pay({ requireApproval: true }) }) }),
  'a tool of a sub-agent': () =>
    boss({ agents: { helper: payer({ tools: { pay: pay({ requireApproval: true }) } }) } }, 'agent-helper', {
      prompt: 'Pay.',
    }),
  'a workflow as a tool': () =>
    boss({ workflows: { asked } }, 'workflow-asked', { inputData: { amount: 5 } }),
};

describe('every way to ask a person before an agent uses a tool', () => {
  test.each(Object.entries(kept))(
    '%s becomes a task, and nothing is done before its answer',
    async (_, make) => {
      const agent = make();
      const desk = await deskForTest({ [agent.id]: agentWorkflow(agent) });
      const runId = await desk.request(agent.id, { prompt: 'Pay 5.' });
      const open = await desk.openTasks(runId);
      expect(open).toHaveLength(1);
      const task = open[0]!;
      expect(task.outcomes.map(({ id }) => id)).toEqual(['approve', 'reject']);
      expect(await desk.db.select().from(ledgerEntries)).toEqual([]);
      await decideTask(desk.as('manager'), task.id, {
        outcome: 'approve',
        payloadDigest: task.payloadDigest,
      });
      await desk.drain(runId);
      expect(await desk.db.select().from(ledgerEntries)).toMatchObject([{ action: 'pay', attempts: 1 }]);
      expect(await desk.openTasks(runId)).toEqual([]);
    },
  );
});

const approved = pay({ requireApproval: true });
const prompted = (id: string) =>
  createWorkflow({ id, inputSchema: z.object({ prompt: z.string() }), outputSchema: z.any() });
const asking = () => payer({ tools: { pay: approved } });
const inTool = (workflow: AnyWorkflow) =>
  agentWorkflow(boss({ workflows: { inner: workflow } }, 'workflow-inner', { inputData: {} }));
const beforeTool = 'the tool needs approval, which the engine does not ask for when a tool is a step';
const asAgentStep = 'make the step with agentStep(agent), so that they become tasks';

const refused: Record<string, [make: () => AnyWorkflow, because: string]> = {
  'createStep(tool)': [() => flow('w').then(createStep(approved)).commit(), beforeTool],
  'createStep(tool) with a function': [
    () =>
      flow('w')
        .then(createStep(pay({ requireApproval: () => false })))
        .commit(),
    beforeTool,
  ],
  '.tool(tool)': [() => flow('w').tool(approved).commit(), beforeTool],
  '.tool(id)': [() => flow('w').tool('pay').commit(), 'names a tool that cannot be seen here'],
  'a tool in parallel': [
    () =>
      flow('w')
        .parallel([createStep(approved), gate])
        .commit(),
    beforeTool,
  ],
  'a tool in a branch': [
    () =>
      flow('w')
        .branch([[async () => true, createStep(approved)]])
        .commit(),
    beforeTool,
  ],
  'a tool in a loop': [
    () =>
      flow('w')
        .dountil(createStep(approved), async () => true)
        .commit(),
    beforeTool,
  ],
  'a tool in a foreach': [
    () =>
      createWorkflow({ id: 'w', inputSchema: z.array(amount), outputSchema: z.any() })
        .foreach(createStep(approved))
        .commit(),
    beforeTool,
  ],
  'a tool in a nested workflow': [
    () =>
      flow('w')
        .then(flow('n').then(createStep(approved)).commit())
        .commit(),
    beforeTool,
  ],
  'a copied tool step': [
    () =>
      flow('w')
        .then(cloneStep(createStep(approved), { id: 'copy' }))
        .commit(),
    'names a tool that cannot be seen here',
  ],
  'createStep(agent)': [() => prompted('w').then(createStep(asking())).commit(), asAgentStep],
  '.agent(agent)': [() => prompted('w').agent(asking()).commit(), asAgentStep],
  '.agent(id)': [() => prompted('w').agent('payer').commit(), 'names an agent that cannot be seen here'],
  'createStep(agent) with requireToolApproval': [
    () =>
      prompted('w')
        .then(createStep(payer({ tools: { pay: pay() } }), { requireToolApproval: true }))
        .commit(),
    'the step has requireToolApproval',
  ],
  'createStep(agent) that has requireToolApproval': [
    () =>
      prompted('w')
        .then(createStep(payer({ tools: { pay: pay() }, defaultOptions: { requireToolApproval: true } })))
        .commit(),
    'the agent has requireToolApproval',
  ],
  'createStep(agent) whose sub-agent asks': [
    () =>
      prompted('w')
        .then(createStep(boss({ agents: { a: asking() } }, 'agent-a', {})))
        .commit(),
    asAgentStep,
  ],
  'createStep(agent) whose workflow asks': [
    () =>
      prompted('w')
        .then(createStep(boss({ workflows: { asked } }, 'workflow-asked', {})))
        .commit(),
    'the agent\'s workflows "workflow-asked" ask people',
  ],
  'a tool as a step of a workflow that is a tool': [
    () => inTool(flow('inner').then(createStep(approved)).commit()),
    beforeTool,
  ],
  'an agent as a step of a workflow that is a tool': [
    () => inTool(prompted('inner').then(agentStep(asking())).commit()),
    'is an agentStep within a tool',
  ],
  'gates side by side in a workflow that is a tool': [
    () =>
      inTool(
        flow('inner')
          .parallel([gate, cloneStep(gate, { id: 'other' })])
          .commit(),
      ),
    'where the questions could not be told apart',
  ],
  autoResumeSuspendedTools: [
    () => agentWorkflow(payer({ defaultOptions: { autoResumeSuspendedTools: true } })),
    'by which the model answers what people are asked',
  ],
  'defaultOptions.clientTools': [
    () => agentWorkflow(payer({ defaultOptions: { clientTools: { pay: approved } } })),
    'which run in a browser',
  ],
  'approvals of the model provider': [
    () =>
      agentWorkflow(
        payer({
          tools: { mcp: { type: 'provider-defined', id: 'openai.mcp', args: { requireApproval: 'always' } } },
        }),
      ),
    'whose approvals do not reach the desk',
  ],
  'a durable agent': [() => agentWorkflow(payer({ durable: true })), 'which drives its own runs'],
};

test.each(Object.entries(refused))(
  '%s is refused at boot, with the workflow, the step and what to do',
  async (_, [make, because]) => {
    const workflow = make();
    const fault = await checkWorkflows({ [workflow.id]: workflow }).then(
      () => 'nothing',
      (error: Error) => error.message,
    );
    expect(fault).toContain(because);
    expect(fault).toMatch(new RegExp(`^workflow "${workflow.id}", step "`));
  },
);
