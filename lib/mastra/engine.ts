import { humanize } from '@/lib/base/schema/label';
import type { Mastra } from '@mastra/core';
import { RequestContext } from '@mastra/core/request-context';
import type { WorkflowsStorage } from '@mastra/core/storage';
import type { AnyWorkflow, Run } from '@mastra/core/workflows';
import { conflict } from '@/lib/base/errors';
import { noRequester } from '@/lib/base/readable/requester-name';
import { DrivenElsewhereError } from '@/lib/engine/driven-elsewhere';
import type { Engine, Fence, PlacedStep, RunFacts, WorkflowInfo } from '@/lib/engine/engine';
import type { StepSchemas } from '@/lib/engine/snapshot';
import { agentPolicyOf } from '@/lib/mastra/authoring/agent-policy';
import { forgetRun, freshRun, keepNestedCheckpoints, mendRun } from '@/lib/mastra/mends/checkpoints';
import { describeTask, formOf } from '@/lib/mastra/questions/describe-task';
import { claiming, underFence, type FencedStore } from '@/lib/mastra/stores/fence';
import { listWaits } from '@/lib/mastra/inspect/list-waits';
import { machineWaitOf } from '@/lib/mastra/authoring/machine-wait';
import { keepData } from '@/lib/mastra/mends/keep-data';
import { passForEachIndex } from '@/lib/mastra/mends/pass-for-each-index';
import { pruneSnapshot } from '@/lib/mastra/drive/prune-snapshot';
import { listWaiting, originOf, peekRuns } from '@/lib/mastra/drive/find-runs';
import { readRun } from '@/lib/mastra/drive/read-run';
import { readSnapshot, schemasAt } from '@/lib/mastra/inspect/read-snapshot';
import { discardRun, rewindRun } from '@/lib/mastra/drive/rewind-run';
import { settleRun } from '@/lib/mastra/drive/settle-run';
import { snapshotsOf } from '@/lib/mastra/stores/snapshot-list';
import { asJson } from '@/lib/mastra/inspect/snapshot-tree';
import { toJsonSchema, validateWith } from '@/lib/mastra/authoring/standard-schema';
import { contextKey } from '@/lib/mastra/authoring/step-context';
import { inFrame } from '@/lib/mastra/mends/step-frame';
import { placesOf, stepAt, stepsOf, type StepNode } from '@/lib/mastra/authoring/steps';
import { workflowStoreOf } from '@/lib/mastra/stores/storage';
import { refuseGone, toolQuestionOf } from '@/lib/mastra/questions/tool-question';

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

/** Whether a step does something when it runs, beside asking: an agent does both. */
const placeOf = ({ path, title, human, step }: StepNode): PlacedStep => ({
  path,
  title,
  asks: human,
  acts: !human || agentPolicyOf(step.metadata) !== undefined,
});

/** The engine refuses an answer before it does anything when the run does not wait, or whoever resumed it was faster. */
function tellRefusal(error: unknown): never {
  const { id, message } = error as { id?: unknown; message?: unknown };
  if (id === 'WORKFLOW_RESUME_ALREADY_CLAIMED' || message === 'This workflow run was not suspended')
    throw new DrivenElsewhereError({ cause: error });
  throw error;
}

/** What every step finds under `countersign` in its request context; each gets its own `idempotencyKey` beside it. */
function contextOf(run: RunFacts): RequestContext {
  const context = new RequestContext();
  context.set(contextKey, { runId: run.id, requester: run.requester });
  return context;
}

/** Drives a run in the name of its holder; when the lease is lost its steps are told to stop. */
function drive(
  store: () => Promise<WorkflowsStorage>,
  workflow: AnyWorkflow,
  run: RunFacts,
  fence: Fence,
  work: (engineRun: Run) => Promise<unknown>,
  taskId: string | null = null,
): Promise<void> {
  const driven = async () => {
    fence.signal.throwIfAborted();
    // A run of another program that nobody of ours asked for keeps the owner it has.
    const owner = run.requester.id === noRequester ? {} : { resourceId: run.requester.id };
    const engineRun: Run = await freshRun(() => workflow.createRun({ runId: run.id, ...owner }));
    mendRun(engineRun, store);
    const abort = () => engineRun.abortController.abort();
    fence.signal.addEventListener('abort', abort);
    try {
      await work(engineRun);
      // The engine may end as if it had been cancelled, and hide that its store refused it.
      fence.signal.throwIfAborted();
    } finally {
      fence.signal.removeEventListener('abort', abort);
      forgetRun(engineRun);
    }
  };
  return underFence(fence, () => inFrame(run, taskId, driven));
}

