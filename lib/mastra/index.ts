import { Mastra } from '@mastra/core';
import type { AnyWorkflow } from '@mastra/core/workflows';
import { isAway } from '@/db/away';
import { env } from '@/lib/base/env';
import { telemetryWanted } from '@/lib/base/telemetry/telemetry';
import { tracedEngine } from '@/lib/engine/traced-engine';
import type { Engine } from '@/lib/engine/engine';
import type { AnyAgent } from '@/lib/mastra/authoring/agent-policy';
import { agentsOf } from '@/lib/mastra/authoring/agent-tools';
import { awayEngine } from './away-engine';
import { checkWorkflows } from '@/lib/mastra/checks/check-workflows';
import { mastraEngine } from './engine';
import type { FencedStore } from '@/lib/mastra/stores/fence';
import { fencedMemory } from '@/lib/mastra/stores/fenced-memory';
import { openStorage } from '@/lib/mastra/stores/storage';
import { readToolCode } from './questions/tool-masks';
import { agents, workflows } from './workflows';

const holder = globalThis as typeof globalThis & {
  countersignStorage?: Promise<FencedStore> | undefined;
  countersignEngine?: { of: typeof workflows; engine: Promise<Engine> } | undefined;
  countersignAwayEngine?: { until: number; engine: Promise<Engine> } | undefined;
};

/** The workflows by their ids: whatever name they were registered under, runs and tasks know them by id. */
const byId = (registered: Record<string, AnyWorkflow>): Record<string, AnyWorkflow> =>
  Object.fromEntries(Object.values(registered).map((workflow) => [workflow.id, workflow]));

/** Checks the workflows and puts them on a Mastra instance with the given store. */
export async function createEngine(
  storage: FencedStore,
  registered: Record<string, AnyWorkflow> = workflows,
  lookedUp: Record<string, AnyAgent> = agents,
): Promise<Engine> {
  await checkWorkflows(registered);
  // Before there is an instance, which makes workflows of the agents' processors as soon as it is waited for.
  const tools = await readToolCode(Object.values(registered));
  const observed = telemetryWanted()
    ? { observability: (await import('@/lib/mastra/drive/trace-steps')).stepTracing() }
    : {};
  return tracedEngine(
    mastraEngine(
      new Mastra({
        ...observed,
        storage,
        workflows: byId(registered),
        agents: { ...agentsOf(registered), ...lookedUp },
        logger: false,
      }),
      storage,
      tools,
    ),
  );
}

/** How long a store that could not be opened is not asked again: a request must not wait for it each time. */
const awayForMs = 3_000;

/**
 * The engine of this process. While its store cannot be reached since the start, it is one that knows the workflows only
 * (`awayEngine`). @throws when the store is refused or wrong
 */
export async function engine(): Promise<Engine> {
  const away = holder.countersignAwayEngine;
  if (away && performance.now() < away.until) return away.engine;
  try {
    return await openEngine();
  } catch (error) {
    if (!isAway(error)) throw error;
    const made = fencedMemory()
      .then((store) => createEngine(store))
      .then((definitions) => awayEngine(definitions, error));
    holder.countersignAwayEngine = { until: performance.now() + awayForMs, engine: made };
    return made;
  }
}

/**
 * The store is opened once; in development the instance is made anew when
 * the workflow files change, so that edits are seen without a restart.
 */
function openEngine(): Promise<Engine> {
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
