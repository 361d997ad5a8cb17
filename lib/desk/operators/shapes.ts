import { z } from 'zod';
import { errorCode, errorReason, moment } from '@/lib/base/shapes';
import { countedUpTo, findingKinds, operatorActions, type FindingKind } from './types';

/** A problem that needs an operator. */
export const finding = z
  .object({
    kind: z.enum(findingKinds),
    id: z.string(),
    runId: z.string().nullable(),
    taskId: z.string().nullable(),
    title: z.string(),
    workflowTitle: z.string().nullable(),
    reason: z.string().meta({ description: 'The reason, in words.' }),
    detail: z
      .string()
      .nullable()
      .meta({ description: 'The original error of the engine or of the system it called.' }),
    since: moment,
    actions: z
      .array(z.enum(operatorActions))
      .meta({ description: 'The actions that are safe here. Each needs a reason and is audited.' }),
  })
  .meta({ id: 'Finding' });

export const findingCounts = z
  .object(Object.fromEntries(findingKinds.map((kind) => [kind, z.int()])) as Record<FindingKind, z.ZodInt>)
  .meta({
    id: 'FindingCounts',
    description: `The number of findings of each kind, counted up to ${countedUpTo}.`,
  });

const again = { runsAgain: z.array(z.string()), askedAgain: z.array(z.string()) };

export const restartPreview = z
  .object({
    ...again,
    runId: z.string(),
    failedAt: z.array(z.string()),
    answersKept: z
      .array(z.string())
      .meta({ description: 'The decisions that the failed steps got; they get them again.' }),
  })
  .meta({ id: 'RestartPreview' });

export const rewindPreview = z
  .object({
    runId: z.string(),
    places: z.array(z.object({ ...again, step: z.array(z.string()), title: z.string() })),
  })
  .meta({ id: 'TimeTravelPreview' });

/**
 * `answers`: the recorded decisions in order. Agents' tool calls are always asked again, others only if their
 * question differs.
 */
export const rebuildPreview = z
  .object({
    ...again,
    runId: z.string(),
    answers: z.array(
      z.object({
        title: z.string(),
        outcome: z.string(),
        by: z.string(),
        at: moment,
        askedAnew: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'RebuildPreview' });

export const bulkResult = z
  .discriminatedUnion('ok', [
    z.object({ id: z.string(), ok: z.literal(true) }),
    z.object({
      id: z.string(),
      ok: z.literal(false),
      code: errorCode,
      reason: errorReason,
      detail: z.string(),
    }),
  ])
  .meta({ id: 'BulkResult' });
