import { z } from 'zod';
import { bulkResult } from '@/lib/desk/operators/shapes';
import { reassignInput, reassignTasksInput } from '@/lib/desk/operators/reassign-tasks';
import { reviseDecisionInput } from '@/lib/desk/rewind/revise-decision';
import { revisionPreview, runDetail } from '@/lib/desk/runs/types';
import { json, pageOf } from '@/lib/base/shapes';
import { sendSignalInput, signalReceipt } from '@/lib/desk/signals/send-signal';
import { decideTaskInput } from '@/lib/desk/decisions/decide-task';
import { taskQuery } from '@/lib/desk/tasks/list-tasks';
import { revealFieldInput } from '@/lib/desk/tasks/reveal-field';
import { task, taskDecision, taskDetail, taskSummary } from '@/lib/desk/tasks/types';
import { preferHeader } from './headers';
import { ok, recorded, type Operation } from './operation';

const decided = z
  .object({
    decision: taskDecision,
    task,
    applied: z.boolean().meta({ description: 'Whether the run has taken the answer.' }),
    next: z.string().nullable().meta({ description: 'A task that waits for you next.' }),
  })
  .meta({ id: 'DecisionReceipt' });

export const taskOperations: Operation[] = [
  {
    id: 'listTasks',
    scope: 'tasks:read',
    method: 'get',
    path: '/api/tasks',
    tag: 'Tasks',
    summary: 'The inbox',
    query: taskQuery,
    answers: [ok('A page of tasks, without their evidence.', pageOf(taskSummary))],
    errors: ['invalid'],
  },
  {
    id: 'getTask',
    scope: 'tasks:read',
    method: 'get',
    path: '/api/tasks/{taskId}',
    tag: 'Tasks',
    summary: 'One task with its evidence and form',
    answers: [ok('The task.', taskDetail)],
    errors: ['not_found'],
  },
  {
    id: 'decideTask',
    scope: 'tasks:decide',
    method: 'post',
    path: '/api/tasks/{taskId}/decision',
    tag: 'Tasks',
    summary: 'Answer a task',
    description:
      'An answer counts once it is recorded, whether or not the run has taken it yet. The same answer again is the same success; `conflict` says who was faster, and `stale` brings the question as it is now.',
    headers: preferHeader,
    body: decideTaskInput,
    example: { outcome: 'approve', comment: 'Receipt checked.', payloadDigest: 'sha256:…' },
    form: true,
    answers: [
      ok('The run has taken the answer.', decided),
      recorded('The answer is recorded; the run is about to take it.', decided),
    ],
    errors: ['forbidden', 'not_found', 'conflict', 'stale'],
  },
  {
    id: 'getTaskPayload',
    scope: 'tasks:read',
    method: 'get',
    path: '/api/tasks/{taskId}/payload',
    tag: 'Tasks',
    summary: 'The whole evidence, as a file',
    answers: [{ ...ok('The evidence, sensitive parts masked.', json), file: true }],
    errors: ['not_found'],
  },
  {
    id: 'revealField',
    scope: 'tasks:decide',
    method: 'post',
    path: '/api/tasks/{taskId}/reveal',
    tag: 'Tasks',
    summary: 'See one masked part of the evidence',
    description: 'For those who may decide on the task or oversee it. It is audited.',
    body: revealFieldInput,
    example: { path: 'applicant.accounts[0].iban' },
    answers: [ok('What is masked there.', z.object({ value: json }))],
    errors: ['forbidden', 'not_found'],
  },
  {
    id: 'previewRevision',
    scope: 'tasks:decide',
    method: 'get',
    path: '/api/tasks/{taskId}/revision',
    tag: 'Tasks',
    summary: 'What taking an answer back would mean',
    answers: [ok('What would run and be asked again.', revisionPreview)],
    errors: ['forbidden', 'not_found', 'conflict'],
  },
  {
    id: 'reviseDecision',
    scope: 'tasks:decide',
    method: 'post',
    path: '/api/tasks/{taskId}/revision',
    tag: 'Tasks',
    summary: 'Take an answer back',
    headers: preferHeader,
    body: reviseDecisionInput,
    example: { reason: 'It was meant for another request.' },
    form: true,
    answers: [
      ok('The run stands before the question again.', runDetail),
      recorded('It is recorded; the run is about to go back.', runDetail),
    ],
    errors: ['forbidden', 'not_found', 'conflict'],
  },
  {
    id: 'undoDecision',
    scope: 'tasks:decide',
    method: 'post',
    path: '/api/tasks/{taskId}/undo',
    tag: 'Tasks',
    summary: 'Undo a decision',
    description:
      'For the person who decided, until `undoUntil` of the decision: the task is open again, and nothing was applied.',
    form: true,
    answers: [ok('The task, open again.', taskDetail)],
    errors: ['forbidden', 'not_found', 'conflict'],
  },
  {
    id: 'reassignTask',
    scope: 'operations:manage',
    method: 'post',
    path: '/api/tasks/{taskId}/reassign',
    tag: 'Operations',
    summary: 'Ask other people',
    body: reassignInput,
    example: { to: ['group:finance'], reason: 'On holiday.' },
    answers: [ok('The task.', taskDetail)],
    errors: ['forbidden', 'not_found', 'conflict'],
  },
  {
    id: 'reassignTasks',
    scope: 'operations:manage',
    method: 'post',
    path: '/api/tasks/reassign',
    tag: 'Operations',
    summary: 'Ask other people about several tasks',
    body: reassignTasksInput,
    example: { taskIds: ['task_…'], to: ['group:finance'], reason: 'On holiday.' },
    answers: [ok('What came of each.', z.object({ results: z.array(bulkResult) }))],
    errors: ['forbidden'],
  },
  {
    id: 'sendSignal',
    scope: 'signals:send',
    method: 'post',
    path: '/api/signals/{name}',
    tag: 'Signals',
    summary: 'Tell of an event',
    description:
      'For operators. It answers every task that waits for its name and key. When nothing waits for it yet it is kept for seven days.',
    headers: preferHeader,
    body: sendSignalInput.omit({ name: true }),
    example: { key: 'order-4711', data: { amount: 120 } },
    answers: [
      ok('The runs that waited for it have taken it.', signalReceipt),
      recorded('It is recorded: kept, or about to be taken.', signalReceipt),
    ],
    errors: ['forbidden'],
  },
];
