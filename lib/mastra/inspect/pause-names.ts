import type { WorkflowRunState } from '@mastra/core/workflows';
import { resultsOf } from './snapshot-tree';

/** The part of a graph entry that tells pauses from the rest. Few other entries have an id themselves. */
type Entry = { type: string; id?: string };

/** The names of a graph's pauses, in order. */
export const pausesIn = (graph: readonly Entry[]): string[] =>
  graph.flatMap(({ type, id }) =>
    (type === 'sleep' || type === 'sleepUntil') && id !== undefined ? [id] : [],
  );

/**
 * Maps the names of pauses in a snapshot to `ours`, given in graph order; names that agree are left out.
 * @mastra/core 1.71 names pauses at random in each process: the last writer's names are in the snapshot's
 * graph, older ones are matched by when they began (Postgres does not keep key order).
 */
export function pauseNames(snapshot: WorkflowRunState, ours: readonly string[]): Map<string, string> {
  const began = new Map(
    resultsOf(snapshot).flatMap(([id, { startedAt = 0 }]): [string, number][] =>
      id.startsWith('sleep_') ? [[id, startedAt]] : [],
    ),
  );
  const written = pausesIn(snapshot.serializedStepGraph ?? []);
  const names = new Map(
    written.flatMap((id, place): [string, string][] =>
      began.has(id) && ours[place] !== undefined ? [[id, ours[place]]] : [],
    ),
  );
  const taken = new Set(names.values());
  const free = ours.filter((id) => !taken.has(id) && !began.has(id));
  const older = [...began.keys()]
    .filter((id) => !written.includes(id) && !ours.includes(id))
    .toSorted((a, b) => began.get(a)! - began.get(b)!);
  older.forEach((id, place) => free[place] !== undefined && names.set(id, free[place]));
  return new Map([...names].filter(([id, name]) => id !== name));
}
