import { humanize } from '@/lib/base/schema/label';
import type { AnyWorkflow } from '@mastra/core/workflows';
import { conflict } from '@/lib/base/errors';
import type { WorkflowInfo } from '@/lib/engine/workflow-info';
import type { PlacedStep } from '@/lib/engine/types';
import type { StepSchemas } from '@/lib/engine/snapshot';
import { agentPolicyOf } from '@/lib/mastra/authoring/agent-policy';
import { describeTask, formOf } from '@/lib/mastra/questions/describe-task';
import { machineWaitOf } from '@/lib/mastra/authoring/machine-wait';
import { schemasAt } from '@/lib/mastra/inspect/read-snapshot';
import { asJson } from '@/lib/mastra/inspect/snapshot-tree';
import { toJsonSchema, validateWith } from '@/lib/mastra/authoring/standard-schema';
import { placesOf, stepAt, stepsOf, type StepNode } from '@/lib/mastra/authoring/steps';
import { refuseGone, toolQuestionOf } from '@/lib/mastra/questions/tool-question';
import type { Definitions } from '@/lib/engine/definitions';
import type { ToolCode } from './questions/tool-masks';
import type { Workflows } from './registered';

function infoOf(workflow: AnyWorkflow): WorkflowInfo {
  const title = workflow.metadata?.title;
  return {
    id: workflow.id,
    title: typeof title === 'string' ? title : humanize(workflow.id),
    description: workflow.description ?? null,
    inputSchema: toJsonSchema(workflow.inputSchema),
    resultSchema: toJsonSchema(workflow.outputSchema, 'output'),
    humanSteps: stepsOf(workflow)
      .filter((node) => node.human)
      .map(({ path, title: stepTitle, step }) => ({
        path,
        title: stepTitle,
        description: step.description ?? null,
      })),
  };
}

/** An agent step both asks and does work. */
const placeOf = ({ path, title, human, step }: StepNode): PlacedStep => ({
  path,
  title,
  asks: human,
  acts: !human || agentPolicyOf(step.metadata) !== undefined,
});

/** The `Definitions` port over these workflows. */
export function definitionsOf(registered: Workflows, tools: ToolCode): Definitions {
  const { byId, need } = registered;
  const infos = new Map([...byId].map(([id, workflow]) => [id, infoOf(workflow)]));
  const known = new Map<string, StepSchemas | null>();
  return {
    workflows: () => [...infos.values()],
    workflow: (workflowId) => infos.get(workflowId),
    schemas(workflowId, path) {
      const key = [workflowId, ...path].join('\0');
      const workflow = byId.get(workflowId);
      if (!known.has(key)) known.set(key, workflow ? schemasAt(workflow, path) : null);
      return known.get(key) ?? null;
    },
    toolMask: (workflowId, path, call) => tools.mask(workflowId, path, call),
    places(workflowId) {
      const workflow = byId.get(workflowId);
      return workflow
        ? placesOf(workflow).map(({ node, again, round }) => ({
            ...placeOf(node),
            again: again.map(placeOf),
            round: round.map(({ path }) => path),
          }))
        : [];
    },
    asks({ workflowId, path }) {
      const workflow = byId.get(workflowId);
      return workflow !== undefined && stepAt(workflow, path) !== undefined;
    },
    validateInput: (workflowId, input) => validateWith(need(workflowId).inputSchema, input),
    async validateResume({ workflowId, path, payload, toolCall }, data) {
      const step = stepAt(need(workflowId), path)?.step;
      if (!step) throw conflict('step_gone');
      const asked = await toolQuestionOf(step.metadata, payload, toolCall);
      if (!asked) return validateWith(step.resumeSchema, data);
      refuseGone(asked);
      return asked.validate(data);
    },
    formOf: (question) => formOf(need(question.workflowId), question),
    describeTask: (suspension, run, now) => describeTask(need(suspension.workflowId), suspension, run, now),
    async check({ workflowId, path, payload }, run) {
      const wait = machineWaitOf(stepAt(need(workflowId), path)?.step.metadata);
      if (!wait || !('check' in wait)) throw new Error(`the step ${path.join('/')} has no check any more`);
      return asJson(await wait.check(payload, run));
    },
  };
}
