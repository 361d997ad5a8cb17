import { Mastra } from '@mastra/core';
import type { AnyWorkflow } from '@mastra/core/workflows';
import { env } from '@/lib/env';
import { tracedEngine } from '@/lib/observability/traced-engine';
import type { Engine } from '@/lib/runs/engine';
import { agentPolicyOf, type AnyAgent } from './agent-policy';
import { checkWorkflows } from './check-workflows';
import { mastraEngine } from './engine';
import type { FencedStore } from './fence';
import { stepsOf } from './steps';
import { openStorage } from './storage';
import { workflows } from './workflows';

const holder = globalThis as typeof globalThis & {
  countersignStorage?: Promise<FencedStore> | undefined;
  countersignEngine?: { of: typeof workflows; engine: Promise<Engine> } | undefined;
};

/** The agents of all agent steps, by id: they need the instance to keep their own snapshots. */
function agentsOf(registered: Record<string, AnyWorkflow>): Record<string, AnyAgent> {
  const policies = Object.values(registered).flatMap((workflow) => stepsOf(workflow).flatMap(({ step }) => agentPolicyOf(step.metadata) ?? []));
  return Object.fromEntries(policies.map(({ agent }) => [agent.id, agent]));
}

/** Checks the workflows and puts them on a Mastra instance with the given store. */
export async function createEngine(storage: FencedStore, registered: Record<string, AnyWorkflow> = workflows): Promise<Engine> {
  await checkWorkflows(registered);
  return tracedEngine(mastraEngine(new Mastra({ storage, workflows: registered, agents: agentsOf(registered), logger: false }), storage));
}

/**
 * The engine of this process. The store is opened once; in development the instance is made anew when
 * the workflow files change, so that edits are seen without a restart.
 */
export function engine(): Promise<Engine> {
  const storage = (holder.countersignStorage ??= openStorage(env().workflowStore).catch((error: unknown) => {
    // A store that is away now may be there at the next request.
    holder.countersignStorage = undefined;
    holder.countersignEngine = undefined;
    throw error;
  }));
  const kept = holder.countersignEngine;
  // In production the modules exist several times, once for each bundle; they must still share one engine.
  if (!kept || (!env().production && kept.of !== workflows)) {
    const made = { of: workflows, engine: storage.then((opened) => createEngine(opened)) };
    holder.countersignEngine = made;
    return made.engine;
  }
  return kept.engine;
}
