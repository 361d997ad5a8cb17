import type { RunRow } from '@/db/schema';
import { asc, eq, getTableColumns } from 'drizzle-orm';
import { runs, tasks, users } from '@/db/schema';
import type { Json, StoredSchema, StoredToolCall } from '@/db/schema/json';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { notFound } from '@/lib/base/errors';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { requesterName } from '@/lib/base/readable/requester-name';
import { cutJson, jsonSize } from '@/lib/base/schema/cut';
import { HiddenValues } from '@/lib/base/schema/hidden-values';
import { hiddenSchema, sensitiveParts } from '@/lib/base/schema/mask';
import { shownPayloadBytes } from '@/lib/desk/tasks/shown';
import { runView } from './get-run';
import { runMasks } from './run-schemas';
import {
  stepParts,
  type EngineSnapshot,
  type RawSnapshot,
  type SnapshotStep,
  type StepParts,
  type StepSchemas,
} from '@/lib/engine/snapshot';
import type { Run, SnapshotFile } from './types';

/** `snapshot` is null if there is none or it cannot be read; `cut`: long values are shortened. */
export type SnapshotDetail = Omit<SnapshotFile, 'size' | 'snapshots'> & { snapshot: EngineSnapshot | null };

type Found = {
  run: RunRow;
  view: Run;
  asked: {
    path: string[];
    forEachIndex: number | null;
    payload: Json;
    payloadSchema: StoredSchema | null;
    earlierSchemas: StoredSchema[] | null;
    toolCall: StoredToolCall | null;
    resumeSchema: StoredSchema | null;
  }[];
};

async function find(ctx: Context, runId: string): Promise<Found> {
  requireScope(ctx, 'operations:manage');
  // Others than operators must not learn here that the run exists.
  if (!maySeeAllRuns(ctx.actor)) throw notFound('run');
  const [[row], asked] = await ctx.db.batch([
    ctx.db
      .select({ run: getTableColumns(runs), name: users.name })
      .from(runs)
      .leftJoin(users, eq(users.id, runs.requesterId))
      .where(eq(runs.id, runId)),
    ctx.db
      .select({
        path: tasks.stepPath,
        forEachIndex: tasks.forEachIndex,
        payload: tasks.payload,
        payloadSchema: tasks.payloadSchema,
        earlierSchemas: tasks.earlierSchemas,
        toolCall: tasks.toolCall,
        resumeSchema: tasks.resumeSchema,
      })
      .from(tasks)
      .where(eq(tasks.runId, runId))
      .orderBy(asc(tasks.createdAt)),
  ]);
  if (!row) throw notFound('run');
  return {
    run: row.run,
    view: runView(ctx, row.run, {
      id: row.run.requesterId,
      name: requesterName(row.run.requesterId, row.name),
    }),
    asked,
  };
}

const all = (schema: StoredSchema | null): StepSchemas => ({
  payload: schema,
  suspendPayload: schema,
  resumePayload: schema,
  output: schema,
});
/** The schemas of pauses and mappings, which have no values of their own, and of steps that are not in the code. */
const [nothing, gone] = [all(null), all(hiddenSchema)];
/** The parts whose schemas our own rows contain. */
const ofQuestion: (keyof StepSchemas)[] = ['suspendPayload', 'resumePayload'];

/** Adds the evidence from our rows, as the engine deletes it once the step is resumed. */
const withQuestions = (steps: readonly SnapshotStep[], asked: Found['asked']): SnapshotStep[] =>
  steps.map((step) => {
    const question = asked.findLast(
      ({ path, forEachIndex }) =>
        forEachIndex === step.forEachIndex && path.join('\0') === step.path.join('\0'),
    );
    const parts =
      question && step.parts.suspendPayload === undefined
        ? { ...step.parts, suspendPayload: question.payload }
        : step.parts;
    return { ...step, parts, children: withQuestions(step.children, asked) };
  });

const allSteps = (steps: readonly SnapshotStep[]): SnapshotStep[] =>
  steps.flatMap((step) => [step, ...allSteps(step.children)]);

/**
 * All values that any schema marks as sensitive: the current code's, those of earlier releases that saw the run, and those
 * stored with its tasks. Values of steps that the code no longer has are hidden entirely, as their schemas are unknown.
 */
