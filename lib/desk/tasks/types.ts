import { z } from 'zod';
import { closeReasons, priorities, taskKinds } from '@/db/enums';
import type { AskedBefore, StoredOutcome } from '@/db/schema/json';
import type { DecideRefusal } from '@/lib/people/eligibility';
import { channel, doer, json, jsonObject, jsonSchema, moment, person, taskState } from '@/lib/base/shapes';

/** The shapes of tasks for pages and API; times are ISO 8601 in UTC. */
const tone = z.enum(['success', 'danger', 'neutral']);

const outcome = z
  .object({
    id: z.string(),
    label: z.string(),
    tone,
    resumeData: jsonObject.meta({ description: 'The values of `resumeData` that this outcome sets.' }),
    reasonRequired: z.boolean(),
  })
  .meta({ id: 'Outcome' }) satisfies z.ZodType<StoredOutcome>;

export const stepAddress = z
  .object({ path: z.array(z.string()), forEachIndex: z.int().nullable() })
  .meta({ description: 'The step that opened the task; `forEachIndex` is the item of a list.' });

/** The suggested values that the decision changed, before and after, with the form's schema. */
const edits = z.object({ schema: jsonSchema, before: jsonObject, after: jsonObject });

export const taskDecision = z
  .object({
    id: z.string(),
    outcome: z.string(),
    outcomeLabel: z.string(),
    tone,
    resumeData: json.meta({
      description: 'The data that the run gets, with `••••` for values that the schema marks as sensitive.',
    }),
    comment: z.string().nullable(),
    by: doer,
    channel,
    at: moment,
    appliedAt: moment
      .nullable()
      .meta({ description: 'When the decision was applied to the run; null until then.' }),
    undoUntil: moment.nullable().meta({
      description:
        'Until when the person who decided can undo it; then it is applied. Null if it cannot be undone.',
    }),
    answeredOutsideAt: moment.nullable().meta({
      description:
        'When it was found that another program had continued the run, so this decision was never applied.',
    }),
    waitingForTurn: z
      .boolean()
      .meta({ description: 'Whether the decision waits for those on earlier items of the same list.' }),
    revisedAt: moment.nullable().meta({
      description: 'When the decision was reopened, or the run rewound past it; it no longer counts.',
    }),
    payloadDigest: z.string(),
    edits: edits.nullable().meta({
      description:
        'What the person changed in the content shown to them; null if the decision contains none of it, or all of it unchanged.',
    }),
  })
  .meta({ id: 'Decision' });

const askedBefore = z.object({
  times: z.int().meta({ description: 'The number of decisions.' }),
  answers: z.array(z.object({ outcome: z.string(), label: z.string(), name: z.string(), times: z.int() })),
}) satisfies z.ZodType<AskedBefore>;

export const task = z
  .object({
    taskId: z.string(),
    runId: z.string(),
    workflowId: z.string(),
    step: stepAddress,
    kind: z.enum(taskKinds),
    title: z.string(),
    state: taskState,
    payload: json.meta({
      description:
        'The evidence, with `••••` for values that the schema marks as sensitive; shortened if it is very large.',
    }),
    payloadCut: z.boolean().meta({
      description: 'Whether the evidence is too large for this response; `getTaskPayload` returns all of it.',
    }),
    payloadDigest: z
      .string()
      .meta({ description: 'The digest of the evidence and form, unmasked. Send it with a decision.' }),
    candidates: z
      .array(z.string())
      .meta({ description: 'Principals: `user:id`, `group:slug`, `role:name`.' }),
    requester: person,
    assignee: z
      .string()
      .nullable()
      .meta({ description: 'The id of the person who claimed the task or was assigned to it.' }),
    dueAt: moment.nullable(),
    priority: z.enum(priorities),
    askedBefore: askedBefore.nullable().meta({
      description:
        'The earlier decisions on the same evidence and form at this step of the run; null if there are none.',
    }),
    createdAt: moment,
    closedAt: moment.nullable(),
    closeReason: z
      .enum(closeReasons)
      .nullable()
      .meta({ description: 'Why the task closed without a decision.' }),
    decidedAt: moment.nullable(),
    decision: taskDecision.nullable(),
  })
  .meta({ id: 'Task' });

/** A reminder or escalation of a task; `people` are names. */
export const taskNotice = z.object({
  kind: z.enum(['reminded', 'escalated']),
  at: moment,
  people: z.array(z.string()),
});

/** The API's code of each refusal to decide; `gone`: the code no longer has the step. */
export const refusalCodes = {
  only_people: 'not_a_person',
  key_cannot_decide: 'not_a_person',
  task_closed: 'closed',
  task_expired: 'expired',
  run_lost: 'lost',
  own_request: 'own_request',
  not_approver: 'not_candidate',
  step_gone: 'gone',
} as const satisfies Record<DecideRefusal['reason'] | 'step_gone', string>;

const refusal = z.object({
  code: z.enum(['closed', 'expired', 'lost', 'own_request', 'not_candidate', 'not_a_person', 'gone']),
  reason: z.string().meta({ description: 'In words.' }),
});

export const taskDetail = z
  .object({
    ...task.shape,
    payloadSchema: jsonSchema.nullable(),
    resumeSchema: jsonSchema
      .nullable()
      .meta({ description: 'The schema of `resumeData`; null if anything is allowed.' }),
    outcomes: z
      .array(outcome)
      .meta({ description: 'The buttons. A decision may leave out the values that its outcome sets.' }),
    reasonField: z.string().nullable().meta({
      description:
        'The field of `resumeData` that holds the reason, the same as `comment`; null if there is none.',
    }),
    suggested: jsonObject.meta({
      description:
        'The initial values of the form: fields of the evidence that the form has under the same name.',
    }),
    notices: z.array(taskNotice).readonly().meta({ description: 'Reminders and escalations, oldest first.' }),
    canReveal: z.boolean().meta({ description: 'Whether you may see masked parts, one at a time.' }),
    canDecide: z.boolean(),
    refusal: refusal.nullable().meta({ description: 'Why you cannot decide, if `canDecide` is false.' }),
  })
  .meta({ id: 'TaskDetail' });

/** A row of the inbox: what a person needs to choose, without evidence. */
export const taskSummary = z
  .object({
    ...task.pick({
      taskId: true,
      runId: true,
      workflowId: true,
      kind: true,
      title: true,
      state: true,
      requester: true,
      assignee: true,
      dueAt: true,
      priority: true,
      askedBefore: true,
      createdAt: true,
      closedAt: true,
      decidedAt: true,
    }).shape,
    outcome: z.string().nullable(),
    decidedBy: z.string().nullable(),
  })
  .meta({ id: 'TaskSummary' });

export type Task = z.infer<typeof task>;
export type TaskDecision = z.infer<typeof taskDecision>;
export type Edits = z.infer<typeof edits>;
export type TaskNotice = z.infer<typeof taskNotice>;
export type TaskDetail = z.infer<typeof taskDetail>;
export type TaskSummary = z.infer<typeof taskSummary>;

/** What a task asked before its form was renewed, as it may be shown. */
export type PastQuestion = Pick<
  TaskDetail,
  | 'payloadDigest'
  | 'payload'
  | 'payloadCut'
  | 'payloadSchema'
  | 'resumeSchema'
  | 'outcomes'
  | 'reasonField'
  | 'suggested'
> & { replacedAt: string };
