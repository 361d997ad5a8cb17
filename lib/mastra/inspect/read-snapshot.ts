import { humanize } from '@/lib/base/schema/label';
import type { AnyWorkflow, SerializedStepFlowEntry } from '@mastra/core/workflows';
import type { WorkflowsStorage } from '@mastra/core/storage';
import type { Json } from '@/db/schema/json';
import type {
  EngineSnapshot,
  RawSnapshot,
  SnapshotStep,
  StepParts,
  StepSchemas,
} from '@/lib/engine/snapshot';
import { graphOf, graphItems, stateOf } from './graph';
import {
  frameEntries,
  idOfEntry,
  loadFrame,
  nestedFlowOf,
  type Frame,
  type FullResult,
} from './snapshot-frames';
import { asJson, copiedOf, suspendPayloadOf, metaOf, nestedKey } from './snapshot-tree';
import { schemaOrHidden } from '@/lib/mastra/authoring/standard-schema';
import { nestedWorkflow, type StepDefinition } from '@/lib/mastra/authoring/steps';

/** How many items of a `foreach` are listed; the raw snapshot has them all. */
const listedItems = 100;

/** What a step asked; for an enclosing step, the engine's copy of what was asked inside it. */
function askedOf(result: FullResult, encloses: boolean): Json | undefined {
  if (!encloses)
    return result.suspendPayload === undefined && !result.kept ? undefined : suspendPayloadOf(result);
  const copied = copiedOf(result);
  return Object.keys(copied).length === 0 ? undefined : asJson(copied);
}

function partsOf(result: FullResult, encloses: boolean): StepParts {
  const { payload, resumePayload, output, error } = result;
  const asked = askedOf(result, encloses);
  return {
    ...(payload === undefined ? {} : { payload: asJson(payload) }),
    ...(asked === undefined ? {} : { suspendPayload: asked }),
    ...(resumePayload === undefined ? {} : { resumePayload: asJson(resumePayload) }),
    ...(output === undefined ? {} : { output: asJson(output) }),
    ...(error === undefined ? {} : { error: error instanceof Error ? error.message : asJson(error) }),
  };
}

type Placed = Pick<SnapshotStep, 'path' | 'forEachIndex' | 'state' | 'kind'> & {
  result: FullResult;
  loop: boolean;
  /** A nested workflow, or a whole `foreach`. */
  encloses: boolean;
};

function stepOf(
  { path, forEachIndex, result, state, kind, loop, encloses }: Placed,
  children: SnapshotStep[],
  moreChildren = 0,
): SnapshotStep {
  const { startedAt = null, suspendedAt = null, resumedAt = null, endedAt = null, metadata } = result;
  const rounds = loop ? (metadata?.iterationCount ?? 1) : null;
  return {
    kind,
    path,
    title: humanize(path.at(-1) ?? ''),
    state,
    forEachIndex,
    startedAt,
    suspendedAt,
    resumedAt,
    endedAt,
    rounds,
    parts: partsOf(result, encloses),
    children,
    moreChildren,
  };
}

function itemSteps(frame: Frame, path: string[], id: string, result: FullResult): SnapshotStep[] {
  const encloses = nestedIn(frame.snapshot.serializedStepGraph ?? []).has(id);
  return graphItems(result, frame.snapshot.status)
    .slice(0, listedItems)
    .map((item, index) => {
      const inner = frame.nested.get(nestedKey(id, index));
      return stepOf(
        {
          path,
          forEachIndex: index,
          result: item.result,
          state: item.state,
          kind: 'step',
          loop: false,
          encloses,
        },
        inner ? stepsOfFrame(inner, path, index) : [],
      );
    });
}

/** The ids of nested workflows in a flow. */
const nestedIn = (flow: readonly SerializedStepFlowEntry[]): Set<string> =>
  new Set(frameEntries(flow).flatMap(({ entry }) => (nestedFlowOf(entry) ? [idOfEntry(entry)] : [])));

/** The steps of a flow and their kinds, in order. */
const kindsOf = (flow: readonly SerializedStepFlowEntry[]): Map<string, SnapshotStep['kind']> =>
  new Map(
    flow.flatMap((entry): [string, SnapshotStep['kind']][] => {
      if (entry.type === 'sleep' || entry.type === 'sleepUntil') return [[entry.id, 'sleep']];
      return frameEntries([entry]).map((one) => [
        idOfEntry(one.entry),
        one.entry.type === 'mapping' ? 'mapping' : 'step',
      ]);
    }),
  );

