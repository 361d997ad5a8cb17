import type { AnyWorkflow, WorkflowRunState } from '@mastra/core/workflows';
import type { WorkflowsStorage } from '@mastra/core/storage';
import { runStatuses, type RunStatus } from '@/db/enums';
import type { StoredError, StoredStep } from '@/db/schema/json';
import type { EngineRun } from '@/lib/engine/types';
import {
  asJson,
  loadTree,
  resultsOf,
  type SnapshotTree,
  type StepResult,
} from '@/lib/mastra/inspect/snapshot-tree';
import { stepsOf } from '@/lib/mastra/authoring/steps';
import { isAgentStopped } from '@/lib/mastra/inspect/agent-stopped';
import { runningIn, suspensionsOf } from '@/lib/mastra/inspect/suspensions';
import { takersOf } from '@/lib/mastra/mends/takers';

const stepStatuses = new Set<StoredStep['status']>([
  'running',
  'suspended',
  'waiting',
  'success',
  'failed',
  'skipped',
  'canceled',
]);

/** The result of the step at a path, looked up through the nested snapshots. */
function resultAt(tree: SnapshotTree, [head, ...rest]: string[]): StepResult | undefined {
  if (head === undefined) return undefined;
  const own = resultsOf(tree.snapshot).find(([id]) => id === head)?.[1];
  const inner = rest.length > 0 ? tree.nested.get(head) : undefined;
  // A `foreach` over a nested workflow has one result for all items, shared by its steps.
  return inner ? resultAt(inner, rest) : own;
}

function timeline(workflow: AnyWorkflow, tree: SnapshotTree, status: RunStatus): StoredStep[] {
  const finished = status === 'success' || status === 'failed' || status === 'tripwire';
  return stepsOf(workflow).map(({ path, title, human }) => {
    const result = resultAt(tree, path);
    const known = result?.status as StoredStep['status'] | undefined;
    const waited = known === 'suspended' || known === 'waiting' || known === 'running';
    const settled =
      known && stepStatuses.has(known)
        ? status === 'canceled' && waited
          ? 'canceled'
          : known
        : finished
          ? 'skipped'
          : 'pending';
    return {
      path,
      title,
      human,
      status: settled,
      startedAt: result?.startedAt ?? null,
      endedAt: result?.endedAt ?? null,
    };
  });
}

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error ?? 'The run failed without a message.');

function errorOf(snapshot: WorkflowRunState): StoredError | null {
  if (snapshot.status === 'tripwire')
    return { message: snapshot.tripwire?.reason ?? 'A guardrail stopped the run.', step: null };
  if (snapshot.status !== 'failed') return null;
  const failed = resultsOf(snapshot).find(([, result]) => result.status === 'failed');
  const error = snapshot.error ?? failed?.[1].error;
  const meant = isAgentStopped(snapshot.error) || isAgentStopped(failed?.[1].error);
  return { message: messageOf(error), step: failed?.[0] ?? null, ...(meant && { meant }) };
}

/** Our status for the engine's. An unknown status, from a later engine, counts as running. */
export const runStatusOf = (status: string): RunStatus =>
  (runStatuses as readonly string[]).includes(status) ? (status as RunStatus) : 'running';

/** Size in bytes as JSON, nested snapshots included. */
const sizeOf = ({ snapshot, nested }: SnapshotTree): number =>
  Buffer.byteLength(JSON.stringify(snapshot)) +
  [...nested.values()].reduce((sum, inner) => sum + sizeOf(inner), 0);

/** Reads one run with its nested workflows; null when the store has no snapshot of it. */
export async function readRun(
  store: WorkflowsStorage,
  workflow: AnyWorkflow,
  runId: string,
): Promise<EngineRun | null> {
  const tree = await loadTree(store, workflow, runId);
  if (!tree) return null;
  const { snapshot } = tree;
  const status = runStatusOf(snapshot.status);
  return {
    status,
    version: snapshot.timestamp,
    suspensions: suspensionsOf(workflow, tree),
    running: status === 'running' ? runningIn(workflow, tree) : [],
    takers: takersOf(workflow, tree),
    steps: timeline(workflow, tree, status),
    result: asJson(snapshot.result),
    error: errorOf(snapshot),
    size: sizeOf(tree),
  };
}
