import { z } from 'zod';
import { closeReasons, actorKinds } from '@/db/enums';
import type { StoredError, StoredStep } from '@/db/schema/json';
import { channel, json, jsonSchema, moment, person, runStatus, taskState } from '@/lib/base/shapes';
import { stepAddress, taskDecision, taskNotice } from '@/lib/desk/tasks/types';

/** The shapes of runs for pages and API; times are ISO 8601 in UTC. */
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
    waitingOn: z
      .array(z.string())
      .meta({ description: 'The names of those it waits for, such as `Finance`.' }),
  })
  .meta({ id: 'RunSummary' });

/** A task as part of its run; the evidence is in the task itself. */
const runTask = z
  .object({
    taskId: z.string(),
    step: stepAddress,
    title: z.string(),
    state: taskState,
    visible: z.boolean().meta({ description: 'Whether the reader may open the task.' }),
    askedOf: z.array(z.string()).meta({ description: 'The approvers: names of people, groups or roles.' }),
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
    human: z.boolean().meta({ description: 'Whether the step can open tasks for people.' }),
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
        'The input as it was sent, with `••••` for values that the schema marks as sensitive; shortened if it is very large.',
    }),
    inputCut: z.boolean(),
    inputSchema: jsonSchema.nullable(),
    steps: z.array(runStep),
    tasks: z.array(runTask),
    result: json.meta({
      description: "The workflow's result if the status is `success`; masked and shortened like the input.",
    }),
    resultCut: z.boolean(),
    resultSchema: jsonSchema.nullable(),
    error: runError.nullable(),
    cancelReason: z.string().nullable(),
    canCancel: z.boolean(),
    lastEventId: z
      .int()
      .meta({ description: 'The newest event included in this state; stream events after it.' }),
  })
  .meta({ id: 'RunDetail' });

/** The effect of reopening a decision: the steps that run again, and the tasks that open again. */
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

/** The engine's snapshots of a run and its nested workflows, unchanged except for masks. */
export const snapshotFile = z
  .object({
    ...run.shape,
    state: z.enum(['kept', 'none', 'lost', 'pruned', 'unreadable']).meta({
      description:
        '`none`: the run has not begun; `lost`: the snapshot is gone; `unreadable`: the snapshot cannot be read.',
    }),
    prunedAt: moment.nullable(),
    problem: z
      .string()
      .nullable()
      .meta({ description: 'The error message, if the snapshot cannot be read.' }),
    workflowKnown: z.boolean().meta({
      description:
        'Whether the workflow still exists in the code. Without it, only values that tasks marked as sensitive are masked.',
    }),
    cut: z
      .boolean()
      .meta({ description: 'Whether long values are shortened; the download has them in full.' }),
    size: z.int().nullable().meta({ description: 'The full size as JSON, in bytes.' }),
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
