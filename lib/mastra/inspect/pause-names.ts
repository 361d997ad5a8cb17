import type { WorkflowRunState } from '@mastra/core/workflows';
import { resultsOf } from './snapshot-tree';

/** As much of an entry of a graph as tells pauses from the rest; only they and few others have an id of their own. */
type Entry = { type: string; id?: string };

/** The names that the pauses of a graph have, in its order. */
export const pausesIn = (graph: readonly Entry[]): string[] =>
  graph.flatMap(({ type, id }) =>
    (type === 'sleep' || type === 'sleepUntil') && id !== undefined ? [id] : [],
  );

/**
 * What the pauses of a snapshot are called in `ours`, in which they stand in the order of the graph; those that have
 * their names already are left out. @mastra/core 1.71 names a pause at random when its workflow is defined, so each process
 * has its own names: those of the last writer are in the snapshot's graph, older ones follow in the order in which they
 * began. The order of the keys says nothing: Postgres does not keep it.
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
