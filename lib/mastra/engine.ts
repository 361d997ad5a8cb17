import type { Mastra } from '@mastra/core';
import type { AnyWorkflow } from '@mastra/core/workflows';
import type { Engine } from '@/lib/engine/engine';
import { keepNestedCheckpoints } from '@/lib/mastra/mends/checkpoints';
import type { FencedStore } from '@/lib/mastra/stores/fence';
import { keepData } from '@/lib/mastra/mends/keep-data';
import { passForEachIndex } from '@/lib/mastra/mends/pass-for-each-index';
import { workflowStoreOf } from '@/lib/mastra/stores/storage';
import { definitionsOf } from './definitions';
import { driverOf } from './driver';
import type { ToolCode } from './questions/tool-masks';
import { registeredWorkflows } from './registered';
import { snapshotsOn } from './snapshots';

/** The engine port on a Mastra instance. Callers hold the run's lease for everything that drives a run. */
export function mastraEngine(mastra: Mastra, storage: FencedStore, tools: ToolCode): Engine {
  const workflows = Object.values(mastra.listWorkflows()) as AnyWorkflow[];
  workflows.forEach(passForEachIndex);
  workflows.forEach(keepData);
  for (const workflow of workflows) keepNestedCheckpoints(workflow, () => workflowStoreOf(storage));
  const registered = registeredWorkflows(workflows);
  return {
    ...definitionsOf(registered, tools),
    ...driverOf(registered, storage, tools),
    ...snapshotsOn(registered, storage),
  };
}
