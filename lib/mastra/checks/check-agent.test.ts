import { Agent } from '@mastra/core/agent';
import { MockMemory } from '@mastra/core/memory';
import { createTool } from '@mastra/core/tools';
import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { agentWorkflow } from '@/lib/mastra/agents/agent-step';
import { scriptedModel } from '@/lib/mastra/agents/scripted-model';
import { checkWorkflows } from './check-workflows';
import { WorkflowError } from '@/lib/mastra/authoring/workflow-error';

const charge = createTool({
  id: 'charge',
  description: 'Charges a card',
  inputSchema: z.object({ card: z.string() }),
  requireApproval: true,
  execute: async () => ({}),
});

const asking = (options: object) =>
  agentWorkflow(
    new Agent({
      id: 'cashier',
      name: 'Cashier',
      instructions: 'Charge.',
      model: scriptedModel(() => ({ say: 'done' })),
      ...options,
    }),
  );

const gate = (schemas: { suspendSchema?: z.ZodType; resumeSchema?: z.ZodType }): AnyWorkflow => {
  const step = createStep({
    id: 'gate',
    inputSchema: z.object({}),
    outputSchema: z.object({}),
    execute: async ({ suspend }) => suspend({}),
    ...schemas,
  });
  return createWorkflow({ id: 'cashier', inputSchema: z.object({}), outputSchema: z.object({}) })
    .then(step)
    .commit();
};

/** A memory like `new Memory()` without a store: it waits for its instance's store. */
class Storeless extends MockMemory {
  override get hasOwnStorage() {
    return false;
  }
}

const tenant = z.object({ tenantId: z.string() });
const prompted = { inputSchema: z.object({ prompt: z.string() }), outputSchema: z.any() };

const helper = (options: object) =>
  new Agent({
    id: 'helper',
    name: 'Helper',
    description: 'Helps',
    instructions: 'Help.',
    model: scriptedModel(() => ({ say: '' })),
    ...options,
  });

const tenantTool = createTool({
  id: 'find',
  description: 'Finds',
  inputSchema: z.object({ id: z.string() }),
  outputSchema: z.object({}),
  requestContextSchema: tenant,
  execute: async () => ({}),
});

const innerFlow = createWorkflow({ id: 'inner', inputSchema: z.object({}), outputSchema: z.object({}) })
  .then(
    createStep({
      id: 'look',
      inputSchema: z.object({}),
      outputSchema: z.object({}),
      requestContextSchema: tenant,
      execute: async () => ({}),
    }),
  )
  .commit();

const cents = z.object({ cents: z.number().transform((value) => value / 100) });