function hiddenIn({ engine }: Context, { run, asked }: Found, snapshot: EngineSnapshot): HiddenValues {
  const hidden = new HiddenValues();
  const note = (name: string, value: Json | undefined, schema: StoredSchema | null | undefined) => {
    if (value === undefined || value === null || !schema) return;
    // A `foreach` has the schema of one item, but holds the values of all.
    for (const each of Array.isArray(value) ? [value, ...value] : [value])
      for (const { name: property, part } of sensitiveParts(each, schema, name)) hidden.add(property, part);
  };
  const masks = runMasks(engine, run);
  for (const schema of masks.input) note('input', snapshot.input, schema);
  for (const schema of masks.result) note('result', snapshot.result, schema);
  for (const { path, payload, payloadSchema, earlierSchemas, toolCall } of asked)
    for (const schema of [
      payloadSchema,
      ...(earlierSchemas ?? []),
      engine.toolMask(run.workflowId, path, toolCall),
    ])
      note('suspendPayload', payload, schema);
  const isKnown = engine.workflow(run.workflowId) !== undefined;
  for (const { path, kind, parts } of allSteps(snapshot.steps)) {
    const questions = asked.filter((one) => one.path.join('\0') === path.join('\0'));
    const schemas = engine.schemas(run.workflowId, path) ?? (isKnown && kind !== 'step' ? nothing : gone);
    for (const part of ['payload', 'suspendPayload', 'resumePayload', 'output'] as const)
      if (schemas !== gone || questions.length === 0 || !ofQuestion.includes(part))
        note(part, parts[part], schemas[part]);
    for (const question of questions) note('resumePayload', parts.resumePayload, question.resumeSchema);
  }
  return hidden;
}

function mapParts(
  steps: readonly SnapshotStep[],
  change: (value: Json, name: string) => Json,
): SnapshotStep[] {
  return steps.map((step) => {
    const parts: StepParts = {};
    for (const name of stepParts)
      if (step.parts[name] !== undefined) parts[name] = change(step.parts[name], name);
    return { ...step, parts, children: mapParts(step.children, change) };
  });
}

function mapSnapshot(snapshot: EngineSnapshot, change: (value: Json, name: string) => Json): EngineSnapshot {
  return {
    ...snapshot,
    input: change(snapshot.input, 'input'),
    ...(snapshot.result === undefined ? {} : { result: change(snapshot.result, 'result') }),
    ...(snapshot.error === undefined ? {} : { error: change(snapshot.error, 'error') }),
    steps: mapParts(snapshot.steps, change),
    raw: snapshot.raw.map((one) => ({ ...one, content: change(one.content, '') })),
  };
}

const valuesOf = ({ input, result, error, steps }: EngineSnapshot): Json[] =>
  [input, result, error, ...allSteps(steps).flatMap(({ parts }) => Object.values(parts))].filter(
    (value): value is Json => value !== undefined,
  );

/** Keeps small values whole, and shares the rest of the limit among the large ones. */
function shortened(snapshot: EngineSnapshot): { snapshot: EngineSnapshot; cut: boolean } {
  const sizes = valuesOf(snapshot)
    .map(jsonSize)
    .toSorted((a, b) => a - b);
  let left = shownPayloadBytes;
  let share = left;
  for (const [index, size] of sizes.entries()) {
    share = Math.floor(left / (sizes.length - index));
    left -= Math.min(size, share);
  }
  const limit = Math.max(share, 64);
  if ((sizes.at(-1) ?? 0) <= limit) return { snapshot, cut: false };
  return { snapshot: mapSnapshot(snapshot, (value) => cutJson(value, limit)), cut: true };
}

async function load(ctx: Context, runId: string): Promise<SnapshotDetail> {
  const known = await find(ctx, runId);
  const { run, view } = known;
  const detail = {
    ...view,
    prunedAt: run.snapshotPrunedAt?.toISOString() ?? null,
    problem: null,
    workflowKnown: ctx.engine.workflow(run.workflowId) !== undefined,
    snapshot: null,
    cut: false,
  };
  if (run.snapshotPrunedAt) return { ...detail, state: 'pruned' };
  try {
    const found = await ctx.engine.snapshot(run);
    if (!found) return { ...detail, state: run.status === 'pending' ? 'none' : 'lost' };
    const snapshot = { ...found, steps: withQuestions(found.steps, known.asked) };
    const hidden = hiddenIn(ctx, known, snapshot);
    return {
      ...detail,
      state: 'kept',
      snapshot: mapSnapshot(snapshot, (value, name) => hidden.mask(value, name)),
    };
  } catch (error) {
    return {
      ...detail,
      state: 'unreadable',
      problem: error instanceof Error ? error.message : String(error),
    };
  }
}

/**
 * The engine's snapshot of a run, for operators and admins. Sensitive values are masked wherever they occur, and long ones
 * shortened. @throws not_found for everybody else
 */
export async function getSnapshot(ctx: Context, runId: string): Promise<SnapshotDetail> {
  const detail = await load(ctx, runId);
  return detail.snapshot ? { ...detail, ...shortened(detail.snapshot) } : detail;
}

/**
 * The snapshot and its nested ones in the engine's format, masked; `whole`: without the size limit. @throws not_found
 */
export async function getSnapshotFile(ctx: Context, runId: string, whole: boolean): Promise<SnapshotFile> {
  const { snapshot, ...detail } = await load(ctx, runId);
  const snapshots = snapshot?.raw ?? [];
  const cut = !whole && jsonSize(snapshots) > shownPayloadBytes;
  return {
    ...detail,
    cut,
    size: snapshot?.size ?? null,
    snapshots: cut ? (cutJson(snapshots, shownPayloadBytes) as RawSnapshot[]) : snapshots,
  };
}
