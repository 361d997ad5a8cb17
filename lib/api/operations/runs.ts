import { z } from 'zod';
import { cancelRunInput } from '@/lib/desk/runs/cancel-run';
import { runQuery } from '@/lib/desk/runs/list-runs';
import { startRunInput } from '@/lib/desk/runs/start-run';
import { runDetail, runEvent, runSummary, snapshotFile } from '@/lib/desk/runs/types';
import { workflowInfo } from '@/lib/engine/workflow-info';
import { json, pageOf } from '@/lib/base/shapes';
import { preferHeader } from './headers';
import { ok, recorded, type Operation } from './operation';

const ended = 'The run, whose end is recorded and about to be told to the engine.';

const eventsQuery = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: 'The `seq` of the last event that was read; `Last-Event-ID` goes before it.' }),
});
const snapshotQuery = z.object({
  download: z.literal('1').optional().meta({ description: 'The whole of it, as a file.' }),
});

export const runOperations: Operation[] = [
  {
    id: 'listWorkflows',
    scope: 'workflows:read',
    method: 'get',
    path: '/api/workflows',
    tag: 'Workflows',
    summary: 'The workflows of this desk',
    answers: [ok('All of them.', pageOf(workflowInfo))],
    errors: [],
  },
  {
    id: 'listRuns',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs',
    tag: 'Runs',
    summary: 'Requests, newest first',
    query: runQuery,
    answers: [ok('A page of runs.', pageOf(runSummary))],
    errors: ['invalid'],
  },
  {
    id: 'startRun',
    scope: 'runs:start',
    method: 'post',
    path: '/api/runs',
    tag: 'Runs',
    summary: 'Make a request',
    description:
      'With an `Idempotency-Key` the same request again gives the run of the first time, however late.',
    headers: preferHeader,
    body: startRunInput,
    example: {
      workflowId: 'expense-report',
      input: {
        purpose: 'Train to Lyon',
        category: 'travel',
        amount: 184.5,
        currency: 'EUR',
        spentOn: '2026-11-18',
      },
    },
    form: true,
    answers: [
      {
        status: 201,
        description: 'The new run.',
        json: runDetail,
        headers: { Location: z.string().meta({ description: 'The address of the run.' }) },
      },
      {
        status: 200,
        description: 'The run that this key made before.',
        json: runDetail,
        headers: { Location: z.string().meta({ description: 'The address of the run.' }) },
      },
    ],
    errors: ['forbidden', 'not_found', 'conflict'],
  },
  {
    id: 'getRun',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs/{runId}',
    tag: 'Runs',
    summary: 'One request with its steps, questions and result',
    answers: [ok('The run.', runDetail)],
    errors: ['not_found'],
  },
  {
    id: 'followRun',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs/{runId}/events',
    tag: 'Runs',
    summary: 'What happens to a request, as it happens',
    description: `Server-sent events. The \`data\` of each \`run\` event is JSON with ${Object.keys(
      runEvent.shape,
    )
      .map((name) => `\`${name}\``)
      .join(
        ', ',
      )}; \`end\` says that the run is over. After four minutes the stream closes; come back with the last id, and nothing is missed.`,
    query: eventsQuery,
    unlimited: true,
    headers: z.object({
      'Last-Event-ID': z
        .string()
        .optional()
        .meta({ description: 'The id of the last event that was read, as browsers send it by themselves.' }),
    }),
    answers: [
      {
        status: 200,
        description: 'A stream that goes on until the run is over.',
        text: {
          type: 'text/event-stream',
          example: 'id: 12\nevent: run\ndata: {"seq":12,"verb":"task.opened", …}\n\n',
        },
      },
    ],
    errors: ['not_found'],
  },
  {
    id: 'getRunInput',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs/{runId}/input',
    tag: 'Runs',
    summary: 'The whole input, as a file',
    answers: [{ ...ok('What was asked for, sensitive parts masked.', json), file: true }],
    errors: ['not_found'],
  },
  {
    id: 'getRunResult',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs/{runId}/result',
    tag: 'Runs',
    summary: 'The whole result, as a file',
    answers: [{ ...ok('What came of it, sensitive parts masked.', json), file: true }],
    errors: ['not_found'],
  },
  {
    id: 'getRunSnapshot',
    scope: 'operations:manage',
    method: 'get',
    path: '/api/runs/{runId}/snapshot',
    tag: 'Operations',
    summary: 'What the engine keeps of a request',
    description: 'Sensitive parts are masked. It is cut at 256 KB, unless it is downloaded.',
    query: snapshotQuery,
    answers: [ok('The snapshot with those nested in it.', snapshotFile)],
    errors: ['not_found'],
  },
  {
    id: 'cancelRun',
    scope: 'runs:cancel',
    method: 'post',
    path: '/api/runs/{runId}/cancel',
    tag: 'Runs',
    summary: 'Cancel a request',
    description: 'Its open questions close at once.',
    headers: preferHeader,
    body: cancelRunInput.optional(),
    example: { reason: 'The trip was called off.' },
    form: true,
    answers: [ok('The run, which has ended.', runDetail), recorded(ended, runDetail)],
    errors: ['forbidden', 'not_found', 'conflict'],
  },
];
