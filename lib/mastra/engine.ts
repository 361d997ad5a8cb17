import type { Mastra } from '@mastra/core';
import { RequestContext } from '@mastra/core/request-context';
import type { MastraCompositeStore } from '@mastra/core/storage';
import type { AnyWorkflow } from '@mastra/core/workflows';
import { conflict } from '@/lib/errors';
import { humanize } from '@/lib/policies/outcomes';
import type { Engine, RunFacts, WorkflowInfo } from '@/lib/runs/engine';
import { toolQuestionOf } from './agent-step';
import { keepCheckpoints, keepNestedCheckpoints } from './checkpoints';
import { describeTask, formOf } from './describe-task';
import { machineWaitOf } from './machine-wait';
import { keepPayloads } from './keep-payload';
import { passForEachIndex } from './pass-for-each-index';
import { readRun } from './read-run';
import { settleRun } from './settle-run';
import { asJson } from './snapshot-tree';
import { toJsonSchema, validateWith } from './standard-schema';
import { stepAt, stepsOf } from './steps';
import { workflowStoreOf } from './storage';

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
      .map(({ path, title: stepTitle, step }) => ({ path, title: stepTitle, description: step.description ?? null })),
  };
}

/** What a step finds under `countersign` in its request context: the run and who asked for it. */
function contextOf(run: RunFacts): RequestContext {
  const context = new RequestContext();
  context.set('countersign', { runId: run.id, requester: run.requester });
  return context;
}

/** A run object ready to be driven. */
async function openRun(workflow: AnyWorkflow, run: RunFacts) {
  const engineRun = await workflow.createRun({ runId: run.id, resourceId: run.requester.id });
  keepCheckpoints(engineRun);
  return engineRun;
}

/** Our port on a Mastra instance. Callers hold the run's lease for everything that drives a run. */
export function mastraEngine(mastra: Mastra, storage: MastraCompositeStore): Engine {
  const workflows = Object.values(mastra.listWorkflows()) as AnyWorkflow[];
  workflows.forEach(passForEachIndex);
  workflows.forEach(keepPayloads);
  workflows.forEach(keepNestedCheckpoints);
  const byId = new Map(workflows.map((workflow) => [workflow.id, workflow]));
  const infos = new Map(workflows.map((workflow) => [workflow.id, infoOf(workflow)]));
  const need = (workflowId: string): AnyWorkflow => {
    const workflow = byId.get(workflowId);
    if (!workflow) throw new Error(`the code has no workflow "${workflowId}" any more`);
    return workflow;
  };
  return {
    workflows: () => [...infos.values()],
    workflow: (workflowId) => infos.get(workflowId),
    validateInput: (workflowId, input) => validateWith(need(workflowId).inputSchema, input),
    asks({ workflowId, path }) {
      const workflow = byId.get(workflowId);
      return workflow !== undefined && stepAt(workflow, path) !== undefined;
    },
    async validateResume({ workflowId, path, payload }, data) {
      const step = stepAt(need(workflowId), path)?.step;
      if (!step) throw conflict('The desk no longer has the step that asks this. An operator must look at it.', { reason: 'step_gone' });
      const asked = await toolQuestionOf(step.metadata, payload);
      return validateWith(asked ? asked.resumeSchema : step.resumeSchema, data);
    },
    formOf: (question) => formOf(need(question.workflowId), question),
    describeTask: (suspension, run, now) => describeTask(need(suspension.workflowId), suspension, run, now),
    async check({ workflowId, path, payload }, run) {
      const wait = machineWaitOf(stepAt(need(workflowId), path)?.step.metadata);
      if (!wait || !('check' in wait)) throw new Error(`the step ${path.join('/')} has no check any more`);
      return asJson(await wait.check(payload, run));
    },
    async start(run) {
      const engineRun = await openRun(need(run.workflowId), run);
      await engineRun.start({ inputData: run.input, requestContext: contextOf(run) });
    },
    async resume(run, { path, forEachIndex }, resumeData) {
      const engineRun = await openRun(need(run.workflowId), run);
      await engineRun.resume({ step: path, resumeData, ...(forEachIndex === null ? {} : { forEachIndex }) });
    },
    async restart(run) {
      const engineRun = await openRun(need(run.workflowId), run);
      await engineRun.restart({ requestContext: contextOf(run) });
    },
    async cancel(run) {
      const engineRun = await openRun(need(run.workflowId), run);
      await engineRun.cancel();
    },
    async timeTravel(run, path) {
      const engineRun = await openRun(need(run.workflowId), run);
      await engineRun.timeTravel({ step: path, requestContext: contextOf(run) });
    },
    async settle(run) {
      await settleRun(await workflowStoreOf(storage), need(run.workflowId), run.id);
    },
    async ready() {
      await (await workflowStoreOf(storage)).getWorkflowRunById({ runId: 'none' });
    },
    async read({ id, workflowId }) {
      return readRun(await workflowStoreOf(storage), need(workflowId), id);
    },
  };
}