test.each<[name: string, workflow: AnyWorkflow, fault: string]>([
  [
    'a transform in what is shown',
    gate({ suspendSchema: cents }),
    'step "gate": suspendSchema has no JSON Schema: Transforms',
  ],
  [
    'a transform in the result of the workflow',
    createWorkflow({ id: 'cashier', inputSchema: z.object({}), outputSchema: cents }).commit(),
    'workflow "cashier": outputSchema has no JSON Schema: Transforms',
  ],
  [
    'tools that cannot be read without a request',
    asking({
      tools: () => {
        throw new Error('no tenant');
      },
    }),
    'step "cashier": the tools of the agent "cashier" cannot be read: no tenant',
  ],
  [
    'tools of a sub-agent that cannot be read',
    asking({
      agents: {
        helper: new Agent({
          id: 'helper',
          name: 'Helper',
          instructions: 'Help.',
          model: scriptedModel(() => ({ say: '' })),
          tools: () => Promise.reject(new Error('no tenant')),
        }),
      },
    }),
    'the tools of the agent "helper" cannot be read: no tenant',
  ],
  [
    'a tool whose arguments cannot be shown',
    asking({ tools: { charge: { ...charge, inputSchema: z.object({ on: z.date() }) } } }),
    'the tool "charge": inputSchema has no JSON Schema',
  ],
  [
    'a request context that an agent needs',
    asking({ requestContextSchema: tenant }),
    'step "cashier": the agent "cashier" needs a request context that the desk does not give (tenantId: ',
  ],
  [
    'a request context that an agent needs which is handed work',
    asking({ agents: { helper: helper({ requestContextSchema: tenant }) } }),
    'step "cashier": the agent "helper" needs a request context',
  ],
  [
    'a request context that a tool needs',
    asking({ tools: { charge: { ...charge, requestContextSchema: tenant } } }),
    'step "cashier": the tool "charge" needs a request context that the desk does not give (tenantId: ',
  ],
  [
    'a request context that an agent needs which is a step as it is',
    createWorkflow({ id: 'cashier', ...prompted })
      .then(createStep(helper({ requestContextSchema: tenant })))
      .commit(),
    'workflow "cashier", step "helper": the agent "helper" needs a request context',
  ],
  [
    'a request context that a tool needs which is a step as it is',
    createWorkflow({ id: 'cashier', inputSchema: z.object({ id: z.string() }), outputSchema: z.any() })
      .then(createStep(tenantTool))
      .commit(),
    'workflow "cashier", step "find": the tool "find" needs a request context',
  ],
  [
    'a request context that a step needs in a workflow that is a tool',
    asking({ workflows: { inner: innerFlow } }),
    'the tool "workflow-inner" of the agent "cashier": step "look": needs a request context',
  ],
  [
    'memory without a store, of an agent that is a step as it is',
    createWorkflow({ id: 'cashier', ...prompted })
      .then(createStep(helper({ memory: new Storeless() })))
      .commit(),
    'workflow "cashier", step "helper": the agent "helper" has memory without a store',
  ],
  [
    'memory without a store',
    asking({ memory: new Storeless() }),
    'the agent "cashier" has memory without a store',
  ],
])('%s is refused with workflow, step and reason', async (_, workflow, fault) => {
  const refusal = checkWorkflows({ cashier: workflow });
  await expect(refusal).rejects.toThrow(WorkflowError);
  await expect(refusal).rejects.toThrow(fault);
});

test('memory without a store is refused, naming the agent that steps look up', async () => {
  await expect(checkWorkflows({}, { helper: helper({ memory: new Storeless() }) })).rejects.toThrow(
    'the agent "helper" has memory without a store',
  );
  await expect(checkWorkflows({}, { helper: helper({ memory: new MockMemory() }) })).resolves.toBeUndefined();
});

test('accepts what the desk supports: a transform in an answer, tools by context, memory with a store', async () => {
  const byContext = ({ requestContext }: { requestContext: { get(name: string): unknown } }) => {
    const { runId } = requestContext.get('countersign') as { runId: string };
    return runId === '' ? {} : { charge };
  };
  for (const workflow of [
    gate({ resumeSchema: cents }),
    asking({ tools: byContext }),
    asking({ memory: new MockMemory() }),
  ])
    await expect(checkWorkflows({ cashier: workflow })).resolves.toBeUndefined();
});

test.each<[string, object, string]>([
  [
    'leave open whether the tool may be used',
    { outcomes: { approve: { label: 'Approve' }, reject: { label: 'Reject' } } },
    'outcome "approve": leaves "approved" open',
  ],
  [
    'set what the approval of a tool does not have',
    { outcomes: { yes: { label: 'Yes', resumeData: { aproved: true } } } },
    'outcome "yes" sets "aproved", which the resume schema does not have',
  ],
])('buttons for a tool that %s are named, whether the rule is for it or for all', async (_, rule, fault) => {
  const agent = new Agent({
    id: 'cashier',
    name: 'Cashier',
    instructions: 'Charge.',
    model: scriptedModel(() => ({ say: 'done' })),
    tools: { charge },
  });
  for (const options of [{ approvals: rule }, { tools: { charge: rule } }])
    await expect(checkWorkflows({ cashier: agentWorkflow(agent, options) })).rejects.toThrow(
      `the rule for the tool "charge": ${fault}`,
    );
});
