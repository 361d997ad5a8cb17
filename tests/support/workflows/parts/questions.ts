import { Agent } from '@mastra/core/agent';
import { RequestContext } from '@mastra/core/request-context';
import { createTool } from '@mastra/core/tools';
import { createStep, type AnyWorkflow } from '@mastra/core/workflows';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
import type { Json } from '@/db/schema/json';
import { agentWorkflow } from '@/lib/mastra/agents/agent-step';
import { scriptedModel } from '@/lib/mastra/agents/scripted-model';
import { machineWait } from '@/lib/mastra/authoring/machine-wait';
import { act, effect, flow, json, text } from './gate';

const entry = z.object({ step: z.string(), about: json, answer: z.string() });
const turn = z.object({ step: z.string(), about: json, said: z.array(entry) });

/** One step that asks three times and keeps what was said in between. */
export const turns = createStep({
  id: 'turns',
  inputSchema: json,
  outputSchema: z.array(entry),
  suspendSchema: turn,
  resumeSchema: text,
  execute: async ({ inputData, resumeData, suspend, suspendData, requestContext }) => {
    if (!resumeData) return suspend({ step: 'turns', about: [inputData, 1], said: [] });
    const { step, about, said } = turn.parse(suspendData);
    await effect({ requestContext }, 'turns', about);
    const heard = [...said, { step, about, answer: resumeData.text }];
    return heard.length < 3
      ? suspend({ step: 'turns', about: [inputData, heard.length + 1], said: heard })
      : heard;
  },
});

const remembered = z.object({ heard: z.array(z.string()).optional() });

const remembering = (id: string) =>
  createStep({
    id,
    inputSchema: json,
    outputSchema: json,
    resumeSchema: text,
    stateSchema: remembered,
    execute: async ({ inputData, resumeData, suspend, state, setState, requestContext }) => {
      if (!resumeData) return suspend({ step: id, about: inputData });
      await effect({ requestContext }, id, inputData);
      await setState({ heard: [...(state.heard ?? []), resumeData.text] });
      return inputData;
    },
  });

/** Two gates that pass their answers on only through the workflow's state. */
export const stateful: AnyWorkflow = flow('shape-state')
  .then(remembering('one'))
  .then(remembering('two'))
  .then(
    createStep({
      id: 'recall',
      inputSchema: json,
      outputSchema: json,
      stateSchema: remembered,
      execute: async ({ state, requestContext }) => (
        await effect({ requestContext }, 'recall', null),
        state.heard ?? []
      ),
    }),
  )
  .commit();

/** A step without schemas that shows this payload and continues with any answer. */
export const showing = (id: string, payload: unknown): AnyWorkflow =>
  flow(id)
    .then(
      createStep({
        id: 'gate',
        inputSchema: json,
        outputSchema: z.unknown(),
        execute: async ({ resumeData, suspend }) =>
          resumeData === undefined ? suspend(payload) : { got: resumeData },
      }),
    )
    .then(act('collect'))
    .commit();

export const libraries = {
  zod: {
    resume: z.object({ approved: z.boolean(), level: z.number().min(1).max(5) }),
    suspend: z.object({ what: z.string() }),
  },
  valibot: {
    resume: toStandardJsonSchema(
      v.object({ approved: v.boolean(), level: v.pipe(v.number(), v.minValue(1), v.maxValue(5)) }),
    ),
    suspend: toStandardJsonSchema(v.object({ what: v.string() })),
  },
  arktype: {
    resume: type({ approved: 'boolean', level: '1 <= number <= 5' }),
    suspend: type({ what: 'string' }),
  },
};

/** A gate with schemas written in one of the libraries. */
export const written = (
  id: string,
  { resume, suspend: evidence }: (typeof libraries)[keyof typeof libraries],
): AnyWorkflow =>
  flow(id)
    .then(
      createStep({
        id: 'gate',
        inputSchema: json,
        outputSchema: z.unknown(),
        resumeSchema: resume,
        suspendSchema: evidence,
        execute: async ({ resumeData, suspend }) => resumeData ?? suspend({ what: 'A door' }),
      }),
    )
    .then(act('collect'))
    .commit();

/** The name of the signal that `arrival` waits for; its key is the run's id. */
export const arrivalSignal = 'shape-arrived';

export const arrival = createStep({
  id: 'arrival',
  inputSchema: json,
  outputSchema: json,
  resumeSchema: text,
  metadata: machineWait({ event: { name: arrivalSignal, key: (_, run) => run.id } }),
  execute: async ({ inputData, resumeData, suspend, requestContext }) =>
    resumeData
      ? (await effect({ requestContext }, 'arrival', inputData),
        { step: 'arrival', about: inputData as Json, answer: resumeData.text })
      : suspend({ step: 'arrival', about: inputData }),
});

/** Ready at the first check. */
export const ready = createStep({
  id: 'ready',
  inputSchema: json,
  outputSchema: json,
  resumeSchema: text,
  metadata: machineWait<Json, z.infer<typeof text>>({ check: async () => ({ text: 'ready' }), every: '1s' }),
  execute: async ({ inputData, resumeData, suspend, requestContext }) =>
    resumeData
      ? (await effect({ requestContext }, 'ready', inputData), { ready: resumeData.text })
      : suspend({ step: 'ready', about: inputData }),
});

const stamp = createTool({
  id: 'stamp',
  description: 'Stamps a page.',
  inputSchema: z.object({ page: z.number().int() }),
  outputSchema: z.object({ stamped: z.number() }),
  requireApproval: true,
  execute: async ({ page }, context) => {
    await effect({ requestContext: context?.requestContext ?? new RequestContext() }, 'stamp', page);
    return { stamped: page };
  },
});

const clerk = new Agent({
  id: 'shape-clerk',
  name: 'Clerk',
  description: 'Stamps two pages, and asks before each.',
  instructions: 'Stamp both pages.',
  model: scriptedModel((_, results) =>
    results.length === 0
      ? { use: [1, 2].map((page) => ({ tool: 'stamp', input: { page } })) }
      : { say: `Stamped ${results.filter(({ output }) => typeof output !== 'string').length}.` },
  ),
  tools: { stamp },
});

/** An agent that wants to use two tools in one turn; each is asked for separately. */
export const agentTools: AnyWorkflow = agentWorkflow(clerk);
