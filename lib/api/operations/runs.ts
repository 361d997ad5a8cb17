import { z } from 'zod';
import { fieldOf } from '@/lib/api/http/read-form';
import { keepRequest, newRequestPath, requestOfForm } from '@/lib/api/http/read-start-run';
import { jsonFile } from '@/lib/api/http/json-file';
import { requireFollower, runEventStream } from '@/lib/api/http/run-event-stream';
import { cancelRun, cancelRunInput } from '@/lib/desk/runs/cancel-run';
import { getRun, getRunData, runDetailOf } from '@/lib/desk/runs/get-run';
import { getSnapshotFile } from '@/lib/desk/runs/get-snapshot';
import { listRuns, runQuery } from '@/lib/desk/runs/list-runs';
import { listWorkflows } from '@/lib/desk/runs/list-workflows';
import { startRun, startRunInput } from '@/lib/desk/runs/start-run';
import { runDetail, runEvent, runSummary, snapshotFile } from '@/lib/desk/runs/types';
import { workflowInfo } from '@/lib/engine/workflow-info';
import { json, pageOf } from '@/lib/base/shapes';
import { preferHeader } from './headers';
import { ok, operation, recorded } from './operation';
import { runPage } from './run-answer';

const ended = 'The cancellation is recorded, and will be applied soon.';

/** The sequence number to stream from; 0, the beginning, if it is not valid. */
function seqOf(text: unknown): number {
  const seq = Number(text);
  return Number.isSafeInteger(seq) && seq >= 0 ? seq : 0;
}

const eventsQuery = z.object({
  after: z
    .preprocess((after) => (after === undefined ? after : seqOf(after)), z.int().min(0).optional())
    .meta({ description: 'The `seq` of the last event you have read. `Last-Event-ID` takes precedence.' }),
});
const snapshotQuery = z.object({
  // The parameter's presence is enough; any value means yes.
  download: z
    .preprocess((download) => (download === undefined ? download : '1'), z.literal('1').optional())
    .meta({ description: 'Download the whole snapshot as a file.' }),
});

/** Headers that keep proxies from buffering or changing server-sent events. */
const eventStream = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

