import { createRequire } from 'node:module';
import { createWorkflow as createEvented } from '@mastra/core/workflows/evented';
import type * as Workflows from '@mastra/core/workflows';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deskForTest } from '@/tests/support/desk';
import { checkWorkflows } from './check-workflows';

const io = { inputSchema: z.object({ n: z.number() }), outputSchema: z.object({ n: z.number() }) };
const gate = (more: object = {}, id = 'gate') =>
  createStep({
    id,
    ...io,
    resumeSchema: z.object({ approved: z.boolean() }),
    execute: async ({ inputData, resumeData, suspend }) => (resumeData ? inputData : suspend({})),
    ...more,
  });
const flow = (more: object = {}, step = gate()) =>
  createWorkflow({ id: 'flow', ...io, ...more })
    .then(step)
    .commit();
const within = (inner: ReturnType<typeof flow>) =>
  createWorkflow({ id: 'outer', ...io })
    .then(inner)
    .commit();

/** The CommonJS build of the same version has other classes, like a second installed copy. */
const other = createRequire(import.meta.url)('@mastra/core/workflows') as typeof Workflows;
const foreign = () =>
  other
    .createWorkflow({ id: 'foreign', ...io })
    .then(other.createStep({ id: 'gate', ...io, execute: async ({ inputData }) => inputData }))
    .commit() as unknown as ReturnType<typeof flow>;

const tenant = z.object({ tenantId: z.string() });

describe('what the desk cannot drive is refused at boot', () => {
  test.each([
    [
      'another copy of Mastra',
      () => foreign(),
      'workflow "foreign": was made by another copy of @mastra/core',
    ],
    [
      'another copy of Mastra within',
      () => within(foreign()),
      'workflow "outer", step "foreign": was made by another copy',
    ],
    [
      'the evented engine',
      () =>
        createEvented({ id: 'flow', ...io })
          .then(gate())
          .commit() as unknown as ReturnType<typeof flow>,
      'workflow "flow": runs on the evented engine',
    ],
    [
      'a schedule',
      () => flow({ schedule: { cron: '0 6 * * *', inputData: { n: 1 } } }),
      'workflow "flow": runs on the evented engine',
    ],
    [
      'state that is not kept',
      () =>
        flow({
          options: {
            shouldPersistSnapshot: ({ workflowStatus }: { workflowStatus: string }) =>
              workflowStatus === 'success',
          },
        }),
      'workflow "flow": does not keep its state while pending, running, waiting, suspended',
    ],
    [
      'a request context of a workflow',
      () => flow({ requestContextSchema: tenant }),
      'workflow "flow": needs a request context that the desk does not give (tenantId: ',
    ],
    [
      'a request context of a step',
      () => within(flow({}, gate({ requestContextSchema: tenant }))),
      'workflow "outer", step "flow/gate": needs a request context',
    ],
    [
      'the engine of Inngest, or any other',
      () => {
        const workflow = flow();
        workflow.engineType = 'inngest' as typeof workflow.engineType;
        return workflow;
      },
      'workflow "flow": runs on the inngest engine',
    ],
    ['a step called input', () => flow({}, gate({}, 'input')), 'a step has the id "input"'],
    ['a step called __proto__', () => flow({}, gate({}, '__proto__')), 'a step has the id "__proto__"'],
    [
      'two steps of one id',
      () =>
        createWorkflow({ id: 'flow', ...io })
          .then(gate())
          .then(gate())
          .commit(),
      'two steps have the id "gate"',
    ],
  ])('%s', async (_, made, reason) => {
    await expect(checkWorkflows({ made: made() })).rejects.toThrow(reason);
  });

  test('two workflows of one id', async () => {
    await expect(checkWorkflows({ a: flow(), b: flow() })).rejects.toThrow('two workflows have this id');
  });

  test('a workflow may require the request context that the desk provides', async () => {
    const known = z.object({ countersign: z.object({ requester: z.object({ id: z.string() }) }) });
    await expect(checkWorkflows({ flow: flow({ requestContextSchema: known }) })).resolves.toBeUndefined();
  });
});

test('a workflow is known by its id, whatever name it was registered under', async () => {
  const desk = await deskForTest({ anyName: flow() });
  const runId = await desk.request('flow', { n: 1 });
  expect((await desk.openTasks(runId)).map(({ workflowId }) => workflowId)).toEqual(['flow']);
});