/** Our port on a Mastra instance. Callers hold the run's lease for everything that drives a run. */
export function mastraEngine(mastra: Mastra, storage: FencedStore): Engine {
  const workflows = Object.values(mastra.listWorkflows()) as AnyWorkflow[];
  workflows.forEach(passForEachIndex);
  workflows.forEach(keepData);
  const store = () => workflowStoreOf(storage);
  for (const workflow of workflows) keepNestedCheckpoints(workflow, store);
  const byId = new Map(workflows.map((workflow) => [workflow.id, workflow]));
  const infos = new Map(workflows.map((workflow) => [workflow.id, infoOf(workflow)]));
  const known = new Map<string, StepSchemas | null>();
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
    async validateResume({ workflowId, path, payload, toolCall }, data) {
      const step = stepAt(need(workflowId), path)?.step;
      if (!step)
        throw conflict('The desk no longer has the step that asks this. An operator must look at it.', {
          reason: 'step_gone',
        });
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
    takeOver: (fence) => storage.takeOver(fence),
    start: (run, fence) =>
      drive(store, need(run.workflowId), run, fence, (engineRun) =>
        engineRun.start({ inputData: run.input, requestContext: contextOf(run) }),
      ),
    resume(run, { path, forEachIndex, taskId, version }, resumeData, fence) {
      const workflow = need(run.workflowId);
      const answer = {
        step: path,
        resumeData,
        requestContext: contextOf(run),
        ...(forEachIndex === null ? {} : { forEachIndex }),
      };
      const give = async (engineRun: Run) => {
        await listWaits(await workflowStoreOf(storage), workflow, run.id, path);
        const claim = { workflowName: workflow.id, runId: run.id, version };
        await claiming(claim, () => engineRun.resume(answer)).catch(tellRefusal);
      };
      return drive(store, workflow, run, fence, give, taskId);
    },
    restart: (run, fence) =>
      drive(store, need(run.workflowId), run, fence, (engineRun) =>
        engineRun.restart({ requestContext: contextOf(run) }),
      ),
    cancel: (run, fence) => drive(store, need(run.workflowId), run, fence, (engineRun) => engineRun.cancel()),
    places(workflowId) {
      const workflow = byId.get(workflowId);
      return workflow
        ? placesOf(workflow).map(({ node, again }) => ({ ...placeOf(node), again: again.map(placeOf) }))
        : [];
    },
    rewind: (run, path, fence) =>
      underFence(fence, async () =>
        rewindRun(await workflowStoreOf(storage), need(run.workflowId), run.id, path),
      ),
    discard: (run, fence) =>
      underFence(fence, async () => discardRun(await workflowStoreOf(storage), need(run.workflowId), run.id)),
    settle: (run, fence) =>
      underFence(
        fence,
        async () => void (await settleRun(await workflowStoreOf(storage), need(run.workflowId), run.id)),
      ),
    async ready() {
      await (await workflowStoreOf(storage)).getWorkflowRunById({ runId: 'none', workflowName: 'none' });
    },
    async read({ id, workflowId }) {
      return readRun(await workflowStoreOf(storage), need(workflowId), id);
    },
    async snapshot(run) {
      return readSnapshot(await workflowStoreOf(storage), run);
    },
    prune: (run, scope, fence) =>
      underFence(fence, async () => pruneSnapshot(await workflowStoreOf(storage), run, scope)),
    schemas(workflowId, path) {
      const key = [workflowId, ...path].join('\0');
      const workflow = byId.get(workflowId);
      if (!known.has(key)) known.set(key, workflow ? schemasAt(workflow, path) : null);
      return known.get(key) ?? null;
    },
    async peek(runs) {
      return peekRuns(snapshotsOf(storage, await workflowStoreOf(storage)), runs);
    },
    async listWaiting(after, limit) {
      return listWaiting(snapshotsOf(storage, await workflowStoreOf(storage)), workflows, after, limit);
    },
    async origin(run) {
      return originOf(await workflowStoreOf(storage), run);
    },
  };
}
