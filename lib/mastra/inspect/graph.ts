import { humanize } from '@/lib/base/schema/label';
import type { SerializedStepFlowEntry } from '@mastra/core/workflows';
import type { GraphNode, StepState } from '@/lib/engine/snapshot';
import { idOfEntry, nestedFlowOf, type Frame, type FullResult } from './snapshot-frames';
import { metaOf } from './snapshot-tree';

/** The state of a step's result. `ended`: the run's status, since steps of a cancelled run no longer wait. */
export function stateOf(result: FullResult, ended: string): StepState {
  switch (result.status) {
    case 'success':
      return 'done';
    case 'failed':
    case 'tripwire':
      return 'failed';
    case 'suspended':
    case 'waiting':
    case 'paused':
      return ended === 'canceled' ? 'canceled' : 'waiting';
    case 'canceled':
      return 'canceled';
    case 'skipped':
      return 'skipped';
    default:
      return ended === 'canceled' ? 'canceled' : 'running';
  }
}

const precedence: StepState[] = ['failed', 'waiting', 'running', 'canceled'];

/** The combined state of several parts: the most urgent one; done only when nothing is left to do. */
function together(states: readonly StepState[]): StepState {
  const pressing = precedence.find((state) => states.includes(state));
  if (pressing) return pressing;
  const reached = states.filter((state) => state !== 'skipped');
  if (reached.length === 0) return states.length > 0 ? 'skipped' : 'not_reached';
  if (reached.every((state) => state === 'done')) return 'done';
  return reached.includes('done') ? 'running' : 'not_reached';
}

type Single = Parameters<typeof idOfEntry>[0];
type Walk = {
  frames: Frame[];
  prefix: string[];
  /** The state of a step without a result. */ absent: StepState;
};

const idsIn = (entry: SerializedStepFlowEntry): string[] => {
  if ('steps' in entry) return entry.steps.map(idOfEntry);
  if (entry.type === 'loop' || entry.type === 'foreach') return [idOfEntry(entry.step)];
  return [entry.type === 'step' ? entry.step.id : entry.id];
};

const resultsAt = (frames: readonly Frame[], id: string) =>
  frames.flatMap((frame) => {
    const result = frame.results.get(id);
    return result ? [{ frame, result }] : [];
  });

function stateAt({ frames, absent }: Walk, id: string): StepState {
  const found = resultsAt(frames, id).map(({ frame, result }) => stateOf(result, frame.snapshot.status));
  return found.length === 0 ? absent : together(found);
}

/** The snapshots of a nested workflow, for all items of a `foreach`. */
const framesBelow = (frames: readonly Frame[], id: string): Frame[] =>
  frames.flatMap((frame) =>
    [...frame.nested].flatMap(([key, inner]) => (key === id || key.startsWith(`${id}\0`) ? [inner] : [])),
  );

function single(entry: Single, walk: Walk): GraphNode {
  const id = idOfEntry(entry);
  const path = [...walk.prefix, id];
  const state = stateAt(walk, id);
  const nested = nestedFlowOf(entry);
  if (entry.type === 'mapping') return { kind: 'mapping', path, title: humanize(id), state };
  if (!nested) return { kind: 'step', path, title: humanize(id), state };
  const frames = framesBelow(walk.frames, id);
  // Once all items are done, the engine no longer says which snapshots belonged to them, so the path cannot
  // be shown.
  const nodes =
    state === 'done' && frames.length === 0
      ? []
      : flowNodes(nested.flow, {
          frames,
          prefix: path,
          absent: state === 'skipped' ? 'skipped' : 'not_reached',
        });
  return { kind: 'nested', path, title: humanize(id), state, nodes };
}

/** The state of each item of a `foreach`, as far as the snapshot tells them apart. */
export function graphItems(result: FullResult, ended: string): { state: StepState; result: FullResult }[] {
  const items: (FullResult | null)[] | undefined = metaOf(result).foreachOutput;
  const given = Array.isArray(result.payload) ? result.payload : [];
  if (items) {
    const waits = Array.from(
      { length: Math.max(items.length, given.length) },
      (_, index) => items[index] ?? null,
    );
    return waits.map((item, index) =>
      item
        ? { state: stateOf(item, ended), result: item }
        : { state: 'not_reached', result: { payload: given[index] } },
    );
  }
  const state = stateOf(result, ended);
  const outputs: unknown = result.output;
  if (state !== 'done' || !Array.isArray(outputs)) return [];
  return outputs.map((output: unknown, index) => ({ state, result: { payload: given[index], output } }));
}

function counted(states: readonly StepState[]): Partial<Record<StepState, number>> {
  const counts: Partial<Record<StepState, number>> = {};
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function nodeOf(entry: SerializedStepFlowEntry, walk: Walk): GraphNode {
  switch (entry.type) {
    case 'sleep':
    case 'sleepUntil':
      return {
        kind: 'sleep',
        path: [...walk.prefix, entry.id],
        title: '',
        state: stateAt(walk, entry.id),
        durationMs: entry.type === 'sleep' ? (entry.duration ?? null) : null,
      };
    case 'parallel':
    case 'conditional': {
      const reached = entry.steps.some((step) => resultsAt(walk.frames, idOfEntry(step)).length > 0);
      const absent = reached && entry.type === 'conditional' ? 'skipped' : walk.absent;
      const nodes = entry.steps.map((step) => single(step, { ...walk, absent }));
      return {
        kind: entry.type === 'parallel' ? 'parallel' : 'branch',
        state: together(nodes.map(({ state }) => state)),
        nodes,
      };
    }
    case 'loop': {
      const rounds = resultsAt(walk.frames, idOfEntry(entry.step)).map(
        ({ result }) => result.metadata?.iterationCount ?? 1,
      );
      const node = single(entry.step, walk);
      return {
        kind: 'loop',
        state: node.state,
        until: entry.loopType === 'dountil',
        rounds: Math.max(0, ...rounds),
        node,
      };
    }
    case 'foreach': {
      const states = resultsAt(walk.frames, idOfEntry(entry.step)).flatMap(({ frame, result }) =>
        graphItems(result, frame.snapshot.status).map(({ state }) => state),
      );
      const node = single(entry.step, walk);
      return {
        kind: 'foreach',
        state: node.state,
        concurrency: entry.opts?.concurrency ?? 1,
        items: counted(states),
        node,
      };
    }
    default:
      return single(entry, walk);
  }
}

function flowNodes(flow: readonly SerializedStepFlowEntry[], walk: Walk): GraphNode[] {
  const last = flow.findLastIndex((entry) =>
    idsIn(entry).some((id) => resultsAt(walk.frames, id).length > 0),
  );
  const over = walk.frames.some(({ snapshot }) => snapshot.status === 'success');
  return flow.map((entry, index) =>
    nodeOf(entry, { ...walk, absent: over || index < last ? 'skipped' : walk.absent }),
  );
}

/** The graph stored in a snapshot, with the state of each part. */
export const graphOf = (frame: Frame): GraphNode[] =>
  flowNodes(frame.snapshot.serializedStepGraph ?? [], { frames: [frame], prefix: [], absent: 'not_reached' });
