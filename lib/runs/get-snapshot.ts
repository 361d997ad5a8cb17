import { asc, eq, getTableColumns } from 'drizzle-orm';
import { runs, tasks, users } from '@/db/schema';
import type { Json, JsonSchema } from '@/db/schema/json';
import { requireScope } from '@/lib/api-keys/require-scope';
import type { Context } from '@/lib/context';
import { notFound } from '@/lib/errors';
import { maySeeAllRuns } from '@/lib/policies/may-see-run';
import { requesterName } from '@/lib/policies/requester-name';
import { cutJson, jsonSize } from '@/lib/schema/cut';
import { HiddenValues } from '@/lib/schema/hidden-values';
import { sensitiveParts } from '@/lib/schema/mask';
import { shownPayloadBytes } from '@/lib/tasks/shown';
import { runView } from './get-run';
import type { RunRow } from './load-run';
import {
  stepParts,
  type EngineSnapshot,
  type RawSnapshot,
  type SnapshotStep,
  type StepParts,
  type StepSchemas,
} from './snapshot';
import type { Run, SnapshotFile } from './types';

/** With the whole picture of the snapshot; null when there is none to be had. `cut`: long values were shortened. */
export type SnapshotDetail = Omit<SnapshotFile, 'size' | 'snapshots'> & { snapshot: EngineSnapshot | null };

type Found = {
  run: RunRow;
  view: Run;
  asked: {
    path: string[];
    forEachIndex: number | null;
    payload: Json;
    payloadSchema: JsonSchema | null;
    resumeSchema: JsonSchema | null;
  }[];
};

async function find(ctx: Context, runId: string): Promise<Found> {
  requireScope(ctx, 'operations:manage');
  // For others than operators the run's own page says all they may know; here they learn not even that it exists.
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

/** The engine forgets a question once it has its answer; our own rows have not. */
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

/** All values that a schema calls sensitive: of the code as it is now, and of the questions as they were asked. */
function hiddenIn({ engine }: Context, { run, asked }: Found, snapshot: EngineSnapshot): HiddenValues {
  const hidden = new HiddenValues();
  const note = (name: string, value: Json | undefined, schema: JsonSchema | null | undefined) => {
    if (value === undefined || !schema) return;
    // A `foreach` has the schema of one item, and the values of all.
    for (const each of Array.isArray(value) ? [value, ...value] : [value])
      for (const { name: property, part } of sensitiveParts(each, schema, name)) hidden.add(property, part);
  };
  const whole = engine.schemas(run.workflowId, []);
  note('input', snapshot.input, whole?.payload);
  note('result', snapshot.result, whole?.output);
  for (const { payload, payloadSchema } of asked) note('suspendPayload', payload, payloadSchema);
  const known = new Map<string, StepSchemas | null>();
  for (const { path, parts } of allSteps(snapshot.steps)) {
    const key = path.join('\0');
    if (!known.has(key)) known.set(key, engine.schemas(run.workflowId, path));
    const schemas = known.get(key);
    for (const part of ['payload', 'suspendPayload', 'resumePayload', 'output'] as const)
      note(part, parts[part], schemas?.[part]);
    for (const question of asked.filter((one) => one.path.join('\0') === key))
      note('resumePayload', parts.resumePayload, question.resumeSchema);
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

/** Small values stay whole; the large ones share what is left of the limit. */
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
 * The engine's snapshot of a run, for operators and admins: sensitive parts masked wherever they come up again, long
 * values shortened. @throws not_found for everybody else
 */
export async function getSnapshot(ctx: Context, runId: string): Promise<SnapshotDetail> {
  const detail = await load(ctx, runId);
  return detail.snapshot ? { ...detail, ...shortened(detail.snapshot) } : detail;
}

/** The snapshot and its nested ones as the engine keeps them, masked; `whole` without the limit of what is shown. @throws not_found */
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
