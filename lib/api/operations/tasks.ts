import { z } from 'zod';
import { decisionOfForm, keepDecision } from '@/lib/api/http/read-decision';
import { fieldOf } from '@/lib/api/http/read-form';
import { jsonFile } from '@/lib/api/http/json-file';
import { inOneTrip } from '@/lib/base/reads';
import { json, pageOf } from '@/lib/base/shapes';
import { decideTask, decideTaskInput } from '@/lib/desk/decisions/decide-task';
import { undoDecision } from '@/lib/desk/decisions/undo-decision';
import {
  reassignInput,
  reassignTask,
  reassignTasks,
  reassignTasksInput,
} from '@/lib/desk/operators/reassign-tasks';
import { bulkResult } from '@/lib/desk/operators/shapes';
import { rewindInputs } from '@/lib/desk/rewind/inputs';
import { previewRewind } from '@/lib/desk/rewind/preview-rewind';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';
import { reopenPreview, runDetail } from '@/lib/desk/runs/types';
import { sendSignal, sendSignalInput, signalReceipt } from '@/lib/desk/signals/send-signal';
import { getPayload } from '@/lib/desk/tasks/get-payload';
import { decisionView, getTask, getTaskFor, taskDetailOf, taskView } from '@/lib/desk/tasks/get-task';
import { listTasks, nextTaskRead } from '@/lib/desk/tasks/list-tasks';
import { taskQuery } from '@/lib/desk/tasks/task-query';
import { revealField, revealFieldInput } from '@/lib/desk/tasks/reveal-field';
import { task, taskDecision, taskDetail, taskSummary } from '@/lib/desk/tasks/types';
import type { Context } from '@/lib/people/context';
import { hasScope } from '@/lib/people/require-scope';
import { preferHeader } from './headers';
import { ok, operation, recorded } from './operation';
import { runAnswer, taskPage } from './run-answer';

const decided = z
  .object({
    decision: taskDecision,
    task,
    applied: z.boolean().meta({ description: 'Whether the decision has been applied to the run.' }),
    next: z.string().nullable().meta({ description: 'The id of your next task; null if there is none.' }),
  })
  .meta({ id: 'DecisionReceipt' });

/** Records a decision and, in parallel, finds its author's next task. */
async function decide(ctx: Context, taskId: string, body: unknown) {
  const [made, next] = await Promise.all([
    decideTask(ctx, taskId, body),
    hasScope(ctx.actor, 'tasks:read') ? inOneTrip(ctx.db, nextTaskRead(ctx, taskId)) : null,
  ]);
  return { ...made, next };
}

type Decided = Awaited<ReturnType<typeof decide>>;

async function decisionAnswer(
  ctx: Context,
  { task: asked, decision, requester, next }: Decided,
  settled: boolean,
): Promise<Response> {
  const now = settled ? await getTaskFor(ctx, asked.id) : { task: asked, decision };
  // A decision that was reopened in the meantime is settled as well, though never applied.
  const applied = now.decision?.appliedAt != null;
  const body = {
    decision: decisionView(ctx, asked, now.decision ?? decision),
    task: taskView(ctx, now.task, now.decision, requester),
    applied,
    next,
  };
  return Response.json(body, { status: applied ? 200 : 202 });
}

const isObject = (body: unknown): body is object =>
  typeof body === 'object' && body !== null && !Array.isArray(body);

