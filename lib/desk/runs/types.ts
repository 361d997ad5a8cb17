import { z } from 'zod';
import { closeReasons, actorKinds } from '@/db/enums';
import type { StoredError, StoredStep } from '@/db/schema/json';
import { channel, json, jsonSchema, moment, person, runStatus, taskState } from '@/lib/base/shapes';
import { stepAddress, taskDecision, taskNotice } from '@/lib/desk/tasks/types';

/** The shapes of runs as pages and API give them; times are ISO 8601 in UTC. */
const run = z
  .object({
    runId: z.string(),
    workflowId: z.string(),
    workflowTitle: z.string(),
    title: z.string(),
    status: runStatus,
    requester: person,
    createdAt: moment,
    updatedAt: moment,
    finishedAt: moment.nullable(),
  })
  .meta({ id: 'Run' });

/** A row of "My requests". */
export const runSummary = z
  .object({
    ...run.shape,
    waitingOn: z.array(z.string()).meta({ description: 'Who is asked now, in words, such as `Finance`.' }),
  })
  .meta({ id: 'RunSummary' });

/** One question of a run, in order; the evidence is on the task itself. */
const runTask = z
  .object({
    taskId: z.string(),
    step: stepAddress,
    title: z.string(),
    state: taskState,
    visible: z.boolean().meta({ description: 'Whether the reader may open the task.' }),
    askedOf: z
      .array(z.string())
      .meta({ description: 'Who is asked, in words: names of people, groups or roles.' }),
    createdAt: moment,
    dueAt: moment.nullable(),
    closedAt: moment.nullable(),
    closeReason: z.enum(closeReasons).nullable(),
    notices: z.array(taskNotice).readonly(),
    decision: taskDecision.nullable(),
  })
  .meta({ id: 'RunTask' });

const stepStatus = z.enum([
  'pending',
  'running',
  'suspended',
  'waiting',
  'success',
  'failed',
  'skipped',
  'canceled',
]) satisfies z.ZodType<StoredStep['status']>;

const runStep = z
  .object({
    path: z.array(z.string()),
    title: z.string(),
    status: stepStatus,
    human: z.boolean().meta({ description: 'Whether it may ask people.' }),
    startedAt: moment.nullable(),
    endedAt: moment.nullable(),
  })
  .meta({ id: 'RunStep' });

const runError = z.object({
  message: z.string(),
  step: z.string().nullable(),
}) satisfies z.ZodType<StoredError>;

export const runDetail = z
  .object({
    ...run.shape,
    input: json.meta({
      description:
        'As it was sent, with `••••` for what its schema calls sensitive, and cut when it is very large.',
    }),
    inputCut: z.boolean(),
    inputSchema: jsonSchema.nullable(),
    steps: z.array(runStep),
    tasks: z.array(runTask),
    result: json.meta({
      description: "The workflow's result when the status is `success`; masked and cut as the input is.",
    }),
    resultCut: z.boolean(),
    resultSchema: jsonSchema.nullable(),
    error: runError.nullable(),
    cancelReason: z.string().nullable(),
    canCancel: z.boolean(),
    lastEventId: z
      .int()
      .meta({ description: 'The newest event seen with this state; event streams go on after it.' }),
  })
  .meta({ id: 'RunDetail' });

/** What taking an answer back means: the steps that will do their work again, and the questions that are asked again. */
export const reopenPreview = z
  .object({
    taskId: z.string(),
    title: z.string(),
    runsAgain: z.array(z.string()),
    askedAgain: z.array(z.string()),
  })
  .meta({ id: 'RevisionPreview' });

/** One entry of a run's history, as server-sent events carry it. */
export const runEvent = z
  .object({
    seq: z.int(),
    verb: z.string(),
    at: moment,
    by: z.object({ kind: z.enum(actorKinds), name: z.string() }),
    channel,
    taskId: z.string().nullable(),
    data: json,
  })
  .meta({ id: 'RunEvent' });

/** The engine's snapshot of a run and of what is nested in it, word for word but for what is masked. */
export const snapshotFile = z
  .object({
    ...run.shape,
    state: z.enum(['kept', 'none', 'lost', 'pruned', 'unreadable']).meta({
      description:
        '`none`: the run has not begun; `lost`: it has, and the store has no snapshot; `unreadable`: the store could not read it.',
    }),
    prunedAt: moment.nullable(),
    problem: z.string().nullable().meta({ description: 'The error, word for word, when it is unreadable.' }),
    workflowKnown: z.boolean().meta({
      description:
        'Whether the code still has the workflow; without it only what its questions called sensitive is masked.',
    }),
    cut: z
      .boolean()
      .meta({ description: 'Whether long values were shortened; the download has all of them.' }),
    size: z.int().nullable().meta({ description: 'Bytes of all of them as JSON.' }),
    snapshots: z.array(
      z.object({
        workflowId: z.string(),
        runId: z.string(),
        path: z.array(z.string()),
        forEachIndex: z.int().nullable(),
        content: json,
      }),
    ),
  })
  .meta({ id: 'Snapshot' });

export type SnapshotFile = z.infer<typeof snapshotFile>;
export type Run = z.infer<typeof run>;
export type RunSummary = z.infer<typeof runSummary>;
export type RunTask = z.infer<typeof runTask>;
export type RunStep = z.infer<typeof runStep>;
export type RunDetail = z.infer<typeof runDetail>;
export type ReopenPreview = z.infer<typeof reopenPreview>;
export type RunEvent = z.infer<typeof runEvent>;