/** The results of a snapshot in graph order; results the graph does not name come last. */
function stepsOfFrame(
  frame: Frame,
  prefix: string[] = [],
  forEachIndex: number | null = null,
): SnapshotStep[] {
  const flow = frame.snapshot.serializedStepGraph ?? [];
  const kinds = kindsOf(flow);
  const foreach = new Set(frameEntries(flow).flatMap((one) => (one.foreach ? [idOfEntry(one.entry)] : [])));
  const nested = nestedIn(flow);
  const loops = new Set(flow.flatMap((entry) => (entry.type === 'loop' ? [idOfEntry(entry.step)] : [])));
  const ids = [...new Set([...kinds.keys(), ...frame.results.keys()])].filter((id) => frame.results.has(id));
  return ids.map((id) => {
    const result = frame.results.get(id)!;
    const path = [...prefix, id];
    const placed = {
      path,
      forEachIndex,
      result,
      state: stateOf(result, frame.snapshot.status),
      kind: kinds.get(id) ?? ('step' as const),
      loop: loops.has(id),
      encloses: nested.has(id) || foreach.has(id),
    };
    if (foreach.has(id)) {
      const items = itemSteps(frame, path, id, result);
      return stepOf(placed, items, graphItems(result, frame.snapshot.status).length - items.length);
    }
    const inner = frame.nested.get(nestedKey(id, null));
    return stepOf(placed, inner ? stepsOfFrame(inner, path, forEachIndex) : []);
  });
}

function rawOf(frame: Frame, path: string[] = [], forEachIndex: number | null = null): RawSnapshot[] {
  const { workflowId, runId, snapshot } = frame;
  const nested = [...frame.nested].flatMap(([key, inner]) => {
    const [id = '', index] = key.split('\0');
    return rawOf(inner, [...path, id], index === undefined ? forEachIndex : Number(index));
  });
  return [{ workflowId, runId, path, forEachIndex, content: asJson(snapshot) }, ...nested];
}

const sizeOf = (value: Json) => Buffer.byteLength(JSON.stringify(value));

/**
 * A run's snapshot for operators, read by the graph stored in it, so the code need not have the workflow.
 * @returns null when the store has none
 * @throws what the store throws when it cannot read it
 */
export async function readSnapshot(
  store: WorkflowsStorage,
  { id, workflowId }: { id: string; workflowId: string },
): Promise<EngineSnapshot | null> {
  const frame = await loadFrame(store, workflowId, id);
  if (!frame) return null;
  const { snapshot } = frame;
  const raw = rawOf(frame);
  const nested = nestedIn(snapshot.serializedStepGraph ?? []);
  return {
    status: String(snapshot.status),
    input: asJson(snapshot.context?.input),
    ...(snapshot.result === undefined ? {} : { result: asJson(snapshot.result) }),
    ...(snapshot.error === undefined ? {} : { error: asJson(snapshot.error) }),
    writtenAt: typeof snapshot.timestamp === 'number' ? snapshot.timestamp : null,
    suspendedPaths: Object.keys(snapshot.suspendedPaths ?? {}).map((step) =>
      [step, ...(nested.has(step) ? (metaOf(frame.results.get(step)).path ?? []) : [])].join('/'),
    ),
    steps: stepsOfFrame(frame),
    graph: graphOf(frame),
    raw,
    size: raw.reduce((sum, { content }) => sum + sizeOf(content), 0),
  };
}

/**
 * The schemas of a step's data in the current code; the empty path is the workflow. Null when there is no
 * such step.
 */
export function schemasAt(workflow: AnyWorkflow, path: readonly string[]): StepSchemas | null {
  const [id, ...rest] = path;
  if (id === undefined)
    return {
      payload: schemaOrHidden(workflow.inputSchema),
      suspendPayload: null,
      resumePayload: null,
      output: schemaOrHidden(workflow.outputSchema, 'output'),
    };
  const nested = nestedWorkflow(workflow, id);
  if (nested) return schemasAt(nested, rest);
  const step: StepDefinition | undefined = workflow.steps[id];
  if (!step || rest.length > 0) return null;
  return {
    payload: schemaOrHidden(step.inputSchema),
    suspendPayload: schemaOrHidden(step.suspendSchema, 'output'),
    resumePayload: schemaOrHidden(step.resumeSchema),
    output: schemaOrHidden(step.outputSchema, 'output'),
  };
}