export const taskOperations = {
  listTasks: operation({
    id: 'listTasks',
    scope: 'tasks:read',
    method: 'get',
    path: '/api/tasks',
    tag: 'Tasks',
    summary: 'List tasks',
    query: taskQuery,
    run: (ctx, { query }) => listTasks(ctx, query),
    answers: [ok('A page of tasks, without their evidence.', pageOf(taskSummary))],
    errors: ['invalid'],
  }),
  getTask: operation({
    id: 'getTask',
    scope: 'tasks:read',
    method: 'get',
    path: '/api/tasks/{taskId}',
    tag: 'Tasks',
    summary: 'Get a task with its evidence and form',
    run: (ctx, { taskId }) => getTask(ctx, taskId),
    answers: [ok('The task.', taskDetail)],
    errors: ['not_found'],
  }),
  decideTask: operation({
    id: 'decideTask',
    scope: 'tasks:decide',
    method: 'post',
    path: '/api/tasks/{taskId}/decision',
    tag: 'Tasks',
    summary: 'Decide a task',
    description:
      'A decision counts once it is recorded, even before it is applied to the run. Repeating the same decision succeeds. `conflict` names who decided first; `stale` returns the task as it is now. `payloadDigest` identifies the exact evidence and form that the decision is about. It does not prove that anybody read them: if `payloadCut` is true, show people all of `GET /api/tasks/{taskId}/payload` before they decide.',
    headers: preferHeader,
    body: decideTaskInput,
    example: { outcome: 'approve', comment: 'Receipt checked.', payloadDigest: 'sha256:…' },
    run: (ctx, { taskId, body }) => decide(ctx, taskId, body),
    drives: ({ task: { runId }, decision }, { taskId }) => [
      { runId, waitsFor: { debt: `resume:${taskId}` }, notBefore: decision.undoUntil },
    ],
    answers: [
      ok('The decision is applied.', decided),
      recorded('The decision is recorded, and will be applied soon.', decided),
    ],
    answer: (made, { ctx, settled }) => decisionAnswer(ctx, made, settled),
    form: {
      ...taskPage,
      read: (fields, { taskId }, ctx) => decisionOfForm(ctx, fields, taskId),
      keep: (ctx, fields, refusal, { taskId }) => keepDecision(ctx, taskId, fields, refusal),
      next: (_, { taskId }) => `/tasks/${taskId}?done=1`,
    },
    errors: ['forbidden', 'not_found', 'conflict', 'stale'],
  }),
  getTaskPayload: operation({
    id: 'getTaskPayload',
    scope: 'tasks:read',
    method: 'get',
    path: '/api/tasks/{taskId}/payload',
    tag: 'Tasks',
    summary: 'Download all evidence of a task',
    run: (ctx, { taskId }) => getPayload(ctx, taskId),
    answer: (payload, { taskId }) => jsonFile(payload, `evidence-${taskId}`),
    answers: [{ ...ok('The evidence, with sensitive values masked.', json), file: true }],
    errors: ['not_found'],
  }),
  revealField: operation({
    id: 'revealField',
    scope: 'tasks:decide',
    method: 'post',
    path: '/api/tasks/{taskId}/reveal',
    tag: 'Tasks',
    summary: 'Reveal a masked value in the evidence',
    description: 'For people who may decide or oversee the task. Each call is audited.',
    body: revealFieldInput,
    example: { path: 'applicant.accounts[0].iban' },
    idempotency: 'secret',
    run: (ctx, { taskId, body }) => revealField(ctx, taskId, body),
    answers: [ok('The value.', z.object({ value: json }))],
    errors: ['forbidden', 'not_found'],
  }),
  previewRevision: operation({
    id: 'previewRevision',
    scope: 'tasks:decide',
    method: 'get',
    path: '/api/tasks/{taskId}/revision',
    tag: 'Tasks',
    summary: 'Preview reopening a decision',
    run: (ctx, { taskId }) => previewRewind(ctx, { to: 'decision', taskId }),
    answers: [
      ok('The steps that would run again, and the decisions they would ask for again.', reopenPreview),
    ],
    errors: ['forbidden', 'not_found', 'conflict'],
  }),
  reviseDecision: operation({
    id: 'reviseDecision',
    scope: 'tasks:decide',
    method: 'post',
    path: '/api/tasks/{taskId}/revision',
    tag: 'Tasks',
    summary: 'Reopen a decision',
    headers: preferHeader,
    body: rewindInputs.decision,
    example: { reason: 'It was meant for another request.' },
    run: (ctx, { taskId, body }) => rewindRun(ctx, { to: 'decision', taskId }, body),
    drives: ({ runId, debt }) => [{ runId, waitsFor: { debt } }],
    answers: [
      ok('The decision is reopened, and the task is open again.', runDetail),
      recorded('The reopening is recorded, and the task will open again soon.', runDetail),
    ],
    answer: ({ runId }, { ctx, settled }) => runAnswer(ctx, runId, settled),
    form: {
      ...taskPage,
      read: (fields) => ({ reason: fieldOf(fields, 'reason') }),
      next: ({ runId }) => `/runs/${runId}`,
    },
    errors: ['forbidden', 'not_found', 'conflict'],
  }),
  undoDecision: operation({
    id: 'undoDecision',
    scope: 'tasks:decide',
    method: 'post',
    path: '/api/tasks/{taskId}/undo',
    tag: 'Tasks',
    summary: 'Undo a decision',
    description:
      'Opens the task again before the decision is applied. For the person who decided, until `undoUntil` of the decision.',
    run: (ctx, { taskId }) => undoDecision(ctx, taskId),
    drives: ({ runId }) => [{ runId }],
    answers: [ok('The task, open again.', taskDetail)],
    form: { ...taskPage, next: (_, { taskId }) => `/tasks/${taskId}` },
    errors: ['forbidden', 'not_found', 'conflict'],
  }),
  reassignTask: operation({
    id: 'reassignTask',
    scope: 'operations:manage',
    method: 'post',
    path: '/api/tasks/{taskId}/reassign',
    tag: 'Operations',
    summary: 'Reassign a task',
    body: reassignInput,
    example: { to: ['group:finance'], reason: 'On holiday.' },
    run: async (ctx, { taskId, body }) => {
      await reassignTask(ctx, taskId, body);
      return taskDetailOf(ctx, taskId);
    },
    answers: [ok('The task.', taskDetail)],
    errors: ['forbidden', 'not_found', 'conflict'],
  }),
  reassignTasks: operation({
    id: 'reassignTasks',
    scope: 'operations:manage',
    method: 'post',
    path: '/api/tasks/reassign',
    tag: 'Operations',
    summary: 'Reassign several tasks',
    body: reassignTasksInput,
    example: { taskIds: ['task_…'], to: ['group:finance'], reason: 'On holiday.' },
    run: async (ctx, { body }) => ({ results: await reassignTasks(ctx, body) }),
    answers: [ok('The result for each task.', z.object({ results: z.array(bulkResult) }))],
    errors: ['forbidden'],
  }),
  sendSignal: operation({
    id: 'sendSignal',
    scope: 'signals:send',
    method: 'post',
    path: '/api/signals/{name}',
    tag: 'Signals',
    summary: 'Send a signal',
    description:
      'Completes every task that is waiting for this name and key. If there is none yet, the signal is kept for seven days. For operators.',
    headers: preferHeader,
    body: sendSignalInput.omit({ name: true }),
    example: { key: 'order-4711', data: { amount: 120 } },
    run: (ctx, { name, body }) => sendSignal(ctx, isObject(body) ? { ...body, name } : body),
    drives: ({ runIds }) => runIds.map((runId) => ({ runId, waitsFor: 'all' })),
    answers: [
      ok('The signal is applied to every run that was waiting for it.', signalReceipt),
      recorded(
        'The signal is recorded. It will be applied soon, or is kept until a run waits for it.',
        signalReceipt,
      ),
    ],
    answer: (receipt, { settled }) =>
      Response.json(receipt, { status: receipt.state === 'used' && settled ? 200 : 202 }),
    errors: ['forbidden'],
  }),
};
