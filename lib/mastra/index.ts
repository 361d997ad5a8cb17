import { Mastra, type Config } from '@mastra/core';
import type { AnyWorkflow } from '@mastra/core/workflows';
import { isAway } from '@/db/away';
import { env } from '@/lib/base/env';
import { telemetryWanted } from '@/lib/base/telemetry/telemetry';
import { tracedEngine } from '@/lib/engine/traced-engine';
import type { Engine } from '@/lib/engine/engine';
import type { AnyAgent } from '@/lib/mastra/authoring/agent-policy';
import { agentsOf } from '@/lib/mastra/authoring/agent-tools';
import { awayEngine } from './away-engine';
import { checkLookups } from '@/lib/mastra/checks/check-lookups';
import { checkWorkflows } from '@/lib/mastra/checks/check-workflows';
import type { Lookup } from '@/lib/mastra/checks/lookups';
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

/** Workflows by id: runs and tasks refer to the id, whatever name it was registered under. */
const byId = (registered: Record<string, AnyWorkflow>): Record<string, AnyWorkflow> =>
  Object.fromEntries(Object.values(registered).map((workflow) => [workflow.id, workflow]));

/** Checks the workflows and puts them on a Mastra instance with the given store. */
export async function createEngine(
  storage: FencedStore,
  registered: Record<string, AnyWorkflow> = workflows,
  lookedUp: Record<string, AnyAgent> = agents,
): Promise<Engine> {
  await checkWorkflows(registered, lookedUp);
  // Before the Mastra instance exists, since it turns the agents' processors into workflows.
  const tools = await readToolCode(Object.values(registered));
  const observed = telemetryWanted()
    ? { observability: (await import('@/lib/mastra/drive/trace-steps')).stepTracing() }
    : {};
  const mastra = instanceOf(registered, lookedUp, { ...observed, storage });
  if (registered === workflows) checkLookups(mastra, Object.values(registered), await lookupsOfCode());
  return tracedEngine(mastraEngine(mastra, storage, tools));
}

/** The Mastra instance of some code, on which steps look things up. */
function instanceOf(
  registered: Record<string, AnyWorkflow>,
  lookedUp: Record<string, AnyAgent>,
  more: Pick<Config, 'storage' | 'observability'> = {},
): Mastra {
  return new Mastra({
    ...more,
    workflows: byId(registered),
    agents: { ...agentsOf(registered), ...lookedUp },
    logger: false,
  });
}

/** The code's lookups, found by its build (next.config.ts), since a server need not have the sources. */
async function lookupsOfCode(): Promise<Lookup[]> {
  if (process.env.NODE_ENV === 'production') return JSON.parse(process.env.WORKFLOW_LOOKUPS ?? '[]');
  const { lookupsOf } = await import('@/lib/mastra/checks/lookups');
  return lookupsOf(process.cwd());
}

/**
 * Runs the checks of a start.
 * @throws WorkflowError
 */
export async function checkCode(lookups: readonly Lookup[]): Promise<void> {
  await checkWorkflows(workflows, agents);
  checkLookups(instanceOf(workflows, agents), Object.values(workflows), lookups);
}

/**
 * How long to wait before trying a store again that could not be opened, so that not every request waits for
 * it.
 */
const awayForMs = 3_000;

/**
 * The engine of this process. While its store has not been reachable yet, an engine that only knows the
 * workflows (`awayEngine`).
 * @throws when the store refuses us or is misconfigured
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
 * Opens the store once. In development the engine is rebuilt when workflow files change, so that edits show
 * without a restart.
 */
function openEngine(): Promise<Engine> {
  const storage = (holder.countersignStorage ??= openStorage(env().workflowStore).catch((error: unknown) => {
    // The store may be reachable at the next request.
    holder.countersignStorage = undefined;
    holder.countersignEngine = undefined;
    throw error;
  }));
  const kept = holder.countersignEngine;
  // In production each bundle has its own copy of this module; all must share one engine.
  if (!kept || (!env().production && kept.of !== workflows)) {
    const made = { of: workflows, engine: storage.then((opened) => createEngine(opened)) };
    holder.countersignEngine = made;
    return made.engine;
  }
  return kept.engine;
}