export const runOperations = {
  listWorkflows: operation({
    id: 'listWorkflows',
    scope: 'workflows:read',
    method: 'get',
    path: '/api/workflows',
    tag: 'Workflows',
    summary: 'List workflows',
    run: (ctx) => listWorkflows(ctx),
    answers: [ok('All workflows of this desk.', pageOf(workflowInfo))],
    errors: [],
  }),
  listRuns: operation({
    id: 'listRuns',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs',
    tag: 'Runs',
    summary: 'List requests, newest first',
    query: runQuery,
    run: (ctx, { query }) => listRuns(ctx, query),
    answers: [ok('A page of runs.', pageOf(runSummary))],
    errors: ['invalid'],
  }),
  startRun: operation({
    id: 'startRun',
    scope: 'runs:start',
    method: 'post',
    path: '/api/runs',
    tag: 'Runs',
    summary: 'Start a request',
    description:
      'Repeating a request with the same `Idempotency-Key` returns the run that it started, without a time limit.',
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
    // The run itself stores the key, in the batch that creates it.
    idempotency: 'own',
    run: (ctx, { body, key }) => startRun(ctx, body, key),
    drives: ({ run: { id } }) => [{ runId: id, waitsFor: { debt: `start:${id}` } }],
    answers: [
      {
        status: 201,
        description: 'The new run.',
        json: runDetail,
        headers: { Location: z.string().meta({ description: 'The address of the run.' }) },
      },
      {
        status: 200,
        description: 'The run that this key started before.',
        json: runDetail,
        headers: { Location: z.string().meta({ description: 'The address of the run.' }) },
      },
    ],
    answer: async ({ run, repeated }, { ctx }) =>
      Response.json(await runDetailOf(ctx, run.id), {
        status: repeated ? 200 : 201,
        headers: { location: `/api/runs/${run.id}` },
      }),
    form: {
      back: (_, fields) => newRequestPath(fields),
      read: (fields, _, ctx) => requestOfForm(ctx, fields),
      keep: keepRequest,
      next: ({ run }) => `/runs/${run.id}`,
    },
    errors: ['forbidden', 'not_found', 'conflict'],
  }),
  getRun: operation({
    id: 'getRun',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs/{runId}',
    tag: 'Runs',
    summary: 'Get a request with its steps, tasks and result',
    run: (ctx, { runId }) => getRun(ctx, runId),
    answers: [ok('The run.', runDetail)],
    errors: ['not_found'],
  }),
  followRun: operation({
    id: 'followRun',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs/{runId}/events',
    tag: 'Runs',
    summary: 'Stream the events of a request',
    description: `Server-sent events. The \`data\` of each \`run\` event is JSON with ${Object.keys(
      runEvent.shape,
    )
      .map((name) => `\`${name}\``)
      .join(
        ', ',
      )}; \`end\` means that the run has finished. The stream closes after four minutes; reconnect with the last id to miss nothing.`,
    query: eventsQuery,
    unlimited: true,
    headers: z.object({
      'Last-Event-ID': z.string().optional().meta({
        description: 'The id of the last event you have read. Browsers send it when they reconnect.',
      }),
    }),
    run: (ctx, { runId }) => requireFollower(ctx, runId),
    answer: (_, { ctx, runId, query, request }) => {
      const last = request.headers.get('last-event-id');
      const after = last === null ? (query.after ?? 0) : seqOf(last);
      return new Response(runEventStream(ctx, runId, after, request.signal), { headers: eventStream });
    },
    answers: [
      {
        status: 200,
        description: 'A stream of events until the run has finished.',
        text: {
          type: 'text/event-stream',
          example: 'id: 12\nevent: run\ndata: {"seq":12,"verb":"task.opened", …}\n\n',
        },
      },
    ],
    errors: ['not_found', 'rate_limited'],
  }),
  getRunInput: operation({
    id: 'getRunInput',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs/{runId}/input',
    tag: 'Runs',
    summary: 'Download the input of a request',
    run: async (ctx, { runId }) => (await getRunData(ctx, runId)).input,
    answer: (input, { runId }) => jsonFile(input, `input-${runId}`),
    answers: [{ ...ok('The input, with sensitive values masked.', json), file: true }],
    errors: ['not_found'],
  }),
  getRunResult: operation({
    id: 'getRunResult',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs/{runId}/result',
    tag: 'Runs',
    summary: 'Download the result of a request',
    run: async (ctx, { runId }) => (await getRunData(ctx, runId)).result,
    answer: (result, { runId }) => jsonFile(result, `result-${runId}`),
    answers: [{ ...ok('The result, with sensitive values masked.', json), file: true }],
    errors: ['not_found'],
  }),
  getRunSnapshot: operation({
    id: 'getRunSnapshot',
    scope: 'operations:manage',
    method: 'get',
    path: '/api/runs/{runId}/snapshot',
    tag: 'Operations',
    summary: 'Get the engine’s snapshot of a request',
    description:
      'Sensitive values are masked. Long values are shortened above 256 KB, unless you download it.',
    query: snapshotQuery,
    run: (ctx, { runId, query }) => getSnapshotFile(ctx, runId, query.download !== undefined),
    answer: (file, { runId, query }) =>
      query.download ? jsonFile(file, `snapshot-${runId}`) : Response.json(file),
    answers: [ok('The snapshot and those of nested workflows.', snapshotFile)],
    errors: ['not_found'],
  }),
  cancelRun: operation({
    id: 'cancelRun',
    scope: 'runs:cancel',
    method: 'post',
    path: '/api/runs/{runId}/cancel',
    tag: 'Runs',
    summary: 'Cancel a request',
    description: 'Closes its open tasks immediately.',
    headers: preferHeader,
    body: cancelRunInput.optional(),
    example: { reason: 'The trip was called off.' },
    run: (ctx, { runId, body }) => cancelRun(ctx, runId, body),
    drives: ({ debt }, { runId }) => [{ runId, waitsFor: { debt } }],
    answers: [ok('The run is canceled.', runDetail), recorded(ended, runDetail)],
    answer: async (_, { ctx, runId, settled }) => {
      const run = await runDetailOf(ctx, runId);
      return Response.json(run, { status: settled || run.status === 'canceled' ? 200 : 202 });
    },
    form: { ...runPage, read: (fields) => ({ reason: fieldOf(fields, 'reason') }) },
    errors: ['forbidden', 'not_found', 'conflict'],
  }),
};
